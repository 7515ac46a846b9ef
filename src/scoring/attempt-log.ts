import { randomBytes } from 'node:crypto';
import type { Billed } from '../costs/within-budget.js';
import { executeWithParameters } from '../database/execute-with-parameters.js';
import { asFailure } from '../queue/as-failure.js';
import { fence } from '../queue/lease.js';
import { Attempt, type AnswerScores } from '../runs/attempt.entity.js';
import type { Violation } from '../runs/violation.js';
import { inTransaction } from '../scope/in-transaction.js';
import type { Uses } from '../scope/scope.js';
import type { AnnouncedCall, CallLog, LoggedAnswer, NewAttempt } from './call-log.js';
import type { TimedAnswer } from './call-model.js';
import { leaseOfWork, moveRun, type RunInWork } from './run-in-work.js';
import { wasSent } from './was-sent.js';
import { turnToWaitFor } from './wait-for-turn.js';

type Ports = Uses<'em' | 'queue' | 'live' | 'logger'>;

const ANSWERED = `update attempt set status = 'ANSWERED', model_used = $4, latency_ms = $5, usage = $6::jsonb,
  service_tier = $7, cost_pusd = $8, cost_status = $9, price_ids = $10, finish_reason = $11, refusal = $12,
  raw_output = $13, provider_request_id = $14
  where organization_id = $1 and run_id = $2 and number = $3`;

const answeredValues = ({ answer, latencyMs, cost }: Billed<TimedAnswer>): readonly unknown[] => {
  const { modelUsed, usage, serviceTier = null, finishReason, refusal, content, providerRequestId } = answer;
  const told = [modelUsed, latencyMs, usage === null ? null : JSON.stringify(usage), serviceTier];
  const price = [cost.pusd?.toString() ?? null, cost.status, [...cost.priceIds]];
  return [...told, ...price, finishReason, refusal, content, providerRequestId];
};

const failed = (error: unknown): Partial<Attempt> => {
  const failure = asFailure(error, NEVER);
  const { code, message, retryable } = failure;
  const errorMessage = message.replaceAll('\u0000', '').toWellFormed();
  const status = wasSent(error, failure) ? 'ERROR' : 'HELD_BACK';
  return { status, errorCode: code, errorMessage, errorRetryable: retryable };
};

/** We hung up: at the job's time limit, or because the worker stops. */
const abandoned = ({ reason }: AbortSignal): Partial<Attempt> =>
  reason instanceof DOMException && reason.name === 'TimeoutError'
    ? { status: 'ERROR', errorCode: 'TIMEOUT', errorMessage: 'The job ran into its time limit.', errorRetryable: true }
    : { status: 'LOST', errorMessage: 'The worker stopped before the answer came.' };

const NEVER = AbortSignal.any([]);

/** Every call of a run: noted before it is made, its answer committed before it is judged. */
export class AttemptLog implements CallLog {
  private constructor(
    private readonly scope: Ports,
    private readonly work: RunInWork,
    readonly earlier: readonly Attempt[],
    readonly nonce: string,
  ) {}

  static async open(scope: Ports, work: RunInWork): Promise<AttemptLog> {
    const { em, organizationId } = scope;
    const earlier = await em
      .fork()
      .find(Attempt, { organizationId, runId: work.run.id }, { orderBy: { number: 'asc' } });
    work.attempts = earlier.at(-1)?.number ?? 0;
    return new AttemptLog(scope, work, earlier, earlier[0]?.nonce ?? randomBytes(12).toString('hex'));
  }

  async ask(planned: NewAttempt, signal: AbortSignal, call: AnnouncedCall): Promise<LoggedAnswer> {
    let begun: Promise<number> | null = null;
    const begin = (): Promise<number> => (begun ??= this.begin(planned));
    const timed = await call(() => begin().then(() => undefined)).catch(async (error: unknown) => {
      if (turnToWaitFor(error) === null) {
        await this.storeEnd(await begin(), signal.aborted ? abandoned(signal) : failed(error));
      }
      throw error;
    });
    const number = await begin();
    await this.storeAnswer(number, timed);
    return { number, answer: timed.answer };
  }

  async noteViolations(number: number, violations: readonly Violation[]): Promise<void> {
    await this.write(number, { violations });
  }

  async noteScores(number: number, scores: AnswerScores): Promise<void> {
    await this.write(number, { scores });
  }

  private key(number: number) {
    return { organizationId: this.scope.organizationId, runId: this.work.run.id, number };
  }

  private async begin({ question, kind, part, address }: NewAttempt): Promise<number> {
    const { work, nonce } = this;
    return inTransaction(this.scope, async (scope) => {
      const { em, organizationId } = scope;
      const number = work.attempts + 1;
      await em.nativeUpdate(Attempt, { organizationId, runId: work.run.id, status: 'STARTED' }, { status: 'LOST' });
      const status = kind === 'CORRECTION' ? 'CORRECTING' : 'SCORING';
      await moveRun(scope, { ...work, attempts: number }, status, { flags: [...work.flags] });
      const modelAsked = address.address;
      const attempt = { ...this.key(number), question, kind, part, nonce, modelAsked, leaseEpoch: work.epoch };
      em.persist(em.create(Attempt, { ...attempt, status: 'STARTED' }));
      await em.flush();
      work.attempts = number;
      return number;
    });
  }

  private async storeAnswer(number: number, timed: Billed<TimedAnswer>): Promise<void> {
    const { organizationId } = this.scope;
    await inTransaction(this.scope, async (scope) => {
      await moveRun(scope, this.work, 'VALIDATING');
      const key = [organizationId, this.work.run.id, number];
      await executeWithParameters(scope.em, ANSWERED, [...key, ...answeredValues(timed)]);
      await scope.em.flush();
    });
  }

  /** Tells how a call ended that brought no answer. The failure itself counts, not whether this could be noted. */
  private async storeEnd(number: number, fields: Partial<Attempt>): Promise<void> {
    await this.write(number, fields).catch((error: unknown) => {
      this.scope.logger.warn({ err: error, runId: this.work.run.id, attempt: number }, 'attempt was not noted');
    });
  }

  /** Only under our claim: an attempt belongs to the worker that holds the run. */
  private async write(number: number, fields: Partial<Attempt>): Promise<void> {
    await inTransaction(this.scope, async ({ em }) => {
      await fence(em, leaseOfWork(this.work), this.work.epoch);
      await em.nativeUpdate(Attempt, this.key(number), fields);
    });
  }
}
