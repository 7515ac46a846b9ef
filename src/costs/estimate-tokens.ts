import type { ModelProvider } from '../plugin-api/index.js';

export interface TokenEstimate {
  readonly tokens: number;
  /** By the model's own tokenizer, or from the number of characters. */
  readonly method: 'TOKENIZER' | 'CHARACTERS';
}

interface Counter {
  readonly provider: Pick<ModelProvider, 'countTokens'>;
  readonly model: string;
}

/** Tokenizers take long over long texts; of those the beginning is counted and the rest reckoned by its rate. */
const MAX_COUNTED = 32_768;
const FIRST_WIDE = 0x2e80;

/** Four characters of English make a token, two of other alphabets, and each one of Chinese, Japanese or Korean. */
const byCharacters = (text: string): number => {
  let quarters = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    quarters += code < 0x80 ? 1 : code < FIRST_WIDE ? 2 : 4;
  }
  return Math.ceil(quarters / 4);
};

const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;

const byTokenizer = ({ provider, model }: Counter, text: string): number | null => {
  const counted = text.slice(0, MAX_COUNTED);
  try {
    const tokens: unknown = provider.countTokens?.(model, counted);
    if (!isCount(tokens) || counted.length === text.length) return isCount(tokens) ? tokens : null;
    return Math.ceil((tokens * byCharacters(text)) / byCharacters(counted));
  } catch {
    return null; // a plugin's fault must not cost a score
  }
};

/** Tokens of a text, by the provider's tokenizer where it has the model's, else from its characters, which is said. */
export const estimateTokens = (text: string, counter: Counter | null = null): TokenEstimate => {
  const counted = counter ? byTokenizer(counter, text) : null;
  return counted === null
    ? { tokens: byCharacters(text), method: 'CHARACTERS' }
    : { tokens: counted, method: 'TOKENIZER' };
};
