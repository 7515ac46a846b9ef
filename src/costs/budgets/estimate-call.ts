import type { Usage } from '../../plugin-api/index.js';
import { costOf, type Cost } from '../prices/cost-of.js';
import { estimateTokens } from '../estimate-tokens.js';
import type { ModelCall } from './model-call.js';
import type { ModelPrice } from '../prices/model-price.js';

const promptOf = ({ messages, responseSchema }: ModelCall): string =>
  [...messages.map(({ content }) => content), JSON.stringify(responseSchema)].join('\n');

const usageOf = (inputUncached: number, outputText: number): Usage => ({
  inputUncached,
  outputText,
  inputCacheRead: 0,
  inputCacheWrite: 0,
  outputReasoning: 0,
});

/** Tokens of a call whose answer came without a count. */
export const estimateUsage = (call: ModelCall, content: string): Usage =>
  usageOf(estimateTokens(promptOf(call), call).tokens, estimateTokens(content, call).tokens);

/** The most that a call is expected to cost: its prompt, nothing of it from a cache, and all the output that it may give. */
export const estimateCall = (prices: readonly ModelPrice[], call: ModelCall, at: Date): Cost => {
  const { provider, model, maxOutputTokens } = call;
  const estimate = () => usageOf(estimateTokens(promptOf(call), call).tokens, maxOutputTokens);
  return costOf(prices, { provider: provider.name, model, serviceTier: null, at, usage: null, estimate });
};
