import type { ModelCall } from '../../costs/budgets/estimate-call.js';
import type { AppError } from '../../errors/app-error.js';
import type { ModelAnswer, ModelRequest } from '../../plugin-api/index.js';
import type { ModelAddress } from '../../plugin-host/model-address.js';
import type { AnswerScores, Attempt } from '../../runs/attempt.entity.js';
import type { Violation } from '../../runs/violation.js';
import type { ClaimedRun } from '../model/claimed-run.js';
import type { Deferral } from './deferral.js';

/** What must be known of a call that was made to go on from it. */
export type PastAttempt = Pick<
  Attempt,
  | 'number'
  | 'kind'
  | 'question'
  | 'part'
  | 'status'
  | 'delivery'
  | 'modelAsked'
  | 'modelUsed'
  | 'usage'
  | 'finishReason'
  | 'refusal'
  | 'rawOutput'
  | 'violations'
  | 'errorCode'
  | 'errorMessage'
  | 'errorRetryable'
  | 'providerRequestId'
>;

/** Calls beside the judge's own chain; each series has a fallback chain of its own. */
export interface CallSeries {
  readonly kind: 'EXTRACTION' | 'PANEL' | 'SAMPLE';
  /** Which chunk, member or repetition, from 1. */
  readonly part: number;
}

/** A call that is about to be made. */
export interface PlannedCall {
  /** Which of the evaluator's questions it belongs to, from 0. */
  readonly question: number;
  readonly kind: Attempt['kind'];
  /** Which chunk, member or repetition, from 1; null in the judge's own chain. */
  readonly part: number | null;
  readonly address: ModelAddress;
  readonly request: Omit<ModelRequest, 'model'>;
}

/** The call as the budgets see it. */
export const asBilled = (
  { run, epoch }: ClaimedRun,
  { address, request }: PlannedCall,
  limitMs: number,
): ModelCall => ({
  ...address,
  limitMs,
  runId: run.id,
  leaseEpoch: epoch,
  batchId: run.batchId ?? null,
  messages: request.messages,
  responseSchema: request.responseSchema,
  maxOutputTokens: request.maxOutputTokens,
});

/** What came of a call; `number` is that of its attempt. */
export type CallResult =
  /** Its answer is stored. */
  | { readonly outcome: 'ANSWER'; readonly number: number; readonly answer: ModelAnswer }
  /** The provider did not answer it. */
  | { readonly outcome: 'FAILURE'; readonly number: number; readonly failure: AppError }
  /** It was not made: a budget or the circuit breaker did not allow it. */
  | { readonly outcome: 'HELD_BACK'; readonly number: number; readonly failure: AppError }
  /** It can be made, or its answer be read, later. */
  | { readonly outcome: 'DEFERRED'; readonly deferral: Deferral };

/**
 * Makes a call. What keeps it from being made, or its outcome from being stored, on our side ends the try of the run.
 * @throws LeaseLostError; the signal's reason; errors of the database
 */
export type MakeCall = (planned: PlannedCall, signal: AbortSignal) => Promise<CallResult>;

/** The calls that a run has made. */
export interface CallLog {
  /** Calls that earlier claims of the run made, in order. */
  readonly earlier: readonly PastAttempt[];
  /** Delimiter around the data in every request of this run. */
  readonly nonce: string;
  /** Keeps what the checks found in an answer. */
  noteViolations(number: number, violations: readonly Violation[]): Promise<void>;
  /** Keeps what an answer scores, where it is one of several that are compared. */
  noteScores(number: number, scores: AnswerScores): Promise<void>;
}

/** The answer as it was given, from what is stored of it. */
export const asAnswer = (attempt: PastAttempt): ModelAnswer => ({
  content: attempt.rawOutput ?? '',
  modelUsed: attempt.modelUsed ?? attempt.modelAsked,
  finishReason: attempt.finishReason ?? 'OTHER',
  refusal: attempt.refusal ?? null,
  usage: attempt.usage ?? null,
  providerRequestId: attempt.providerRequestId ?? null,
});
