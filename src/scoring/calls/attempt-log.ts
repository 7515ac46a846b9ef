import { randomBytes } from 'node:crypto';
import type { RequiredEntityData } from '@mikro-orm/postgresql';
import { insertAtCommit } from '../../database/wire/commit-writes.js';
import type { AppError } from '../../errors/app-error.js';
import { fence } from '../../queue/lease.js';
import { Attempt, type AnswerScores } from '../../runs/attempt.entity.js';
import { LOST_ATTEMPT } from '../../runs/close-attempts.js';
import type { Violation } from '../../runs/violation.js';
import { inTransaction } from '../../scope/in-transaction.js';
import type { Uses } from '../../scope/scope.js';
import { leaseOfWork, moveRun, type ClaimedRun } from '../model/claimed-run.js';
import type { CallLog, PlannedCall } from './call-log.js';
import { CallDeferredError } from './deferral.js';
import { failureFields, schemaHash, storeAnswer, type BilledAnswer } from './stored-attempt.js';

type Ports = Uses<'em' | 'queue' | 'live' | 'logger'>;

/** How a new attempt begins. */
type Beginning = Pick<RequiredEntityData<Attempt>, 'delivery' | 'costPusd' | 'costStatus'> & Pick<Attempt, 'status'>;

/** Writes what belongs to a new attempt, in its transaction. */
export type Attach = (scope: Ports, number: number) => Promise<void>;

const FREE_OF_COST = { costPusd: '0', costStatus: 'EXACT' } as const;

/** What earlier claims called. */
const earlierAttempts = ({ em, organizationId }: Ports, { run }: ClaimedRun): Promise<Attempt[]> =>
  em.fork().find(Attempt, { organizationId, runId: run.id }, { orderBy: { number: 'asc' } });

/** Every call of a run: noted before it is made, its answer stored before it is judged. */
export class AttemptLog implements CallLog {
  private noted: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly scope: Ports,
    readonly work: ClaimedRun,
    readonly earlier: readonly Attempt[],
    readonly nonce: string,
    private last: number,
  ) {}

  /** @throws CallDeferredError where the answer to a call is still on its way by a batch */
  static async open(scope: Ports, work: ClaimedRun): Promise<AttemptLog> {
    const earlier = work.epoch > 1 ? await earlierAttempts(scope, work) : [];
    if (work.afterwards !== true && earlier.some(({ status }) => status === 'PENDING')) {
      throw new CallDeferredError({ until: 'DELIVERY' });
    }
    const relevant = earlier.filter(({ errorCode }) => errorCode !== 'PRICE_UNKNOWN'); // the price may be known by now
    const nonce = earlier[0]?.nonce ?? randomBytes(12).toString('hex');
    return new AttemptLog(scope, work, relevant, nonce, earlier.at(-1)?.number ?? 0);
  }

  /** Number of the last attempt: how many calls were noted so far. */
  get attempts(): number {
    return this.last;
  }

  /** Notes that a call is about to be made. */
  begin(planned: PlannedCall): Promise<number> {
    return this.add(planned, { status: 'STARTED', ...(planned.address.provider.offline ? FREE_OF_COST : {}) });
  }

  /** Notes a call that could not be made. */
  async refuse(planned: PlannedCall, status: 'HELD_BACK' | 'ERROR', failure: AppError): Promise<number> {
    return this.add(planned, { status, ...failureFields(failure) });
  }

  /** Notes a call whose answer comes by a batch, with its request. */
  defer(planned: PlannedCall, attach: Attach): Promise<number> {
    return this.add(planned, { status: 'PENDING', delivery: 'ECONOMY' }, attach);
  }

  async store(number: number, answered: BilledAnswer): Promise<void> {
    await inTransaction(this.ownScope, async (scope) => {
      await moveRun(scope, { ...this.work, attempts: this.last }, 'VALIDATING');
      await storeAnswer(scope.em, this.key(number), answered);
    });
  }

  /** Notes how a call ended that brought no answer. The failure itself counts, not whether it could be noted. */
  async fail(number: number, fields: Partial<Attempt>): Promise<void> {
    await this.write(number, fields).catch((error: unknown) => {
      this.scope.logger.warn({ err: error, runId: this.work.run.id, attempt: number }, 'attempt was not noted');
    });
  }

  async noteViolations(number: number, violations: readonly Violation[]): Promise<void> {
    await this.write(number, { violations });
  }

  async noteScores(number: number, scores: AnswerScores): Promise<void> {
    await this.write(number, { scores });
  }

  /** Calls run concurrently, each with an identity map of its own. */
  private get ownScope(): Ports {
    return { ...this.scope, em: this.scope.em.fork() };
  }

  private key(number: number) {
    return { organizationId: this.scope.organizationId, runId: this.work.run.id, number };
  }

  /** One after the other, since each gets the next number. A call that could not be noted does not stop the next one. */
  private add(planned: PlannedCall, beginning: Beginning, attach?: Attach): Promise<number> {
    const number = this.noted.then(() => this.insert(planned, beginning, attach));
    this.noted = number.catch(() => undefined);
    return number;
  }

  private insert(planned: PlannedCall, beginning: Beginning, attach?: Attach): Promise<number> {
    const { work } = this;
    return inTransaction(this.ownScope, async (scope) => {
      const { em, organizationId } = scope;
      const number = this.last + 1;
      const lost = { organizationId, runId: work.run.id, status: 'STARTED', leaseEpoch: { $lt: work.epoch } } as const;
      const status = planned.kind === 'CORRECTION' ? 'CORRECTING' : 'SCORING';
      await moveRun(scope, { ...work, attempts: number }, status, { flags: [...work.flags] });
      if (work.epoch > 1) await em.nativeUpdate(Attempt, lost, LOST_ATTEMPT);
      const attempt = { ...this.asked(number, planned), ...beginning };
      if (attach) {
        await em.insert(Attempt, attempt);
        await attach(scope, number);
      } else insertAtCommit(em, Attempt, attempt);
      this.last = number;
      return number;
    });
  }

  private asked(number: number, { question, kind, part, address, request }: PlannedCall) {
    const { nonce, work } = this;
    const hash = schemaHash(request.responseSchema);
    const call = { question, kind, part, nonce, modelAsked: address.address, schemaHash: hash };
    return { ...this.key(number), ...call, leaseEpoch: work.epoch };
  }

  /** Only under our claim: an attempt belongs to the worker that holds the run. */
  private async write(number: number, fields: Partial<Attempt>): Promise<void> {
    await inTransaction(this.ownScope, async ({ em }) => {
      await fence(em, leaseOfWork(this.work), this.work.epoch);
      await em.nativeUpdate(Attempt, this.key(number), fields);
    });
  }
}
