import { estimateTokens } from '../../costs/estimate-tokens.js';
import type { JsonSchema, PromptSection } from '../../plugin-api/index.js';
import type { ModelAddress } from '../../plugin-host/model-address.js';
import { assemblePrompt } from '../prompts/assemble-prompt.js';

/** Prompt budget of a model whose provider states none: up to this many tokens models read well from end to end. */
export const DEFAULT_PROMPT_BUDGET = 25_000;

const statedBudget = ({ provider, model }: ModelAddress): number => {
  try {
    const stated: unknown = provider.promptBudget?.(model);
    return typeof stated === 'number' && stated > 0 ? stated : DEFAULT_PROMPT_BUDGET;
  } catch {
    return DEFAULT_PROMPT_BUDGET; // the default is safe for any model, so a bug of a plugin costs no score
  }
};

/** The longest prompt that all of these models may be given, in tokens; offline ones need none. */
export const promptBudget = (models: readonly ModelAddress[]): number =>
  Math.min(Infinity, ...models.filter(({ provider }) => !provider.offline).map(statedBudget));

/** A text has at most this many times the tokens that are estimated from its characters. */
const MAX_ESTIMATE_ERROR = 2;

/**
 * Tokens of a prompt with its schema, by the judge's tokenizer if it has one. A prompt that is within the budget by any
 * estimate, as most are, is not tokenized. The same prompt always has the same count: the parts of a call depend on it.
 */
export const promptTokens = (
  sections: readonly PromptSection[],
  responseSchema: JsonSchema,
  judge: ModelAddress | null,
  budget = 0,
): number => {
  const { messages } = assemblePrompt(sections, '0'.repeat(24));
  const text = [...messages.map(({ content }) => content), JSON.stringify(responseSchema)].join('\n');
  const { tokens } = estimateTokens(text);
  return tokens * MAX_ESTIMATE_ERROR <= budget ? tokens : estimateTokens(text, judge).tokens;
};

/** Measures short texts as `estimateTokens` measures the whole call: by characters, corrected by the tokenizer's rate. */
export const tokenMeasure = (texts: readonly string[], judge: ModelAddress | null): ((text: string) => number) => {
  const whole = texts.join('\n');
  const byCharacters = estimateTokens(whole).tokens;
  const rate = byCharacters === 0 ? 1 : estimateTokens(whole, judge).tokens / byCharacters;
  return (text) => Math.ceil(estimateTokens(text).tokens * rate);
};
