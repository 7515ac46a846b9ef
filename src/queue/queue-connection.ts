import { Queue, runMigrations, withBackend, Worker, type PostgresConnectionOptions, type WorkerOptions } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import { guardPool } from '../database/wire/guard-pool.js';
import { AppError } from '../errors/app-error.js';
import type { Logger } from '../logging/logger.js';
import { recoveringPostgresBackend } from './postgres-backend.js';
import { throttledLogger } from './throttled-logger.js';

/** Schema of BullMQ's tables in PostgreSQL. */
export const QUEUE_SCHEMA = 'bullmq';

export interface QueuedJob {
  readonly id?: string | undefined;
  readonly name: string;
  readonly data: unknown;
  readonly attemptsMade: number;
}

export interface QueueEntry {
  readonly name: string;
  readonly data: unknown;
  readonly opts: {
    jobId: string;
    attempts: number;
    backoff: { type: 'custom' };
    removeOnComplete: true;
    removeOnFail: true;
  };
}

/** What we use of a BullMQ queue, the same on both backends. */
export interface QueueHandle {
  add(name: string, data: unknown, opts: QueueEntry['opts']): Promise<unknown>;
  addBulk(jobs: QueueEntry[]): Promise<unknown>;
  close(): Promise<void>;
}

/** What we use of a BullMQ worker, the same on both backends. */
export interface WorkerHandle {
  run(): Promise<void>;
  pause(doNotWaitActive?: boolean): Promise<void>;
  resume(): void | Promise<void>;
  close(force?: boolean): Promise<void>;
  cancelAllJobs(reason?: string): void;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

export type Processor = (job: QueuedJob, token: string | undefined, signal: AbortSignal | undefined) => Promise<void>;
export type WorkerSettings = Omit<WorkerOptions<never>, 'connection'>;

export interface QueueConnection {
  readonly backend: 'postgres' | 'redis';
  openQueue(name: string): QueueHandle;
  openWorker(name: string, processor: Processor, settings: WorkerSettings): WorkerHandle;
  close(): Promise<void>;
}

interface QueueConnectionOptions {
  /** PostgreSQL URL of the courier, or a `redis://` URL. */
  readonly url: string;
  /** Connections of the PostgreSQL pool; must exceed the number of workers, each of which holds one. */
  readonly poolMax: number;
  readonly logger: Logger;
}

/** Pause after a failed fetch or a failed completion; BullMQ's own 15 s would add to every outage. */
const RETRY_FETCH_MS = 1_000;

/** BullMQ prints the errors of a queue without a listener as whole objects. */
const heard = <Opened extends { on(event: 'error', listener: (error: Error) => void): unknown }>(
  queue: Opened,
  onError: (error: Error) => void,
): Opened => {
  queue.on('error', onError);
  return queue;
};

const openOnPostgres = ({ url, poolMax, logger }: QueueConnectionOptions): QueueConnection => {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolMax,
    options: `-c search_path=${QUEUE_SCHEMA}`,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    // For a server that is frozen or cut off: without it a fetch would wait for ever.
    query_timeout: 20_000,
    application_name: 'debrief queue',
  });
  pool.setMaxListeners(0);
  const warn = throttledLogger(logger, 'queue connection lost');
  guardPool(pool, { onError: warn });
  const bull = withBackend(recoveringPostgresBackend);
  // BullMQ describes pg's pool in types of its own, which differ in optional fields only.
  const connection = pool as unknown as PostgresConnectionOptions;
  return {
    backend: 'postgres',
    openQueue: (name) => heard(new bull.Queue(name, { connection }), warn),
    openWorker: (name, processor, settings) =>
      new bull.Worker(name, processor, { ...settings, connection, runRetryDelay: RETRY_FETCH_MS }),
    close: () => pool.end(),
  };
};

const openOnRedis = ({ url, logger }: QueueConnectionOptions): QueueConnection => {
  const connection = new Redis(url, {
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(times * 200, 2_000),
  });
  const warn = throttledLogger(logger, 'queue connection lost');
  connection.on('error', warn);
  return {
    backend: 'redis',
    openQueue: (name) => heard(new Queue(name, { connection }), warn),
    openWorker: (name, processor, settings) =>
      new Worker(name, processor, { ...settings, connection, runRetryDelay: RETRY_FETCH_MS }),
    close: async () => {
      connection.disconnect();
      return Promise.resolve();
    },
  };
};

/** The queue on Redis where the URL says so, else on PostgreSQL. */
export const openQueueConnection = (options: QueueConnectionOptions): QueueConnection =>
  /^rediss?:/.test(options.url) ? openOnRedis(options) : openOnPostgres(options);

/** Creates or updates BullMQ's tables. `client` is the owner's, on one connection. */
export const migrateQueue = async (client: pg.ClientBase): Promise<void> => {
  await client.query(`create schema if not exists ${QUEUE_SCHEMA}`);
  await runMigrations(client, QUEUE_SCHEMA);
};

/** Fails where Redis would silently drop jobs when it is full. */
export const checkRedisPolicy = async (url: string): Promise<void> => {
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 1, connectTimeout: 5_000 });
  try {
    await redis.connect();
    const info = await redis.info('memory');
    const policy = /maxmemory_policy:(\S+)/.exec(info)?.[1];
    if (policy !== undefined && policy !== 'noeviction') {
      throw new AppError(
        'CONFIG_INVALID',
        `Redis has maxmemory-policy ${policy}, which may drop jobs. Set it to noeviction.`,
      );
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError(
      'UNAVAILABLE',
      'Redis does not answer at REDIS_URL. Start it, or unset REDIS_URL to queue on PostgreSQL.',
      {
        cause: error,
      },
    );
  } finally {
    redis.disconnect();
  }
};
