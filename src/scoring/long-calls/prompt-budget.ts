import { estimateTokens } from '../../costs/estimate-tokens.js';
import type { JsonSchema, PromptSection } from '../../plugin-api/index.js';
import type { ModelAddress } from '../../plugin-host/model-address.js';
import { assemblePrompt } from '../prompts/assemble-prompt.js';

/** Tokens of a prompt up to which a model reads well from end to end, where its provider says nothing else. */
export const DEFAULT_PROMPT_BUDGET = 25_000;

const statedBudget = ({ provider, model }: ModelAddress): number => {
  try {
    const stated: unknown = provider.promptBudget?.(model);
    return typeof stated === 'number' && stated > 0 ? stated : DEFAULT_PROMPT_BUDGET;
  } catch {
    return DEFAULT_PROMPT_BUDGET; // a plugin's fault must not cost a score
  }
};

/** The longest prompt that all of these models may be given, in tokens; offline ones need none. */
export const promptBudget = (models: readonly ModelAddress[]): number =>
  Math.min(Infinity, ...models.filter(({ provider }) => !provider.offline).map(statedBudget));

/** Words of a call never take more than so many times the tokens that are reckoned from their characters. */
const FURTHEST_OFF = 2;

/**
 * Tokens of a prompt with its schema, by the judge's tokenizer where there is one and it matters: not where the prompt keeps
 * to the budget anyhow, as most do. The same prompt always has the same count, on which the parts of a call depend.
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
  return tokens * FURTHEST_OFF <= budget ? tokens : estimateTokens(text, judge).tokens;
};

/** Measures short texts as `estimateTokens` would the whole call: by its characters, put right by the tokenizer's rate. */
export const tokenMeasure = (texts: readonly string[], judge: ModelAddress | null): ((text: string) => number) => {
  const whole = texts.join('\n');
  const byCharacters = estimateTokens(whole).tokens;
  const rate = byCharacters === 0 ? 1 : estimateTokens(whole, judge).tokens / byCharacters;
  return (text) => Math.ceil(estimateTokens(text).tokens * rate);
};
