import type pg from 'pg';
import { NEW_UUID_V7 } from '../database/uuid-sql.js';
import type { Logger } from '../logging/logger.js';
import { SCHEDULED_KEY_ENDING, type Job } from './job.js';
import { nextTick, ruleOf, type Schedule } from './schedule.js';
import { openWakeableLoop, type WakeableLoop } from './wakeable-loop.js';

interface SchedulerOptions {
  /** Pool of the courier role. */
  readonly pool: pg.Pool;
  readonly jobs: readonly Job[];
  /** Statement with the `id` of each organization, by the room that owns them. */
  readonly organizations: string;
  readonly logger: Logger;
  /** Called when jobs were put into the outbox. */
  readonly onEnqueued: () => void;
  /** The time; the database's clock unless told. */
  readonly now?: () => Date;
}

interface DueRow {
  readonly job: string;
  readonly next_at: Date;
  readonly now: Date;
}

/** A row whose rule is another is left to the processes of the release that knows it. */
const DUE = `select job, next_at, coalesce($3, clock_timestamp()) as now from job_schedule
  where (job, rule) in (select * from unnest($1::text[], $2::text[])) and next_at <= coalesce($3, clock_timestamp())
  for update skip locked`;

/** An organization whose entry of an earlier tick is still there gets no second one. */
const enqueueFor = (organizations: string): string => `insert into outbox (organization_id, id, job, key, payload)
  select organization.id, ${NEW_UUID_V7}, $1, organization.id || $2, jsonb_build_object('organizationId', organization.id)
  from (${organizations}) organization
  where not exists (select from outbox where outbox.organization_id = organization.id and outbox.job = $1)`;

const tick = async (
  client: pg.PoolClient,
  schedule: Schedule,
  organizations: string,
  { job, next_at: due, now }: DueRow,
): Promise<void> => {
  const next = nextTick(schedule, { due, now });
  await client.query('update job_schedule set next_at = $2, last_at = $3 where job = $1', [job, next, now]);
  await client.query(enqueueFor(organizations), [job, SCHEDULED_KEY_ENDING]);
};

const inTransaction = async <Result>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> => {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    // The first error is the one to report; a connection that cannot roll back is broken, and its transaction with it.
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
};

const idle: WakeableLoop = { wake: () => undefined, trouble: () => null, close: () => Promise.resolve() };

/**
 * Enqueues the jobs that are due by the clock. The tick and the outbox entries of all organizations are one commit, and
 * a row of `job_schedule` is locked meanwhile: every process may run a scheduler, and a tick happens once. Of the ticks
 * that were due while no process ran, one is made up for.
 */
export const openScheduler = ({
  pool,
  jobs,
  organizations,
  logger,
  onEnqueued,
  now,
}: SchedulerOptions): WakeableLoop => {
  const schedules = new Map(jobs.flatMap(({ name, schedule }) => (schedule ? [[name, schedule] as const] : [])));
  if (schedules.size === 0) return idle;
  const names = [...schedules.keys()];
  const rules = [...schedules.values()].map(ruleOf);

  const work = async (client: pg.PoolClient): Promise<readonly DueRow[]> => {
    const { rows } = await client.query<DueRow>(DUE, [names, rules, now?.() ?? null]);
    for (const row of rows) {
      const schedule = schedules.get(row.job);
      if (schedule) await tick(client, schedule, organizations, row);
    }
    return rows;
  };

  return openWakeableLoop({
    name: 'scheduler',
    everyMs: 1_000,
    logger,
    work: async () => {
      const due = await inTransaction(pool, work);
      if (due.length > 0) {
        logger.info({ jobs: due.map(({ job }) => job) }, 'scheduled jobs were enqueued');
        onEnqueued();
      }
      return false;
    },
  });
};
