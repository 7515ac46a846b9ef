import { randomBytes } from 'node:crypto';
import type { Billed } from '../costs/within-budget.js';
import type { ModelAnswer } from '../plugin-api/index.js';
import type { ModelAddress } from '../plugin-host/model-address.js';
import { asFailure } from '../queue/as-failure.js';
import { fence } from '../queue/lease.js';
import { Attempt, type AttemptKind } from '../runs/attempt.entity.js';
import { runLease } from '../runs/run-lease.js';
import type { Violation } from '../runs/violation.js';
import { inTransaction } from '../scope/in-transaction.js';
import type { Uses } from '../scope/scope.js';
import type { TimedAnswer } from './call-model.js';
import { moveRun, type RunInWork } from './run-in-work.js';

type Ports = Uses<'em' | 'queue' | 'live' | 'logger'>;

export interface LoggedAnswer {
  readonly number: number;
  readonly answer: ModelAnswer;
}

const asAnswer = (attempt: Attempt): ModelAnswer => ({
  content: attempt.rawOutput ?? '',
  modelUsed: attempt.modelUsed ?? attempt.modelAsked,
  finishReason: attempt.finishReason ?? 'OTHER',
  refusal: attempt.refusal ?? null,
  usage: attempt.usage ?? null,
  providerRequestId: attempt.providerRequestId ?? null,
});

const answeredFields = ({ answer, latencyMs, cost }: Billed<TimedAnswer>) => ({
  status: 'ANSWERED' as const,
  modelUsed: answer.modelUsed,
  latencyMs,
  usage: answer.usage,
  serviceTier: answer.serviceTier ?? null,
  costPusd: cost.pusd?.toString() ?? null,
  costStatus: cost.status,
  priceIds: [...cost.priceIds],
  finishReason: answer.finishReason,
  refusal: answer.refusal,
  rawOutput: answer.content,
  providerRequestId: answer.providerRequestId,
});

const failed = (error: unknown): Partial<Attempt> => {
  const { code, message } = asFailure(error, NEVER);
  return { status: 'ERROR', errorCode: code, errorMessage: message.replaceAll('\u0000', '').toWellFormed() };
};

/** We hung up: at the job's time limit, or because the worker stops. */
const abandoned = ({ reason }: AbortSignal): Partial<Attempt> =>
  reason instanceof DOMException && reason.name === 'TimeoutError'
    ? { status: 'ERROR', errorCode: 'TIMEOUT', errorMessage: 'The job ran into its time limit.' }
    : { status: 'LOST', errorMessage: 'The worker stopped before the answer came.' };

const NEVER = AbortSignal.any([]);

/** Every call of a run: noted before it is made, its answer committed before it is judged. */
export class AttemptLog {
  private constructor(
    private readonly scope: Ports,
    private readonly work: RunInWork,
    /** Answers that an earlier claim of the run paid for. */
    private readonly unused: Attempt[],
    /** Delimiter around the data in every request of this run. */
    readonly nonce: string,
  ) {}

  static async open(scope: Ports, work: RunInWork): Promise<AttemptLog> {
    const { em, organizationId } = scope;
    const earlier = await em
      .fork()
      .find(Attempt, { organizationId, runId: work.run.id }, { orderBy: { number: 'asc' } });
    work.attempts = earlier.length;
    const unused = earlier.filter(({ status }) => status === 'ANSWERED');
    return new AttemptLog(scope, work, unused, unused[0]?.nonce ?? randomBytes(12).toString('hex'));
  }

  /**
   * The stored answer of this kind where an earlier claim already got one, else what `call` brings, stored before it is
   * returned. `signal` is the one under which the call is made.
   */
  async answer(
    kind: AttemptKind,
    address: ModelAddress,
    signal: AbortSignal,
    call: () => Promise<Billed<TimedAnswer>>,
  ): Promise<LoggedAnswer> {
    const stored = this.unused[0]?.kind === kind ? this.unused.shift() : undefined;
    if (stored) return { number: stored.number, answer: asAnswer(stored) };
    const number = await this.begin(kind, address);
    const timed = await call().catch(async (error: unknown) => {
      await this.storeEnd(number, signal.aborted ? abandoned(signal) : failed(error));
      throw error;
    });
    await this.storeAnswer(number, timed);
    return { number, answer: timed.answer };
  }

  /** Keeps what the checks found in an answer. */
  async noteViolations(number: number, violations: readonly Violation[]): Promise<void> {
    await this.write(number, { violations });
  }

  private key(number: number) {
    return { organizationId: this.scope.organizationId, runId: this.work.run.id, number };
  }

  private async begin(kind: AttemptKind, { address }: ModelAddress): Promise<number> {
    const { work, nonce } = this;
    return inTransaction(this.scope, async (scope) => {
      const { em, organizationId } = scope;
      const number = work.attempts + 1;
      await em.nativeUpdate(Attempt, { organizationId, runId: work.run.id, status: 'STARTED' }, { status: 'LOST' });
      const status = kind === 'CORRECTION' ? 'CORRECTING' : 'SCORING';
      await moveRun(scope, { ...work, attempts: number }, status, { flags: [...work.flags] });
      const attempt = { ...this.key(number), kind, nonce, modelAsked: address, leaseEpoch: work.epoch };
      em.persist(em.create(Attempt, { ...attempt, status: 'STARTED' }));
      await em.flush();
      work.attempts = number;
      return number;
    });
  }

  private async storeAnswer(number: number, timed: Billed<TimedAnswer>): Promise<void> {
    await inTransaction(this.scope, async (scope) => {
      await moveRun(scope, this.work, 'VALIDATING');
      await scope.em.nativeUpdate(Attempt, this.key(number), answeredFields(timed));
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
    const { run, epoch } = this.work;
    await inTransaction(this.scope, async ({ em, organizationId }) => {
      await fence(em, runLease(organizationId, run.id), epoch);
      await em.nativeUpdate(Attempt, this.key(number), fields);
    });
  }
}
