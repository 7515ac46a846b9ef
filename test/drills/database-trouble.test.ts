import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { silentLogger } from '../../src/logging/logger.js';
import { openQueueConnection, type QueueConnection, type QueueEntry } from '../../src/queue/queue-connection.js';
import { superuserUrl } from '../support/database.js';
import { acceptTranscript } from '../../src/transcripts/uploads/accept-upload.js';
import { startFakeOpenAi, type FakeOpenAi } from '../../src/fake-llm/fake-openai.js';
import { faithful } from '../../src/fake-llm/faithful.js';
import { later } from './answers.js';
import { openDrill, terminalOf, until, type Drill } from './drill.js';

let fake: FakeOpenAi;
let drill: Drill;

beforeAll(async () => {
  fake = await startFakeOpenAi(later(100, faithful()));
  drill = await openDrill({ openAiUrl: fake.url, limits: { retryBaseMs: 50 } });
});
afterAll(async () => {
  await drill.close();
  await fake.close();
});

const breakAll = () =>
  drill.sql<{ ended: boolean }>(
    `select pg_terminate_backend(pid) as ended from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and usename like 'debrief%'`,
  );

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

const entry = (jobId: string): QueueEntry['opts'] => ({
  jobId,
  attempts: 1,
  backoff: { type: 'custom' },
  removeOnComplete: true,
  removeOnFail: true,
});

/** Ends the connections on which `open` checks the schema of the queue, in the middle of that. */
const breakFirstCheck = async <Opened>(open: (connection: QueueConnection) => Opened): Promise<Opened> => {
  const connection = openQueueConnection({ url: drill.database.courierUrl, poolMax: 6, logger: silentLogger });
  closing.push(() => connection.close());
  const locker = new pg.Client({ connectionString: superuserUrl(drill.database) });
  await locker.connect();
  await locker.query('begin; lock table bullmq.migration in access exclusive mode');
  const opened = open(connection);
  await until('the look at the schema', async () => {
    const ended = await drill.sql(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name = 'debrief queue' and wait_event_type = 'Lock'`,
    );
    return ended.length === 1;
  });
  await locker.query('rollback');
  await locker.end();
  return opened;
};

test('a queue whose first look at the schema was cut off takes jobs afterwards', async () => {
  const { queue, first } = await breakFirstCheck((connection) => {
    const queue = connection.openQueue('cut-off');
    return { queue, first: queue.add('cut-off', {}, entry('one')).then(String, () => 'failed') };
  });
  expect(await first).toBe('failed');
  await expect(queue.add('cut-off', {}, entry('two'))).resolves.toBeDefined();
  await queue.close();
});

test('a worker whose first look at the schema was cut off takes jobs afterwards', async () => {
  const done = Promise.withResolvers<string | undefined>();
  const { connection, worker } = await breakFirstCheck((connection) => {
    const opened = connection.openWorker('cut-off-worker', (job) => Promise.resolve(done.resolve(job.id)), {});
    opened.on('error', () => undefined);
    return { connection, worker: opened };
  });
  const queue = connection.openQueue('cut-off-worker');
  await queue.add('cut-off-worker', {}, entry('three'));
  expect(await done.promise).toBe('three');
  await worker.close();
  await queue.close();
});

test('every connection is broken seven times in the middle of the work: all that was accepted ends', async () => {
  const transcriptIds = await drill.transcripts(15);
  const batchId = await drill.startBatch(transcriptIds);
  const uploads: string[] = [];
  for (let n = 0; n < 7; n += 1) {
    const input = {
      bytes: Buffer.from(`Mara: Hello, how are you?\nJonas: Fine, for the ${n}th time.\n`),
      fileName: 'a.txt',
      fields: {},
    };
    // An upload that was answered with an error was not accepted: the client sends it again.
    await acceptTranscript(drill.organization.scope(), { ...input, scoring: { score: false } }).then(
      ({ transcriptId }) => uploads.push(transcriptId),
      () => undefined,
    );
    expect((await breakAll()).length).toBeGreaterThan(0);
    await sleep(150);
  }
  const runs = await drill.sql<{ id: string }>('select id from run where batch_id = $1', [batchId]);
  expect(runs).toHaveLength(15);
  for (const { id } of runs) {
    const run = await drill.ended(id);
    expect(run).toMatchObject({ status: 'SCORED', error_code: null });
    expect(run.scores).toHaveLength(4);
    expect(terminalOf(run)).toEqual(['RUN_SCORED']);
  }
  await until('the end of all uploads', async () => {
    const open = await drill.sql(`select from transcript where id = any($1) and status in ('QUEUED', 'NORMALIZING')`, [
      uploads,
    ]);
    return open.length === 0;
  });
  expect(await drill.sql('select code from dead_letter')).toEqual([]);
});

test('a LISTEN connection that is lost delays new work by seconds at most', async () => {
  await drill.sql(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and query ilike 'listen%' or application_name = 'debrief queue'`,
  );
  const [id = ''] = await drill.transcripts(1);
  const began = performance.now();
  expect((await drill.ended(await drill.startRun(id))).status).toBe('SCORED');
  expect(performance.now() - began).toBeLessThan(10_000);
});
