import type { JsonSchema, ModelMessage, ModelProvider, Usage } from '../../plugin-api/index.js';
import { type Cost, costOf } from '../prices/cost-of.js';
import { estimateTokens } from '../estimate-tokens.js';
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

/** A call to a model, as far as money goes. */
export interface ModelCall {
  readonly runId: string;
  /** Claim of the run under which it is made. */
  readonly leaseEpoch: number;
  readonly batchId: string | null;
  readonly provider: ModelProvider;
  /** The provider's own name of the model. */
  readonly model: string;
  /** `provider/model`, as attempts note it. */
  readonly address: string;
  readonly messages: readonly ModelMessage[];
  readonly responseSchema: JsonSchema;
  readonly maxOutputTokens: number;
  /** Longest time that it may take, in ms. */
  readonly limitMs: number;
}
