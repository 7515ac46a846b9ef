import { AppError } from '../../errors/app-error.js';
import { ERROR_CODES, type ErrorCode } from '../../errors/error-codes.js';
import type { JudgeOutput, ModelAnswer, NormalizedTranscript, Rubric } from '../../plugin-api/index.js';
import type { ModelAddress } from '../../plugin-host/model-address.js';
import type { CheckedAnswer } from '../answers/check-answer.js';
import { asAnswer, type CallLog, type CallSeries, type MakeCall, type PastAttempt } from '../calls/call-log.js';
import { CallDeferredError, type Deferral } from '../calls/deferral.js';
import { asViolation, effectsOf, type JudgeVerdict } from '../model/judge-verdict.js';
import type { ClaimedRun } from '../model/claimed-run.js';
import { OutputRejectedError } from '../model/output-rejected-error.js';
import { assembleCorrection } from '../prompts/assemble-prompt.js';
import type { PreparedQuestion } from '../prompts/prepare-question.js';
import { nextStep, wasMade, type Ask, type FallbackPlan, type PastCall, type Step, type Verdict } from './next-step.js';

/** For what a question is asked, and by what means. */
export interface JudgeOptions {
  readonly work: ClaimedRun;
  readonly log: CallLog;
  readonly call: MakeCall;
  /** Names of the providers that can be called. */
  readonly callable: ReadonlySet<string>;
  /** Which of the evaluator's questions this is, from 0. */
  readonly question: number;
  readonly transcript: NormalizedTranscript;
  readonly rubric: Rubric;
  /** Label of the representative who is scored, where several speak. */
  readonly subject: string | null;
  readonly signal: AbortSignal;
}

/** How much more a model may write whose answer was cut at the limit. */
const ENLARGED = 2;

/** A question and the models that it may go to. */
export interface Question<Output = JudgeOutput> extends Pick<PreparedQuestion, 'messages' | 'base'> {
  readonly models: readonly ModelAddress[];
  readonly plan: FallbackPlan;
  readonly check: (answer: ModelAnswer) => CheckedAnswer<Output>;
}

const verdictOf = ({ finishReason, refusal }: ModelAnswer, { output }: CheckedAnswer<unknown>): Verdict => {
  if (output !== null) return 'VALID';
  if (refusal !== null || finishReason === 'CONTENT_FILTER') return 'DECLINED';
  return finishReason === 'LENGTH' ? 'TRUNCATED' : 'INVALID';
};

interface Judged<Output> {
  readonly answer: ModelAnswer;
  readonly checked: CheckedAnswer<Output>;
  readonly model: string;
}

/** How a chain came to a stop. */
export type ChainEnd<Output = JudgeOutput> =
  | { readonly end: 'ACCEPTED'; readonly verdict: JudgeVerdict<Output> }
  /** No model answered validly, and nothing more is asked. */
  | { readonly end: 'EXHAUSTED'; readonly error: AppError }
  /** The call that failed last, or was held back, is to be made again later. */
  | { readonly end: 'RETRY_LATER'; readonly wasHeldBack: boolean; readonly error: AppError }
  | { readonly end: 'DEFERRED'; readonly deferral: Deferral };

/** One question with its fallback chain: which calls were made so far, and how each answer was judged. */
export class FallbackChain<Output = JudgeOutput> {
  private readonly past: PastCall[] = [];
  private readonly judged = new Map<number, Judged<Output>>();
  private readonly failures = new Map<number, AppError>();
  private isAsking = false;

  constructor(
    private readonly question: Question<Output>,
    private readonly options: Pick<JudgeOptions, 'log' | 'call' | 'question' | 'signal'>,
    /** Null for the judge's own chain. */
    private readonly series: CallSeries | null = null,
  ) {}

  /** Takes up the calls of earlier claims. Their answers are checked again, with the same result. */
  async resume(): Promise<void> {
    const { series } = this;
    const { log, question } = this.options;
    const isOurs = ({ kind, part = null }: PastAttempt): boolean =>
      series === null ? part === null : kind === series.kind && part === series.part;
    for (const attempt of log.earlier) {
      if (attempt.question === question && isOurs(attempt)) await this.takeUp(attempt);
    }
  }

  /** Calls made so far, also those without an answer, and the one that is under way. */
  get made(): number {
    return this.past.filter(wasMade).length + (this.isAsking ? 1 : 0);
  }

  /** Those of them whose worker died before the answer was stored. */
  get lost(): number {
    return this.past.filter(({ outcome }) => outcome === 'LOST').length;
  }

  /** Makes call after call until an answer is accepted or nothing can be called now. @throws as `MakeCall` */
  async run(): Promise<ChainEnd<Output>> {
    for (;;) {
      const step = this.next();
      if (step.step === 'ACCEPT') return { end: 'ACCEPTED', verdict: this.accept(step.number) };
      if (step.step === 'END') return { end: 'EXHAUSTED', error: this.endedBy(step.because, step.number) };
      this.isAsking = true;
      const stopped = await this.ask(step).finally(() => (this.isAsking = false));
      if (stopped) return stopped;
    }
  }

  private next(): Step {
    return nextStep(this.question.plan, this.past);
  }

  /** Makes one call. @returns how the chain stops, or null where it goes on */
  private async ask(ask: Ask): Promise<ChainEnd<Output> | null> {
    const { question, signal, call } = this.options;
    const { series } = this;
    const address = this.addressOf(ask.model);
    const place = { question, kind: series?.kind ?? ask.kind, part: series?.part ?? null };
    const result = await call({ ...place, address, request: this.request(ask) }, signal);
    if (result.outcome === 'DEFERRED') return { end: 'DEFERRED', deferral: result.deferral };
    if (result.outcome === 'ANSWER') {
      await this.judge(result.number, ask.model, result.answer, true);
      return null;
    }
    const { number, failure: error } = result;
    const wasHeldBack = result.outcome === 'HELD_BACK';
    this.fail(number, ask.model, error, wasHeldBack);
    const next = this.next();
    return next.step === 'ASK' && next.model === ask.model ? { end: 'RETRY_LATER', wasHeldBack, error } : null;
  }

  private accept(number: number): JudgeVerdict<Output> {
    const { checked, answer, model } = this.answerAt(number);
    const { output, issues, repairedEvidence } = checked;
    if (output === null) throw new Error(`Answer ${number} is not valid.`);
    const { provider } = this.addressOf(model);
    return {
      attempt: number,
      output,
      violations: issues.map(asViolation),
      effects: effectsOf(issues),
      repairedEvidence,
      modelUsed: `${provider.name}/${answer.modelUsed}`,
      fallback: model !== this.question.plan.models[0],
      offline: provider.offline,
    };
  }

  private endedBy(because: 'INVALID' | 'FAILED', number: number): AppError {
    if (because === 'INVALID') {
      return OutputRejectedError.invalid(this.answerAt(number).checked.issues.map(asViolation));
    }
    const failure = this.failures.get(number);
    if (!failure) return new AppError('WORKER_LOST', 'The workers that called the model died before it answered.');
    return new AppError(failure.code, failure.message, { cause: failure, retryable: false });
  }

  private answerAt(number: number): Judged<Output> {
    const judged = this.judged.get(number);
    if (!judged) throw new Error(`Call ${number} has no answer.`);
    return judged;
  }

  private addressOf(model: string): ModelAddress {
    const found = this.question.models.find(({ address }) => address === model);
    if (!found) throw new AppError('MODEL_ADDRESS_INVALID', `${model} is not among the models of this run.`);
    return found;
  }

  private request({ corrects, enlarged }: Ask) {
    const { base, messages: asked } = this.question;
    const failed = corrects === null ? null : this.answerAt(corrects);
    const messages = failed ? assembleCorrection(asked, failed.answer.content, failed.checked.issues) : asked;
    return { ...base, messages, maxOutputTokens: base.maxOutputTokens * (enlarged ? ENLARGED : 1) };
  }

  private async takeUp(attempt: PastAttempt): Promise<void> {
    const { number, modelAsked: model, status, violations, errorMessage } = attempt;
    if (status === 'ANSWERED') return this.judge(number, model, asAnswer(attempt), violations.length === 0);
    // That a batch brings nothing says nothing of the model, which is called at once.
    const isLost = attempt.delivery === 'ECONOMY' || (status !== 'ERROR' && status !== 'HELD_BACK');
    if (isLost) return void this.past.push({ number, model, outcome: 'LOST' });
    const code = attempt.errorCode as ErrorCode;
    const retryable = attempt.errorRetryable ?? ERROR_CODES[code].retryable;
    this.fail(number, model, new AppError(code, errorMessage ?? '', { retryable }), status === 'HELD_BACK');
  }

  private async judge(number: number, model: string, answer: ModelAnswer, note: boolean): Promise<void> {
    const checked = this.question.check(answer);
    this.judged.set(number, { answer, checked, model });
    this.past.push({ number, model, outcome: 'ANSWER', verdict: verdictOf(answer, checked) });
    if (!note || checked.issues.length === 0) return;
    await this.options.log.noteViolations(number, checked.issues.map(asViolation));
  }

  private fail(number: number, model: string, failure: AppError, wasHeldBack: boolean): void {
    const { code, retryable } = failure;
    this.failures.set(number, failure);
    const call = { number, model, code };
    this.past.push(wasHeldBack ? { ...call, outcome: 'HELD_BACK' } : { ...call, outcome: 'FAILURE', retryable });
  }
}

/**
 * The verdict of a chain that has stopped, for callers that need one.
 * @throws OutputRejectedError when no model answered validly; CallDeferredError; AppError with the code of the last failure,
 * retryable where the same call is to be made again later
 */
export const verdictOrThrow = <Output>(end: ChainEnd<Output>): JudgeVerdict<Output> => {
  if (end.end === 'ACCEPTED') return end.verdict;
  throw end.end === 'DEFERRED' ? new CallDeferredError(end.deferral) : end.error;
};
