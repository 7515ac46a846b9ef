import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { Logger } from '../logging/logger.js';
import { openWakeableLoop, type WakeableLoop } from './wakeable-loop.js';

/** A table whose rows must reach an end, and the job that brings them there. */
export interface Watched {
  readonly table: 'run' | 'transcript';
  readonly job: string;
  /** Name of the payload field that holds the row's id. */
  readonly idField: string;
  readonly unfinished: readonly string[];
}

interface ReconcilerOptions {
  /** Pool of the courier role. */
  readonly pool: pg.Pool;
  readonly watched: readonly Watched[];
  readonly logger: Logger;
  /** Called when something was put into the outbox. */
  readonly onResent: () => void;
}

const LIMIT = 200;

const resend = async (pool: pg.Pool, { table, job, idField, unfinished }: Watched): Promise<number> => {
  const { rows } = await pool.query<{ organization_id: string; id: string; lease_epoch: number }>({
    name: `reconcile_${table}`,
    text: `update ${table} set check_at = clock_timestamp() + interval '15 seconds'
           where (organization_id, id) in (
             select organization_id, id from ${table}
             where status = any($1) and check_at < clock_timestamp()
             order by check_at limit ${LIMIT} for update skip locked)
           returning organization_id, id, lease_epoch`,
    values: [unfinished],
  });
  if (rows.length === 0) return 0;
  await pool.query(
    `insert into outbox (organization_id, id, job, key, payload)
     select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::jsonb[])`,
    [
      rows.map((row) => row.organization_id),
      rows.map(() => uuidv7()),
      rows.map(() => job),
      rows.map((row) => `${row.id}-${row.lease_epoch}`),
      rows.map((row) => JSON.stringify({ organizationId: row.organization_id, [idField]: row.id })),
    ],
  );
  return rows.length;
};

/**
 * Sends again whatever is overdue: its worker died (the lease ran out), or the queue lost it. The key holds the lease
 * epoch, so a job that still waits in the queue is not doubled. One row at a time belongs to one reconciler, so every
 * process may run one.
 */
export const openReconciler = ({ pool, watched, logger, onResent }: ReconcilerOptions): WakeableLoop =>
  openWakeableLoop({
    name: 'reconciler',
    everyMs: 2_000,
    logger,
    work: async () => {
      const counts: number[] = [];
      for (const entry of watched) counts.push(await resend(pool, entry));
      const total = counts.reduce((sum, count) => sum + count, 0);
      if (total > 0) {
        logger.info({ count: total }, 'overdue work was sent again');
        onResent();
      }
      return counts.includes(LIMIT);
    },
  });
