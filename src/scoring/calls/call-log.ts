import type { Billed } from '../../costs/budgets/within-budget.js';
import type { ModelAnswer, ModelRequest } from '../../plugin-api/index.js';
import type { ModelAddress } from '../../plugin-host/model-address.js';
import type { AnswerScores, Attempt } from '../../runs/attempt.entity.js';
import type { Violation } from '../../runs/violation.js';
import type { TimedAnswer } from './call-model.js';

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

export interface LoggedAnswer {
  readonly number: number;
  readonly answer: ModelAnswer;
}

/** Calls beside the judge's own chain; each series has a fallback chain of its own. */
export interface CallSeries {
  readonly kind: 'EXTRACTION' | 'PANEL' | 'SAMPLE';
  /** Which chunk, member or repetition, from 1. */
  readonly part: number;
}

/** A call that is about to be made. */
export interface NewAttempt {
  /** Which of the evaluator's questions it belongs to, from 0. */
  readonly question: number;
  readonly kind: Attempt['kind'];
  /** Which chunk, member or repetition, from 1; null on the judge's own ladder. */
  readonly part: number | null;
  readonly address: ModelAddress;
  readonly request: Omit<ModelRequest, 'model'>;
}

export type AnnouncedCall = (begin: () => Promise<void>) => Promise<Billed<TimedAnswer>>;

/** The calls of a run: those that were made, and the way to make one. */
export interface CallLog {
  /** Calls that earlier claims of the run made, in order. */
  readonly earlier: readonly PastAttempt[];
  /** Delimiter around the data in every request of this run. */
  readonly nonce: string;
  /**
   * What `call` brings, stored before it is returned.
   * @param signal the one under which the call is made
   * @param call says by `begin` that it is about to be made, and waits for that to be noted
   * @throws what `call` throws, noted as the end of the attempt; a turn that was only waited for is no attempt.
   * CallDeferredError where the call goes by a provider's batch instead
   */
  ask(planned: NewAttempt, signal: AbortSignal, call: AnnouncedCall): Promise<LoggedAnswer>;
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
