import pg from 'pg';
import { withTimeout } from '../async/with-timeout.js';
import { ASYNCHRONOUS_COMMIT } from '../database/wire/commit-writes.js';
import { prepareOnce } from '../database/wire/prepare-once.js';
import { AppError } from '../errors/app-error.js';
import type { Logger } from '../logging/logger.js';
import type { Job } from './job.js';
import type { QueueConnection, QueueEntry, QueueHandle } from './queue-connection.js';
import { openWakeableLoop, type WakeableLoop } from './wakeable-loop.js';

const BATCH = 100;
/** Entries of so long a time are sent to the queue together. */
const REST_MS = 50;
/** So many jobs are quicker added one by one: PostgreSQL makes two tables to add any number at once. */
const FEW = 6;
/** Where Redis does not answer, an add stays pending, and with it the rows locked. */
const ENQUEUE_LIMIT_MS = 5_000;
/** A retained entry is sent again after so long; a job that still waits under its key is not doubled. */
const RESEND_AFTER = '30 seconds';

interface OutboxRow {
  readonly organization_id: string;
  readonly id: string;
  readonly job: string;
  readonly key: string;
  readonly payload: unknown;
}

interface DispatcherOptions {
  /** Pool of the courier role. */
  readonly pool: pg.Pool;
  readonly connection: QueueConnection;
  readonly jobs: readonly Job[];
  readonly logger: Logger;
}

const TAKE = `select organization_id, id, job, key, payload from outbox
  where available_at <= clock_timestamp() order by available_at limit ${BATCH} for update skip locked`;

const takeBatch = async (client: pg.PoolClient): Promise<OutboxRow[]> => {
  const answers = (await client.query('begin; execute outbox_take')) as unknown as pg.QueryResult<OutboxRow>[];
  return answers.at(-1)?.rows ?? [];
};

const toQueueEntry = (row: OutboxRow, attempts: number): QueueEntry => ({
  name: row.job,
  data: row.payload,
  opts: {
    jobId: row.key,
    attempts,
    backoff: { type: 'custom' },
    removeOnComplete: true,
    removeOnFail: true,
  },
});

const addAll = async (queue: QueueHandle, entries: readonly QueueEntry[]): Promise<void> => {
  if (entries.length > FEW) await queue.addBulk([...entries]);
  else for (const { name, data, opts } of entries) await queue.add(name, data, opts);
};

const among = (rows: readonly OutboxRow[]): string => {
  const keys = rows.map((row) => `(${pg.escapeLiteral(row.organization_id)}, ${pg.escapeLiteral(row.id)})`);
  return `(organization_id, id) in (${keys.join(', ')})`;
};

/** Entries that were sent are deleted; retained ones, which stay until their work is done, are due again later. */
const deleteSent = (rows: readonly OutboxRow[], isRetained: (name: string) => boolean): string[] => {
  const retained = rows.filter(({ job }) => isRetained(job));
  const sent = rows.filter(({ job }) => !isRetained(job));
  const later = `clock_timestamp() + interval '${RESEND_AFTER}'`;
  return [
    ...(sent.length > 0 ? [`delete from outbox where ${among(sent)}`] : []),
    ...(retained.length > 0 ? [`update outbox set available_at = ${later} where ${among(retained)}`] : []),
  ];
};

const enqueueTimeout = (cause: unknown): AppError =>
  new AppError('TIMEOUT', `Adding jobs to the queue took longer than ${ENQUEUE_LIMIT_MS} ms.`, { cause });

/** Queues by name, opened when first needed. */
const openQueues = (connection: QueueConnection, jobs: DispatcherOptions['jobs']) => {
  const attemptsOf = new Map(jobs.map(({ name, attempts }) => [name, attempts]));
  const queues = new Map<string, QueueHandle>();
  const queueOf = (name: string): QueueHandle => {
    const queue = queues.get(name) ?? connection.openQueue(name);
    queues.set(name, queue);
    return queue;
  };
  return {
    enqueue: async (rows: readonly OutboxRow[]): Promise<void> => {
      for (const [name, group] of Map.groupBy(rows, (row) => row.job)) {
        const entries = group.map((row) => toQueueEntry(row, attemptsOf.get(name) ?? 1));
        await withTimeout(ENQUEUE_LIMIT_MS, () => addAll(queueOf(name), entries), { toError: enqueueTimeout });
      }
    },
    close: async (): Promise<void> => {
      // The process ends anyway; a queue that does not answer has nothing of ours to lose.
      const closing = Promise.all([...queues.values()].map((queue) => queue.close()));
      await withTimeout(ENQUEUE_LIMIT_MS, () => closing).catch(() => undefined);
    },
  };
};

/**
 * Sends the outbox to the queue. An entry is deleted in the transaction that locked it, after the queue took the job; a
 * crash between the two sends it again under the same key, which makes no second job.
 */
export const openDispatcher = ({ pool, connection, jobs, logger }: DispatcherOptions): WakeableLoop => {
  const queues = openQueues(connection, jobs);
  const retained = new Set(jobs.filter(({ keepOutboxEntry }) => keepOutboxEntry).map(({ name }) => name));

  const prepare = prepareOnce('outbox_take', TAKE);
  const work = async (): Promise<boolean> => {
    const client = await pool.connect();
    try {
      await prepare(client);
      const rows = await takeBatch(client);
      await queues.enqueue(rows);
      // A crash has it sent once more, which changes nothing.
      await client.query([...deleteSent(rows, (name) => retained.has(name)), ASYNCHRONOUS_COMMIT, 'commit'].join('; '));
      return rows.length === BATCH;
    } catch (error) {
      // A broken connection cannot roll back, and need not: the first error is the one to report.
      await client.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  };

  const loop = openWakeableLoop({ name: 'dispatcher', work, everyMs: 500, restMs: REST_MS, logger });
  return {
    wake: () => loop.wake(),
    trouble: () => loop.trouble(),
    close: async () => {
      await loop.close();
      await queues.close();
    },
  };
};
