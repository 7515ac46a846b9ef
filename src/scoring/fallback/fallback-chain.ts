import { AppError } from '../../errors/app-error.js';
import { ERROR_CODES, type ErrorCode } from '../../errors/error-codes.js';
import type { JudgeOutput, ModelAnswer, NormalizedTranscript, Rubric } from '../../plugin-api/index.js';
import type { ModelAddress } from '../../plugin-host/model-address.js';
import { asFailure } from '../../queue/as-failure.js';
import type { Uses } from '../../scope/scope.js';
import { assembleCorrection } from '../prompts/assemble-correction.js';
import { asAnswer, type CallLog, type CallSeries, type PastAttempt } from '../calls/call-log.js';
import type { CheckedAnswer } from '../answers/check-answer.js';
import { asViolation, effectsOf } from '../model/checked-issue.js';
import { guardedCall } from '../calls/guarded-call.js';
import { nextStep, wasMade, type Ask, type FallbackPlan, type PastCall, type Step, type Verdict } from './next-step.js';
import type { JudgeVerdict } from '../model/judge-verdict.js';
import { OutputRejectedError } from '../model/output-rejected-error.js';
import type { PreparedQuestion } from '../prompts/prepare-question.js';
import type { ClaimedRun } from '../model/claimed-run.js';
import { reachedProvider } from '../calls/reached-provider.js';
import { turnToWaitFor } from '../calls/wait-for-turn.js';

export interface JudgeOptions {
  readonly work: ClaimedRun;
  readonly log: CallLog;
  /** Names of the providers that can be called. */
  readonly callable: ReadonlySet<string>;
  /** Which of the evaluator's questions this is, from 0. */
  readonly question: number;
  readonly transcript: NormalizedTranscript;
  readonly rubric: Rubric;
  /** Label of whom the run scores, where several representatives speak. */
  readonly subject: string | null;
  readonly signal: AbortSignal;
}

type Ports = Uses<'em' | 'reads' | 'gate' | 'vault' | 'settings' | 'now' | 'logger'>;

/** How much more a model may write whose answer was cut at the limit. */
const ENLARGED = 2;

/** What is asked, and of whom. */
export interface Question<Output = JudgeOutput> extends Pick<PreparedQuestion, 'messages' | 'base'> {
  readonly models: readonly ModelAddress[];
  readonly plan: FallbackPlan;
  readonly check: (answer: ModelAnswer) => CheckedAnswer<Output>;
}

const NEVER = AbortSignal.any([]);

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

/** One question on its way up the ladder: what was called so far, and what each answer was found to be. */
export class FallbackChain<Output = JudgeOutput> {
  private readonly past: PastCall[] = [];
  private readonly judged = new Map<number, Judged<Output>>();
  private readonly failures = new Map<number, AppError>();
  private isAsking = false;

  constructor(
    private readonly scope: Ports,
    private readonly question: Question<Output>,
    private readonly options: JudgeOptions,
    /** Null for the judge's own ladder. */
    private readonly series: CallSeries | null = null,
  ) {}

  /** Takes up the calls of earlier claims; their answers are judged anew, and come out the same. */
  async resume(): Promise<void> {
    const { series } = this;
    const { log, question } = this.options;
    const isOurs = ({ kind, part = null }: PastAttempt): boolean =>
      series === null ? part === null : kind === series.kind && part === series.part;
    for (const attempt of log.earlier) {
      if (attempt.question === question && isOurs(attempt)) await this.takeUp(attempt);
    }
  }

  /** Calls made so far, also those that brought nothing, and the one that is under way. */
  get made(): number {
    return this.past.filter(wasMade).length + (this.isAsking ? 1 : 0);
  }

  /** Those of them whose worker died before the answer was stored. */
  get lost(): number {
    return this.past.filter(({ outcome }) => outcome === 'LOST').length;
  }

  /** Whether nothing more is asked here, for better or worse. */
  get hasEnded(): boolean {
    return this.next().step !== 'ASK';
  }

  next(): Step {
    return nextStep(this.question.plan, this.past);
  }

  /** Makes the call. A failure is noted, and thrown where the same call is to be made again, later. */
  async ask(ask: Ask): Promise<void> {
    this.isAsking = true;
    try {
      await this.make(ask);
    } finally {
      this.isAsking = false;
    }
  }

  private async make(ask: Ask): Promise<void> {
    const { log, question, signal } = this.options;
    const address = this.addressOf(ask.model);
    const place = { question, kind: this.series?.kind ?? ask.kind, part: this.series?.part ?? null };
    const planned = this.request(address, ask);
    let failure: unknown = null;
    const call = async (begin: () => Promise<void>) => {
      let ours: unknown = null;
      const noted = () =>
        begin().catch((error: unknown) => {
          ours = error;
          throw error;
        });
      return guardedCall(this.scope, planned, signal, noted).catch((error: unknown) => {
        failure = error === ours ? null : error;
        throw error;
      });
    };
    try {
      const { number, answer } = await log.ask({ ...place, address, request: planned.request }, signal, call);
      await this.judge(number, ask.model, answer, true);
    } catch (error) {
      // Only the call itself is the model's fault: what our own store or our lease does ends this try.
      if (error !== failure || signal.aborted || turnToWaitFor(error) !== null) throw error;
      const failed = asFailure(error, NEVER);
      this.fail(this.options.work.attempts, ask.model, failed, reachedProvider(error, failed));
      const next = this.next();
      if (next.step === 'ASK' && next.model === ask.model) throw error;
    }
  }

  accept(number: number): JudgeVerdict<Output> {
    const { checked, answer, model } = this.answerAt(number);
    const { output, issues, repairedEvidence } = checked;
    const violations = issues.map(asViolation);
    if (output === null) throw OutputRejectedError.invalid(violations);
    const { provider } = this.addressOf(model);
    const modelUsed = `${provider.name}/${answer.modelUsed}`;
    const fallback = model !== this.question.plan.models[0];
    const found = { output, violations, effects: effectsOf(issues), repairedEvidence };
    return { attempt: number, ...found, modelUsed, fallback, offline: provider.offline };
  }

  /** Why the ladder ended here. */
  endedBy(because: 'INVALID' | 'FAILED', number: number): AppError {
    if (because === 'INVALID')
      return OutputRejectedError.invalid(this.answerAt(number).checked.issues.map(asViolation));
    const failure = this.failures.get(number);
    if (!failure) return new AppError('WORKER_LOST', 'The workers that called the model died before it answered.');
    return new AppError(failure.code, failure.message, { cause: failure, retryable: false });
  }

  private answerAt(number: number): Judged<Output> {
    const judged = this.judged.get(number);
    if (!judged) throw new Error(`Call ${number} brought no answer.`);
    return judged;
  }

  private addressOf(model: string): ModelAddress {
    const found = this.question.models.find(({ address }) => address === model);
    if (!found) throw new AppError('MODEL_ADDRESS_INVALID', `${model} is not among the models of this run.`);
    return found;
  }

  private request(address: ModelAddress, { corrects, enlarged }: Ask) {
    const { base, messages: asked } = this.question;
    const failed = corrects === null ? null : this.answerAt(corrects);
    const messages = failed ? assembleCorrection(asked, failed.answer.content, failed.checked.issues) : asked;
    const maxOutputTokens = base.maxOutputTokens * (enlarged ? ENLARGED : 1);
    return { run: this.options.work.run, address, request: { ...base, messages, maxOutputTokens } };
  }

  private async takeUp(attempt: PastAttempt): Promise<void> {
    const { number, modelAsked: model, status, violations, errorMessage } = attempt;
    if (status === 'ANSWERED') return this.judge(number, model, asAnswer(attempt), violations.length === 0);
    // What a batch brings nothing for says nothing of the model: it is called at once.
    const isLost = attempt.delivery === 'ECONOMY' || (status !== 'ERROR' && status !== 'HELD_BACK');
    if (isLost) return void this.past.push({ number, model, outcome: 'LOST' });
    const code = attempt.errorCode as ErrorCode;
    const retryable = attempt.errorRetryable ?? ERROR_CODES[code].retryable;
    this.fail(number, model, new AppError(code, errorMessage ?? '', { retryable }), status === 'ERROR');
  }

  private async judge(number: number, model: string, answer: ModelAnswer, note: boolean): Promise<void> {
    const checked = this.question.check(answer);
    this.judged.set(number, { answer, checked, model });
    this.past.push({ number, model, outcome: 'ANSWER', verdict: verdictOf(answer, checked) });
    if (!note || checked.issues.length === 0) return;
    await this.options.log.noteViolations(number, checked.issues.map(asViolation));
  }

  private fail(number: number, model: string, failure: AppError, sent: boolean): void {
    const { code, retryable } = failure;
    this.failures.set(number, failure);
    const call = { number, model, code };
    this.past.push(sent ? { ...call, outcome: 'FAILURE', retryable } : { ...call, outcome: 'HELD_BACK' });
  }
}
