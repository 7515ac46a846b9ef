import type { JsonSchema, ModelMessage, ModelProvider } from '../../plugin-api/index.js';

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
