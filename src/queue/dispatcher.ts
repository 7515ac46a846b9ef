import type pg from 'pg';
import type { Logger } from '../logging/logger.js';
import type { Job } from './job.js';
import type { QueueConnection, QueueHandle } from './queue-connection.js';
import { openWakeableLoop, type WakeableLoop } from './wakeable-loop.js';

const BATCH = 100;

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
  readonly jobs: readonly Job<never>[];
  readonly logger: Logger;
}

const takeBatch = (client: pg.PoolClient): Promise<pg.QueryResult<OutboxRow>> =>
  client.query<OutboxRow>({
    name: 'outbox_take',
    text: `select organization_id, id, job, key, payload from outbox
           where available_at <= clock_timestamp()
           order by available_at limit ${BATCH} for update skip locked`,
  });

const toQueueEntry = (row: OutboxRow, attempts: number) => ({
  name: row.job,
  data: row.payload,
  opts: {
    jobId: row.key,
    attempts,
    backoff: { type: 'custom' as const },
    removeOnComplete: true as const,
    removeOnFail: true as const,
  },
});

/**
 * Hands the outbox to the queue. A row is deleted in the transaction that locked it, after the queue took the job; a
 * crash between the two sends it again under the same key, which makes no second job.
 */
export const openDispatcher = ({ pool, connection, jobs, logger }: DispatcherOptions): WakeableLoop => {
  const declared = new Map(jobs.map((job) => [job.name, job]));
  const queues = new Map<string, QueueHandle>();
  const queueOf = (name: string): QueueHandle => {
    const queue = queues.get(name) ?? connection.openQueue(name);
    queues.set(name, queue);
    return queue;
  };

  const hand = async (rows: readonly OutboxRow[]): Promise<void> => {
    for (const [name, group] of Map.groupBy(rows, (row) => row.job)) {
      const attempts = declared.get(name)?.attempts ?? 1;
      await queueOf(name).addBulk(group.map((row) => toQueueEntry(row, attempts)));
    }
  };

  const work = async (): Promise<boolean> => {
    const client = await pool.connect();
    try {
      await client.query('begin');
      const { rows } = await takeBatch(client);
      if (rows.length > 0) {
        await hand(rows);
        await client.query(
          'delete from outbox where (organization_id, id) in (select * from unnest($1::uuid[], $2::uuid[]))',
          [rows.map((row) => row.organization_id), rows.map((row) => row.id)],
        );
      }
      await client.query('commit');
      return rows.length === BATCH;
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  };

  const loop = openWakeableLoop({ name: 'dispatcher', work, everyMs: 500, logger });
  return {
    wake: () => loop.wake(),
    close: async () => {
      await loop.close();
      await Promise.all([...queues.values()].map((queue) => queue.close()));
    },
  };
};
