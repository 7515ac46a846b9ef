import { setTimeout as sleep } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/postgresql';

/** What the courier needs on a table with leases: it finds overdue rows and says when to look again. */
export const LEASE_COURIER_GRANT =
  'select (organization_id, id, status, lease_epoch, lease_until, check_at), update (check_at)';

/** How long a claim holds without being renewed. */
export const LEASE_MS = 8_000;
const RENEW_EVERY_MS = 2_000;

/** A row that one worker at a time may work on. */
export interface LeasedRow {
  /** Checked by `declareLease`. */
  readonly table: string;
  readonly organizationId: string;
  readonly id: string;
  readonly unfinished: readonly string[];
}

/** The lease of a table's rows: makes the `LeasedRow` of one of them. */
export interface Lease {
  readonly table: string;
  /** Statuses in which a row may be claimed. */
  readonly unfinished: readonly string[];
  (organizationId: string, id: string): LeasedRow;
}

/**
 * Gives the rows of a table a lease. The table needs the columns `organization_id`, `id`, `status`, `lease_epoch`,
 * `lease_until` and `check_at`.
 */
export const declareLease = (table: string, unfinished: readonly string[]): Lease => {
  if (!/^[a-z][a-z0-9_]*$/.test(table)) throw new Error(`"${table}" is not a table name.`);
  const rowOf = (organizationId: string, id: string): LeasedRow => ({ table, organizationId, id, unfinished });
  return Object.assign(rowOf, { table, unfinished });
};

export type Claim =
  { readonly outcome: 'CLAIMED'; readonly epoch: number } | { readonly outcome: 'HELD' | 'ENDED' | 'MISSING' };

const inMs = (ms: number): string => `clock_timestamp() + interval '${ms} milliseconds'`;

/**
 * A delivery that comes too early ends, and the row is looked at again when the lease ends: its holder may have failed
 * and been unable to say so.
 */
const lookAtLeaseEnd = async (
  em: EntityManager,
  { table, organizationId, id, unfinished }: LeasedRow,
): Promise<boolean> => {
  const held: unknown[] = await em.execute(
    `update "${table}" set check_at = least(check_at, coalesce(lease_until, clock_timestamp()))
     where organization_id = ? and id = ? and status in (?) returning 1`,
    [organizationId, id, unfinished],
  );
  return held.length > 0;
};

/** Compare and set by the database's clock: raises the epoch if no live lease is held. */
export const claimLease = async (em: EntityManager, row: LeasedRow): Promise<Claim> => {
  const { table, organizationId, id, unfinished } = row;
  const claimed: { lease_epoch: number }[] = await em.execute(
    `update "${table}" set lease_epoch = lease_epoch + 1, lease_until = ${inMs(LEASE_MS)}, check_at = ${inMs(LEASE_MS)}
     where organization_id = ? and id = ? and status in (?) and (lease_until is null or lease_until < clock_timestamp())
     returning lease_epoch`,
    [organizationId, id, unfinished],
  );
  if (claimed[0]) return { outcome: 'CLAIMED', epoch: claimed[0].lease_epoch };
  if (await lookAtLeaseEnd(em, row)) return { outcome: 'HELD' };
  const found: unknown[] = await em.execute(`select 1 from "${table}" where organization_id = ? and id = ?`, [
    organizationId,
    id,
  ]);
  return { outcome: found.length > 0 ? 'ENDED' : 'MISSING' };
};

const renew = async (em: EntityManager, row: LeasedRow, epoch: number): Promise<boolean> => {
  const renewed: unknown[] = await em.execute(
    `update "${row.table}" set lease_until = ${inMs(LEASE_MS)}, check_at = ${inMs(LEASE_MS)}
     where organization_id = ? and id = ? and lease_epoch = ? and status in (?) returning 1`,
    [row.organizationId, row.id, epoch, row.unfinished],
  );
  return renewed.length > 0;
};

const RELEASE_TRIES = 3;
const RELEASE_PAUSE_MS = 150;

/**
 * Gives our lease back before its end, so that the next try need not wait for it. Tried a few times: the work may have
 * failed because a connection broke, and the next one is whole. Where none is, the lease ends by itself.
 */
export const releaseLease = async (forkEm: () => EntityManager, row: LeasedRow, epoch: number): Promise<void> => {
  for (let left = RELEASE_TRIES; left > 0; left -= 1) {
    try {
      await forkEm().execute(
        `update "${row.table}" set lease_until = null
         where organization_id = ? and id = ? and lease_epoch = ? and status in (?)`,
        [row.organizationId, row.id, epoch, row.unfinished],
      );
      return;
    } catch {
      await sleep(RELEASE_PAUSE_MS);
    }
  }
};

/** Has the reconciler look no sooner than in `ms`: a retry is planned until then. */
export const postponeCheck = async (em: EntityManager, row: LeasedRow, ms: number): Promise<void> => {
  await em.execute(
    `update "${row.table}" set check_at = ${inMs(Math.round(ms))} where organization_id = ? and id = ? and status in (?)`,
    [row.organizationId, row.id, row.unfinished],
  );
};

/** Thrown (as an abort reason) in work whose row was taken over, cancelled or ended elsewhere. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';
}

/**
 * The fence: keeps the row from being taken over or ended until the caller's transaction is through.
 * @throws LeaseLostError where our claim no longer holds
 */
export const fence = async (em: EntityManager, row: LeasedRow, epoch: number): Promise<void> => {
  const held: unknown[] = await em.execute(
    `select 1 from "${row.table}" where organization_id = ? and id = ? and lease_epoch = ? and status in (?) for share`,
    [row.organizationId, row.id, epoch, row.unfinished],
  );
  if (held.length === 0) throw new LeaseLostError(`${row.table} ${row.id} was taken over or ended.`);
};

export interface HeldLease extends Disposable {
  readonly epoch: number;
  /** Aborts when the lease is lost. */
  readonly signal: AbortSignal;
}

/** Renews the lease until disposed. `forkEm` gives an entity manager of its own: renewals run beside the work. */
export const holdLease = (forkEm: () => EntityManager, row: LeasedRow, epoch: number): HeldLease => {
  const lost = new AbortController();
  const lose = (): void =>
    lost.abort(new LeaseLostError(`Another worker has ${row.table} ${row.id}, or it was ended.`));
  let renewedAt = performance.now();
  let renewing = false;
  const beat = async (): Promise<void> => {
    const began = performance.now();
    if (began - renewedAt > LEASE_MS) lose();
    if (renewing || lost.signal.aborted) return;
    renewing = true;
    try {
      if (!(await renew(forkEm(), row, epoch))) lose();
      renewedAt = began;
    } catch {
      // The database is away. The lease holds to its end; then another worker may have the row.
    } finally {
      renewing = false;
    }
  };
  const timer = setInterval(() => void beat(), RENEW_EVERY_MS);
  return { epoch, signal: lost.signal, [Symbol.dispose]: () => clearInterval(timer) };
};
