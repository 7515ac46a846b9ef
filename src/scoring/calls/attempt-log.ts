import { randomBytes } from 'node:crypto';
import type { Billed } from '../../costs/budgets/within-budget.js';
import { mayBeBilled } from '../../costs/prices/may-be-billed.js';
import { insertAtCommit } from '../../database/wire/commit-writes.js';
import { AppError } from '../../errors/app-error.js';
import { asFailure } from '../../queue/as-failure.js';
import { fence } from '../../queue/lease.js';
import type { ModelAddress } from '../../plugin-host/model-address.js';
import { Attempt, type AnswerScores } from '../../runs/attempt.entity.js';
import { LOST } from '../../runs/close-attempts.js';
import type { Violation } from '../../runs/violation.js';
import { inTransaction } from '../../scope/in-transaction.js';
import type { Uses } from '../../scope/scope.js';
import type { AnnouncedCall, CallLog, LoggedAnswer, NewAttempt } from './call-log.js';
import type { TimedAnswer } from './call-model.js';
import { CallDeferredError } from './call-deferred-error.js';
import { deferCall } from './defer-call.js';
import { leaseOfWork, moveRun, type ClaimedRun } from '../model/claimed-run.js';
import { storeAnswer } from './store-answer.js';
import { schemaHash } from './schema-hash.js';
import { reachedProvider } from './reached-provider.js';
import { turnToWaitFor } from './wait-for-turn.js';

type Ports = Uses<'em' | 'reads' | 'queue' | 'live' | 'settings' | 'now' | 'logger'>;

const failed = (error: unknown): Partial<Attempt> => {
  const failure = asFailure(error, NEVER);
  const { code, message, retryable } = failure;
  const errorMessage = message.replaceAll('\u0000', '').toWellFormed();
  const status = reachedProvider(error, failure) ? 'ERROR' : 'HELD_BACK';
  return { status, errorCode: code, errorMessage, errorRetryable: retryable };
};

/** We hung up: at the job's time limit, or because the worker stops. */
const abandoned = ({ reason }: AbortSignal): Partial<Attempt> =>
  reason instanceof DOMException && reason.name === 'TimeoutError'
    ? { status: 'ERROR', errorCode: 'TIMEOUT', errorMessage: 'The job ran into its time limit.', errorRetryable: true }
    : { status: 'LOST', errorMessage: 'The worker stopped before the answer came.' };

const NEVER = AbortSignal.any([]);

const FREE_OF_COST = { costPusd: '0', costStatus: 'EXACT' } as const;
const UNKNOWN_COST = { costStatus: 'UNPRICED' } as const;

/** A call that is free was noted as such; another that may be billed has an unknown cost, and not none. */
const costUnread = ({ provider }: ModelAddress, billable: boolean): Partial<Attempt> =>
  billable && !provider.offline ? UNKNOWN_COST : {};

/** No end of a call: its turn, or its answer, comes later. */
const isWait = (error: unknown): boolean => turnToWaitFor(error) !== null || error instanceof CallDeferredError;

/** What earlier claims called. */
const earlierAttempts = ({ em, organizationId }: Ports, { run }: ClaimedRun): Promise<Attempt[]> =>
  em.fork().find(Attempt, { organizationId, runId: run.id }, { orderBy: { number: 'asc' } });

/** Every call of a run: noted before it is made, its answer committed before it is judged. */
export class AttemptLog implements CallLog {
  private begun: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly scope: Ports,
    private readonly work: ClaimedRun,
    readonly earlier: readonly Attempt[],
    readonly nonce: string,
  ) {}

  /** @throws CallDeferredError where the answer to a call is still on its way by a batch */
  static async open(scope: Ports, work: ClaimedRun): Promise<AttemptLog> {
    const earlier = work.epoch > 1 ? await earlierAttempts(scope, work) : [];
    if (work.afterwards !== true && earlier.some(({ status }) => status === 'PENDING')) throw new CallDeferredError();
    work.attempts = earlier.at(-1)?.number ?? 0;
    const standing = earlier.filter(({ errorCode }) => errorCode !== 'PRICE_UNKNOWN'); // it may be known by now
    return new AttemptLog(scope, work, standing, earlier[0]?.nonce ?? randomBytes(12).toString('hex'));
  }

  async ask(planned: NewAttempt, signal: AbortSignal, call: AnnouncedCall): Promise<LoggedAnswer> {
    let begun: Promise<number> | null = null;
    const begin = (): Promise<number> => (begun ??= this.begin(planned));
    const atOnce = () => call(() => begin().then(() => undefined));
    const made = this.goesByBatch(planned) ? this.defer(planned, atOnce) : atOnce();
    const timed = await made.catch(async (error: unknown) => {
      if (!isWait(error)) {
        const cost = costUnread(planned.address, signal.aborted ? begun !== null : mayBeBilled(error));
        await this.storeEnd(await begin(), { ...(signal.aborted ? abandoned(signal) : failed(error)), ...cost });
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

  /** Calls go side by side: what one has in hand is none of the others'. */
  private get ownScope(): Ports {
    return { ...this.scope, em: this.scope.em.fork() };
  }

  private key(number: number) {
    return { organizationId: this.scope.organizationId, runId: this.work.run.id, number };
  }

  /** The judge's first call of an economic run, once: what a batch brought nothing for is called as any other. */
  private goesByBatch({ kind, part, question, address }: NewAttempt): boolean {
    if (this.work.run.spec.delivery !== 'ECONOMY' || this.work.afterwards === true) return false;
    const isFirst = kind === 'FIRST' && part === null && address.provider.batch !== undefined;
    return isFirst && !this.earlier.some((one) => one.delivery === 'ECONOMY' && one.question === question);
  }

  /** Where only the price of batches is not known, and a budget wants to know it, the call is made at once. */
  private async defer(planned: NewAttempt, atOnce: () => Promise<Billed<TimedAnswer>>): Promise<Billed<TimedAnswer>> {
    try {
      await deferCall(this.scope, this.work, this.nonce, planned);
    } catch (error) {
      if (error instanceof AppError && error.code === 'PRICE_UNKNOWN') return atOnce();
      throw error;
    }
    throw new CallDeferredError();
  }

  /** One after the other, since each gets the next number. */
  private begin(planned: NewAttempt): Promise<number> {
    const number = this.begun.then(() => this.note(planned));
    this.begun = number.catch(() => undefined);
    return number;
  }

  private note({ question, kind, part, address, request }: NewAttempt): Promise<number> {
    const { work, nonce } = this;
    return inTransaction(this.ownScope, async (scope) => {
      const { em, organizationId } = scope;
      const number = work.attempts + 1;
      const lost = { organizationId, runId: work.run.id, status: 'STARTED', leaseEpoch: { $lt: work.epoch } } as const;
      const status = kind === 'CORRECTION' ? 'CORRECTING' : 'SCORING';
      await moveRun(scope, { ...work, attempts: number }, status, { flags: [...work.flags] });
      if (work.epoch > 1) await em.nativeUpdate(Attempt, lost, LOST);
      const modelAsked = address.address;
      const attempt = { ...this.key(number), question, kind, part, nonce, modelAsked, leaseEpoch: work.epoch };
      const asked = { schemaHash: schemaHash(request.responseSchema), status: 'STARTED' } as const;
      insertAtCommit(em, Attempt, { ...attempt, ...asked, ...(address.provider.offline ? FREE_OF_COST : {}) });
      work.attempts = number;
      return number;
    });
  }

  private async storeAnswer(number: number, timed: Billed<TimedAnswer>): Promise<void> {
    await inTransaction(this.ownScope, async (scope) => {
      await moveRun(scope, this.work, 'VALIDATING');
      await storeAnswer(scope.em, this.key(number), timed);
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
    await inTransaction(this.ownScope, async ({ em }) => {
      await fence(em, leaseOfWork(this.work), this.work.epoch);
      await em.nativeUpdate(Attempt, this.key(number), fields);
    });
  }
}
