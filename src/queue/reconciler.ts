import type pg from 'pg';
import { NEW_UUID_V7, timeOfUuid } from '../database/uuid-sql.js';
import type { Logger } from '../logging/logger.js';
import type { Job } from './job.js';
import type { Lease } from './lease.js';
import { openWakeableLoop, type WakeableLoop } from './wakeable-loop.js';

/** A table whose rows must reach an end, and the job that brings them there. */
export interface Watched {
  readonly lease: Lease;
  readonly job: Job;
  /** Name of the payload field that holds the row's id. */
  readonly idField: string;
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

/**
 * A row that was never claimed is mostly waiting in a long queue: it is checked less and less often, at half its age (its id
 * is a uuid v7 and holds the time), so that a backlog is not sent again and again.
 */
const NEXT_LOOK = `clock_timestamp() + case when lease_epoch > 0 then interval '15 seconds'
  else greatest(interval '15 seconds', least(interval '5 minutes', (clock_timestamp() - ${timeOfUuid('id')}) / 2)) end`;

const resend = async (pool: pg.Pool, { lease: { table, unfinished }, job, idField }: Watched): Promise<number> => {
  const { rowCount } = await pool.query({
    name: `reconcile_${table}`,
    text: `with overdue as (
             update ${table} set check_at = ${NEXT_LOOK}
             where (organization_id, id) in (
               select organization_id, id from ${table}
               where status = any($1) and check_at < clock_timestamp()
               order by check_at limit ${LIMIT} for update skip locked)
             returning organization_id, id, lease_epoch)
           insert into outbox (organization_id, id, job, key, payload)
           select organization_id, ${NEW_UUID_V7}, $2, id || '-' || lease_epoch,
                  jsonb_build_object('organizationId', organization_id, $3::text, id)
           from overdue`,
    values: [unfinished, job.name, idField],
  });
  return rowCount ?? 0;
};

/**
 * Sends again whatever is overdue: its worker died (the lease ran out), or the queue lost it. The key holds the lease
 * epoch, so a job that still waits in the queue is not doubled. One row at a time belongs to one reconciler, so every
 * process may run one.
 */
export const openReconciler = ({ pool, watched, logger, onResent }: ReconcilerOptions): WakeableLoop =>
  openWakeableLoop({
    name: 'reconciler',
    everyMs: 1_000,
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
