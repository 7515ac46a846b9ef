import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { jobs } from '../../src/app/modules.js';
import { openCourierPool } from '../../src/database/wire/courier.js';
import { withClient } from '../../src/database/with-client.js';
import { silentLogger } from '../../src/logging/logger.js';
import { openDispatcher } from '../../src/queue/dispatcher.js';
import type { QueueConnection } from '../../src/queue/queue-connection.js';
import { startWorker } from '../../src/app/worker.js';
import { acceptTranscript } from '../../src/transcripts/uploads/accept-upload.js';
import { releaseTranscript } from '../../src/transcripts/repairs/release-transcript.js';
import { setIngestionPolicy } from '../../src/transcripts/policy/set-ingestion-policy.js';
import { openDrill, until, type Drill } from './drill.js';

let drill: Drill;
let transcriptId: string;

beforeAll(async () => {
  drill = await openDrill({ worker: false, limits: { retryBaseMs: 10 } });
  await withWorker(async () => {
    [transcriptId = ''] = await drill.transcripts(1);
  });
});
afterAll(() => drill.close());

const withWorker = async (work: () => Promise<void>): Promise<void> => {
  const worker = drill.startWorker();
  try {
    await work();
  } finally {
    await worker.close(1_000);
  }
};

const outboxIsEmpty = () =>
  until('dispatch of the outbox', async () => {
    const [row] = await drill.sql<{ due: number }>(
      `select count(*)::int as due from outbox where available_at <= clock_timestamp()`,
    );
    return row?.due === 0;
  });

/** Ids of the jobs that the queue holds. */
const queued = async (): Promise<string[]> => {
  const rows = await drill.sql<{ id: string }>(`select id from bullmq.job order by id`);
  return rows.map(({ id }) => id);
};

/** The queue as it is after its store lost everything. */
const loseQueue = () => drill.sql('truncate bullmq.job cascade');

/** As if the time to look had come. */
const overdue = (table: 'run' | 'transcript', id: string) =>
  drill.sql(`update ${table} set check_at = clock_timestamp() where id = $1`, [id]);

const upload = async (score: boolean): Promise<string> => {
  const text = `Mara: Hello there, how are you today?\nJonas: Fine, thanks, and how is it going for ${randomUUID()}?\n`;
  const { transcriptId } = await acceptTranscript(drill.organization.scope(), {
    bytes: Buffer.from(text),
    fileName: 'call.txt',
    fields: { rep: 'Mara' },
    scoring: { score },
  });
  return transcriptId;
};

const isIn = async (id: string, status: string): Promise<boolean> =>
  (await drill.sql(`select from transcript where id = $1 and status = $2`, [id, status])).length > 0;

/** A transcript that waits for somebody to let it pass, and then is to be scored. */
const held = async (): Promise<string> => {
  const scope = drill.organization.scope();
  await setIngestionPolicy(scope, { quality: { TOO_SHORT: 'HOLD' } });
  const id = await upload(true);
  await withWorker(() => until('HELD', () => isIn(id, 'HELD')).then(() => undefined));
  await setIngestionPolicy(drill.organization.scope(), { quality: {} });
  return id;
};

const runOf = async (transcriptId: string): Promise<string> => {
  const find = () => drill.sql<{ id: string }>(`select id from run where transcript_id = $1`, [transcriptId]);
  return (await until('a run', async () => (await find())[0])).id;
};

const noPromiseLeft = () =>
  until('the promise to be struck out', async () => (await drill.sql(`select from outbox`)).length === 0);

const deadLetters = () =>
  drill.sql<{ job: string; key: string; code: string; payload: { text?: string } }>(
    'select job, key, code, payload from dead_letter order by created_at',
  );

describe('a queue that loses its jobs', () => {
  test('a run is sent again and scored', async () => {
    const id = await drill.startRun(transcriptId);
    await outboxIsEmpty();
    expect(await queued()).toEqual([`${id}-0`]);
    await loseQueue();
    expect(await queued()).toEqual([]);
    await overdue('run', id);
    await withWorker(async () => {
      expect((await drill.ended(id)).status).toBe('SCORED');
    });
  });

  test('a transcript is sent again and read', async () => {
    const id = await upload(false);
    await outboxIsEmpty();
    await loseQueue();
    await overdue('transcript', id);
    await withWorker(async () => {
      await until(
        'READY',
        async () => (await drill.sql(`select from transcript where id = $1 and status = 'READY'`, [id]))[0],
      );
    });
  });

  test('a wish to be scored outlives the loss too, though no row shows it', async () => {
    const id = await held();
    await releaseTranscript(drill.organization.scope(), id);
    await until('dispatch', async () => (await queued()).includes(`${id}-ready`));
    await loseQueue();
    await drill.sql(`update outbox set available_at = clock_timestamp() where job = 'transcript-ready'`);
    await withWorker(async () => {
      expect((await drill.ended(await runOf(id))).status).toBe('SCORED');
    });
    await noPromiseLeft();
    expect(await drill.sql(`select id from run where transcript_id = $1`, [id])).toHaveLength(1);
  });

  test('where scoring cannot begin right after the reading, the queue brings it', async () => {
    const id = await withClient({ connectionString: drill.database.ownerUrl }, async (owner) => {
      await owner.query('begin; lock table run');
      const id = await upload(true);
      const reader = startWorker({ ...drill.system, queue: onlyWorks('normalize-transcript', drill.system.queue) });
      await until('READY', () => isIn(id, 'READY'));
      await until('a broken start', async () => (await drill.sql(BREAK_WAITING)).length > 0);
      await until('dispatch', async () => (await queued()).includes(`${id}-ready`));
      await owner.query('rollback');
      await reader.close(1_000);
      return id;
    });
    expect(await drill.sql(`select from run where transcript_id = $1`, [id])).toEqual([]);
    await withWorker(async () => {
      expect((await drill.ended(await runOf(id))).status).toBe('SCORED');
    });
    await noPromiseLeft();
  });

  test('scoring begins without a way through the queue', async () => {
    const id = await upload(true);
    const reader = startWorker({ ...drill.system, queue: onlyWorks('normalize-transcript', drill.system.queue) });
    const run = await runOf(id);
    await noPromiseLeft();
    await reader.close(0);
    await withWorker(async () => {
      expect((await drill.ended(run)).status).toBe('SCORED');
    });
    expect(await drill.sql(`select id from run where transcript_id = $1`, [id])).toHaveLength(1);
  });
});

/** Breaks the connections of those who wait for a lock. */
const BREAK_WAITING = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and wait_event_type = 'Lock' and application_name = 'debrief app'`;

/** The queue, but one kind of job alone is worked on. */
const onlyWorks = (name: string, connection: QueueConnection): QueueConnection => ({
  ...connection,
  openWorker: (queue, processor, settings) =>
    connection.openWorker(queue === name ? queue : `${queue}-of-another`, processor, settings),
});

describe('the dispatcher', () => {
  test('what is sent twice under one key is one job', async () => {
    const id = await drill.startRun(transcriptId);
    await outboxIsEmpty();
    await drill.sql(
      `insert into outbox (organization_id, id, job, key, payload)
       select organization_id, gen_random_uuid(), 'score-run', id || '-0', jsonb_build_object('organizationId', organization_id, 'runId', id)
       from run where id = $1`,
      [id],
    );
    await outboxIsEmpty();
    expect(await queued()).toEqual([`${id}-0`]);
    await withWorker(async () => {
      expect((await drill.ended(id)).attempts).toHaveLength(1);
    });
  });

  test('a crash between handing over and striking out loses nothing and doubles nothing', async () => {
    const handed: string[] = [];
    let died = (): void => undefined;
    const death = new Promise<void>((resolve) => (died = resolve));
    const crashing: QueueConnection = {
      ...drill.system.queue,
      openQueue: (name) => {
        const queue = drill.system.queue.openQueue(name);
        const dies = (...ids: string[]): never => {
          handed.push(...ids);
          died();
          throw new Error('the process died here');
        };
        return {
          close: () => queue.close(),
          add: async (name, data, opts) => {
            await queue.add(name, data, opts);
            dies(opts.jobId);
          },
          addBulk: async (entries) => {
            await queue.addBulk(entries);
            dies(...entries.map(({ opts }) => opts.jobId));
          },
        };
      },
    };
    const id = uuidv7();
    // To the one that dies it is later than to the one that lives, so that the row falls to it.
    await drill.sql(`create schema later`);
    await drill.sql(`grant usage on schema later to public`);
    await drill.sql(
      `create function later.clock_timestamp() returns timestamptz language sql as $$ select pg_catalog.clock_timestamp() + interval '1 hour' $$`,
    );
    const url = `${drill.database.courierUrl}?options=${encodeURIComponent('-c search_path=later,pg_catalog,public')}`;
    const pool = openCourierPool({ url, poolMax: 2, logger: silentLogger });
    const dying = openDispatcher({ pool, connection: crashing, jobs, logger: silentLogger });
    await drill.sql(
      `insert into outbox (organization_id, id, job, key, payload, available_at)
       values ($1, $2, 'score-run', $3, $4, clock_timestamp() + interval '30 minutes')`,
      [drill.organization.id, uuidv7(), `${id}-0`, { organizationId: drill.organization.id, runId: id }],
    );
    dying.wake();
    await death;
    await dying.close();
    await pool.end();
    expect(handed).toEqual([`${id}-0`]);
    expect(await drill.sql('update outbox set available_at = clock_timestamp() returning key')).toEqual([
      { key: `${id}-0` },
    ]);
    await outboxIsEmpty();
    expect(await queued()).toEqual([`${id}-0`]);
    await loseQueue();
  });
});

describe('jobs that nobody can work on', () => {
  test('are kept as dead letters or dropped with a log line, and the worker lives', async () => {
    const { id: organizationId } = drill.organization;
    await drill.sql('delete from dead_letter');
    const [lost, strange] = [uuidv7(), uuidv7()];
    const payloads: readonly (readonly [string, unknown])[] = [
      ['no-fields', { organizationId }],
      ['no-run', { organizationId, runId: lost }],
      ['no-uuid', { organizationId, runId: "1' or true --" }],
      ['stranger', { organizationId: uuidv7(), runId: strange }],
      ['nameless', { organizationId: 'x', runId: uuidv7() }],
      ['a-list', [1, 2, 3]],
      ['nothing', {}],
      ['large', { organizationId, runId: 7, text: 'x'.repeat(1_000_000) }],
    ];
    const opts = {
      attempts: 1,
      backoff: { type: 'custom' as const },
      removeOnComplete: true as const,
      removeOnFail: true as const,
    };
    const queue = drill.system.queue.openQueue('score-run');
    await queue.addBulk(payloads.map(([jobId, data]) => ({ name: 'score-run', data, opts: { ...opts, jobId } })));
    await withWorker(async () => {
      await until('an empty queue', async () => (await queued()).length === 0);
      expect((await drill.ended(await drill.startRun(transcriptId))).status).toBe('SCORED');
    });
    await queue.close();
    const letters = await deadLetters();
    expect(Object.fromEntries(letters.map(({ key, code }) => [key, code]))).toEqual({
      [`${lost}-0`]: 'NOT_FOUND',
      [`${strange}-0`]: 'NOT_FOUND',
      large: 'BAD_USER_INPUT',
      'no-fields': 'BAD_USER_INPUT',
      'no-uuid': 'BAD_USER_INPUT',
    });
    expect(letters.find(({ key }) => key === 'large')!.payload.text).toHaveLength(200);
  });
});
