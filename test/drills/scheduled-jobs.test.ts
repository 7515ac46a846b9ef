import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { entities } from '../../src/app/modules.js';
import { openOrm, type Orm } from '../../src/database/open-orm.js';
import { openCourierPool } from '../../src/database/wire/courier.js';
import { silentLogger } from '../../src/logging/logger.js';
import { openDispatcher } from '../../src/queue/dispatcher.js';
import { openJobWorkers } from '../../src/queue/job-worker.js';
import { declareScheduledJob, type Job } from '../../src/queue/job.js';
import { openQueueConnection } from '../../src/queue/queue-connection.js';
import { ALL_ORGANIZATIONS } from '../../src/access/organizations.js';
import { openScheduler } from '../../src/queue/scheduler.js';
import { seedSchedules } from '../../src/queue/seed-schedules.js';
import { createTestDatabase, superuserUrl, type TestDatabase } from '../support/database.js';
import { until } from './drill.js';
import { hasRedis, MISSING, startRedis, type RedisServer } from './redis-server.js';

const START = Date.parse('2026-03-01T10:00:30Z');
const MINUTE = 60_000;
const hourly = declareScheduledJob({
  name: 'made-up-rollup',
  schedule: { cron: '0 * * * *' },
  attempts: 2,
  timeoutMs: 5_000,
  concurrency: 2,
});
const every = (everyMs: number): Job => declareScheduledJob({ ...hourly, schedule: { everyMs } });

let database: TestDatabase;
let owner: Orm;
let all: Orm;
let redis: RedisServer | undefined;
/** The clock of every process, in ms. */
let clock = START;
const now = (): Date => new Date(clock);
let closing: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  if (hasRedis()) redis = await startRedis();
});
afterAll(() => redis?.stop());

beforeEach(async () => {
  clock = START;
  database = await createTestDatabase();
  owner = await openOrm({ url: database.ownerUrl, entities, poolMax: 1, applicationName: 'debrief test' });
  all = await openOrm({ url: superuserUrl(database), entities, poolMax: 2, applicationName: 'debrief test' });
});
afterEach(async () => {
  for (const close of closing.reverse()) await close();
  closing = [];
  await owner.close(true);
  await all.close(true);
  await database.drop();
});

const sql = <Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> => all.em.execute(text, values);
const seed = (...jobs: Job[]): Promise<void> => seedSchedules(owner.em.fork(), jobs, now());
const organizations = async (count: number): Promise<string[]> => {
  const ids = Array.from({ length: count }, () => uuidv7());
  for (const id of ids) await sql(`insert into organization (id, name) values (?, 'One')`, [id]);
  return ids;
};
const schedules = () => sql<{ job: string; rule: string }>('select job, rule from job_schedule order by job');
const nextAt = async (): Promise<number> => {
  const [row] = await sql<{ at: Date | string }>('select next_at as at from job_schedule');
  return new Date(row?.at ?? 0).getTime();
};
const isDueAt = (ms: number) => until('the tick', async () => (await nextAt()) > ms);

/** A process that looks at the clock, on connections of its own. */
const startScheduler = (jobs: readonly Job[]) => {
  const pool = openCourierPool({ url: database.courierUrl, poolMax: 2, logger: silentLogger });
  const scheduler = openScheduler({
    pool,
    jobs,
    organizations: ALL_ORGANIZATIONS,
    logger: silentLogger,
    onEnqueued: () => undefined,
    now,
  });
  const close = async (): Promise<void> => {
    await scheduler.close();
    await pool.end();
  };
  let closed: Promise<void> | undefined;
  const once = () => (closed ??= close());
  closing.push(once);
  return { wake: () => scheduler.wake(), close: once };
};

const enqueued = async (): Promise<string[]> =>
  (await sql<{ id: string }>('select organization_id as id from outbox order by 1')).map(({ id }) => id);

describe('the scheduler', () => {
  test('enqueues once for every organization, however many processes look at the clock', async () => {
    const ids = await organizations(3);
    await seed(hourly);
    const processes = [1, 2, 3].map(() => startScheduler([hourly]));
    clock = START + 20 * MINUTE;
    processes.forEach(({ wake }) => wake());
    expect(await enqueued()).toEqual([]);

    clock = START + 60 * MINUTE;
    processes.forEach(({ wake }) => wake());
    await isDueAt(clock);
    expect(await enqueued()).toEqual(ids);
    const rows = await sql<object>('select job, key, payload from outbox order by organization_id limit 1');
    expect(rows).toEqual([{ job: 'made-up-rollup', key: `${ids[0]}-scheduled`, payload: { organizationId: ids[0] } }]);
  });

  test('makes up for one tick of all that were due while no process ran', async () => {
    await organizations(1);
    const job = every(10 * MINUTE);
    await seed(job);
    clock = START + 65 * MINUTE;
    const first = startScheduler([job]);
    await isDueAt(clock);
    expect(await nextAt()).toBe(START + 70 * MINUTE);
    expect(await enqueued()).toHaveLength(1);
    await first.close();
    // The work is done, and the process is away for six ticks more.
    await sql('delete from outbox');
    clock = START + 128 * MINUTE;
    const second = startScheduler([job]);
    await isDueAt(clock);
    second.wake();
    expect(await nextAt()).toBe(START + 130 * MINUTE);
    expect(await enqueued()).toHaveLength(1);
  });

  test('adds nothing for an organization whose earlier tick still waits', async () => {
    const [busy = '', free = ''] = await organizations(2);
    const job = every(MINUTE);
    await seed(job);
    const { wake } = startScheduler([job]);
    clock = START + MINUTE;
    wake();
    await isDueAt(clock);
    await sql('delete from outbox where organization_id = ?', [free]);
    clock += MINUTE;
    wake();
    await isDueAt(clock);
    expect(await enqueued()).toEqual([busy, free].toSorted());
  });

  test('leaves a schedule that another release declares to its processes', async () => {
    await organizations(1);
    await seed(every(5 * MINUTE));
    const old = startScheduler([hourly]);
    clock = START + 60 * MINUTE;
    old.wake();
    await old.close();
    expect(await enqueued()).toEqual([]);
  });

  test('ticks by the clock of the database where it is told no other', async () => {
    await organizations(1);
    await seed(hourly);
    const pool = openCourierPool({ url: database.courierUrl, poolMax: 1, logger: silentLogger });
    const scheduler = openScheduler({
      pool,
      jobs: [hourly],
      organizations: ALL_ORGANIZATIONS,
      logger: silentLogger,
      onEnqueued: () => undefined,
    });
    closing.push(async () => {
      await scheduler.close();
      await pool.end();
    });
    // The seed counted from a time that is past for the database.
    await isDueAt(START + 60 * MINUTE);
    expect(await enqueued()).toHaveLength(1);
    expect(await nextAt()).toBeGreaterThan(Date.now() - MINUTE);
  });
});

describe('a deployment', () => {
  test('keeps the time of a schedule that did not change, replaces a changed one, and deletes one that is gone', async () => {
    const other = declareScheduledJob({ ...hourly, name: 'made-up-check', schedule: { everyMs: MINUTE } });
    await seed(hourly, other);
    expect(await schedules()).toEqual([
      { job: 'made-up-check', rule: 'every 60000 ms' },
      { job: 'made-up-rollup', rule: 'cron 0 * * * *' },
    ]);
    await seed(hourly);
    expect(await schedules()).toEqual([{ job: 'made-up-rollup', rule: 'cron 0 * * * *' }]);

    clock = START + 5 * MINUTE;
    const before = await nextAt();
    await seed(hourly);
    expect(await nextAt()).toBe(before);
    await seed(every(7 * MINUTE));
    expect(await schedules()).toEqual([{ job: 'made-up-rollup', rule: 'every 420000 ms' }]);
    expect(await nextAt()).toBe(START + 12 * MINUTE);
    await seed();
    expect(await schedules()).toEqual([]);
  });
});

const backends = [
  ['PostgreSQL', () => database.courierUrl] as const,
  ...(hasRedis() || process.env.CI !== undefined ? [['Redis', () => redis?.url ?? ''] as const] : []),
];
if (backends.length === 1) process.stderr.write(`\n  ${MISSING}\n\n`);

describe.each(backends)('on %s', (_, urlOf) => {
  test('two processes work on a tick once for each organization, and its entries are gone afterwards', async () => {
    const ids = await organizations(4);
    await seed(hourly);
    const worked: string[] = [];
    const startProcess = () => {
      const pool = openCourierPool({ url: database.courierUrl, poolMax: 3, logger: silentLogger });
      const connection = openQueueConnection({ url: urlOf(), poolMax: 4, logger: silentLogger });
      const dispatcher = openDispatcher({ pool, connection, jobs: [hourly], logger: silentLogger });
      const onEnqueued = () => dispatcher.wake();
      const scheduler = openScheduler({
        pool,
        jobs: [hourly],
        organizations: ALL_ORGANIZATIONS,
        logger: silentLogger,
        onEnqueued,
        now,
      });
      const none = () => Promise.resolve();
      const handle = async ({ organizationId }: { readonly organizationId: string }) => {
        worked.push(organizationId);
        await sql('delete from outbox where organization_id = ? and job = ?', [organizationId, hourly.name]);
      };
      const handler = { job: hourly, handle, beforeRetry: none, giveUp: none, reject: none };
      const workers = openJobWorkers({ connection, handlers: [handler], logger: silentLogger });
      closing.push(async () => {
        await scheduler.close();
        await workers.close(1_000);
        await dispatcher.close();
        await connection.close();
        await pool.end();
      });
      return scheduler;
    };
    const processes = [startProcess(), startProcess()];
    clock = START + 60 * MINUTE;
    processes.forEach((scheduler) => scheduler.wake());
    await until('the work', async () => worked.length >= ids.length && (await enqueued()).length === 0);
    expect(worked.toSorted()).toEqual(ids);

    clock += 3 * 60 * MINUTE;
    processes.forEach((scheduler) => scheduler.wake());
    await until('the next work', async () => worked.length >= 2 * ids.length && (await enqueued()).length === 0);
    expect(worked.slice(ids.length).toSorted()).toEqual(ids);
  });
});
