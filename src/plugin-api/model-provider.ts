import type { JsonSchema } from './host.js';
import type { Rubric } from './rubric.js';
import type { NormalizedTranscript } from './transcript.js';

export interface ModelMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

export interface ModelRequest {
  /** The provider's own name of the model: the part of the model address after the first `/`. */
  readonly model: string;
  readonly messages: readonly ModelMessage[];
  readonly responseSchema: JsonSchema;
  readonly temperature: number;
  readonly seed: number | null;
  readonly maxOutputTokens: number;
  /** For offline providers that read no prompt. Providers of a service ignore it. */
  readonly task?: { readonly kind: 'score'; readonly transcript: NormalizedTranscript; readonly rubric: Rubric };
}

/** Tokens in disjoint buckets: their sum is the total, nothing is counted twice. */
export interface Usage {
  readonly inputUncached: number;
  readonly inputCacheRead: number;
  readonly inputCacheWrite: number;
  readonly outputText: number;
  readonly outputReasoning: number;
}

export type FinishReason = 'STOP' | 'LENGTH' | 'CONTENT_FILTER' | 'OTHER';

export interface ModelAnswer {
  readonly content: string;
  readonly modelUsed: string;
  readonly finishReason: FinishReason;
  /** The model's refusal in its own words, or null. */
  readonly refusal: string | null;
  /** Null where the service reports none: what is unknown is never taken for 0. */
  readonly usage: Usage | null;
  readonly providerRequestId: string | null;
  /** Tier in which the service ran the call, where it says so: prices may depend on it. */
  readonly serviceTier?: string | null;
  /** The service's mark of the configuration behind the answer; where it changes, so may answers. */
  readonly systemFingerprint?: string | null;
}

export interface ModelCallContext {
  /** Aborts at the time limit of the call and when the run is cancelled. A provider must pass it on. */
  readonly signal: AbortSignal;
  /** The organization's own credential for this provider, where it has one. */
  readonly credential: string | null;
}

/** The only error that a provider throws: a code from the list, and whether a retry can help. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  constructor(
    readonly code:
      | 'PROVIDER_UNAVAILABLE'
      | 'PROVIDER_TIMEOUT'
      | 'PROVIDER_RATE_LIMITED'
      | 'PROVIDER_QUOTA_EXCEEDED'
      | 'PROVIDER_UNAUTHORIZED'
      | 'PROVIDER_BAD_REQUEST'
      | 'PROVIDER_BAD_RESPONSE'
      | 'MODEL_NOT_FOUND'
      /** The prompt is longer than the model's context. */
      | 'TRANSCRIPT_TOO_LONG',
    message: string,
    readonly options: {
      readonly retryable: boolean;
      readonly retryAfterMs?: number;
      /**
       * Whether the service may bill the call although it brought no answer, for example when the connection broke after the
       * request was sent: the cost is then unknown, and not 0. Left out: true for PROVIDER_TIMEOUT and PROVIDER_BAD_RESPONSE.
       */
      readonly maybeBilled?: boolean;
      readonly cause?: unknown;
    },
  ) {
    super(message, { cause: options.cause });
  }
}

/** Calls to a service at a time, and within a minute. What is left out is not limited. */
export interface CallLimits {
  readonly concurrency?: number;
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
}

/** Limits of a provider as a whole, and of single models under their own names. */
export interface ProviderLimits extends CallLimits {
  readonly models?: Readonly<Record<string, CallLimits>>;
}

/** One request of a batch. */
export interface BatchedRequest {
  /** Ours, unique within the batch; at most 64 characters of letters, digits and dashes. */
  readonly id: string;
  readonly request: ModelRequest;
}

/** The service's result for one request. */
export type BatchLine = { readonly id: string } & (
  { readonly answer: ModelAnswer } | { readonly error: ProviderError }
);

export interface SubmittedBatch {
  /** As `submit` answered it. */
  readonly reference: string;
  /** The provider's own name of the model that all of its requests ask. */
  readonly model: string;
}

export type BatchState =
  | { readonly state: 'RUNNING' }
  | {
      /** No more lines will come. Requests without a line have no result. */
      readonly state: 'ENDED';
      readonly lines: readonly BatchLine[];
      /** Why it ended early, for people; null where it did not. */
      readonly reason: string | null;
    };

/**
 * Cheaper answers at a time of the service's choosing, many at once. Every method is one short exchange: the core waits,
 * and its waiting survives restarts. Faults are thrown as `ProviderError`, as by `complete`.
 */
export interface BatchDelivery {
  /**
   * Submits requests to one model.
   * @param id ours, to be kept with the batch: `find` looks for it
   * @returns the service's name of the batch
   */
  submit(id: string, requests: readonly BatchedRequest[], context: ModelCallContext): Promise<string>;
  /** The reference of a batch that was submitted under our id, or null. The process that submitted it may have died before it learned the reference. */
  find(id: string, context: ModelCallContext): Promise<string | null>;
  /** State of a batch. Lines come in any order; the core checks for missing, duplicate and unknown ones. */
  poll(batch: SubmittedBatch, context: ModelCallContext): Promise<BatchState>;
  /** Asks the service to skip the requests that it has not begun. Those already answered are still delivered and billed. */
  cancel(reference: string, context: ModelCallContext): Promise<void>;
  /** Removes what the service keeps of an ended batch. It is not an error if that was removed before. */
  discard(reference: string, context: ModelCallContext): Promise<void>;
}

/** Reaches models. One call, no retries of its own. */
export interface ModelProvider {
  /** First part of a model address: `openai` in `openai/gpt-5-mini`. */
  readonly name: string;
  readonly description: string;
  /** Model used where an address names the provider alone. */
  readonly defaultModel: string;
  /** True if calls cost nothing and never leave the process: such answers are priced 0. */
  readonly offline: boolean;
  /** BCP 47 primary tags of the languages that its models judge; left out where they judge any. */
  readonly languages?: readonly string[];
  /** Keys of the rubrics that it can score by; left out where it takes any. Runs by another are refused at their start. */
  readonly rubrics?: readonly string[];
  /** Models worth listing; others may be used as well. */
  readonly models?: readonly string[];
  /** Limits that the core keeps to, over all processes. Calls under an organization's own credential are counted apart. */
  readonly limits?: ProviderLimits;
  /** Whether the provider can be called at all (a credential is at hand), with the reason where not. */
  readiness(): { readonly ready: true } | { readonly ready: false; readonly reason: string };
  /**
   * Tokens of a text by the model's own tokenizer, at once and always the same; null where the provider does not know it.
   * If left out, tokens are estimated from characters. Load the vocabulary when the first text is counted.
   */
  readonly countTokens?: (model: string, text: string) => number | null;
  /**
   * The longest prompt, in tokens, that a model should be given whole: its context less the answer, or less where it reads
   * long texts badly. Longer calls are judged in parts. Null or left out: 25,000.
   */
  readonly promptBudget?: (model: string) => number | null;
  complete(request: ModelRequest, context: ModelCallContext): Promise<ModelAnswer>;
  /** Left out if the service takes no batches: requests for one are then sent at once. */
  readonly batch?: BatchDelivery;
}
