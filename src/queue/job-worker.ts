import { TimeoutError, withTimeout } from '../async/with-timeout.js';
import type { Logger } from '../logging/logger.js';
import type { JobHandler } from './job-handler.js';
import { processJob, RetryLater } from './process-job.js';
import type { QueueConnection, WorkerHandle } from './queue-connection.js';
import { throttledLogger } from './throttled-logger.js';

interface JobWorkerOptions {
  readonly connection: QueueConnection;
  readonly handlers: readonly JobHandler[];
  readonly logger: Logger;
  readonly retryBaseMs?: number;
  /** Takes no jobs until `resume`. */
  readonly paused?: boolean;
}

export interface JobWorkers {
  /** Takes no further jobs; those under way go on. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Waits for the jobs under way up to `graceMs`, then hands them back. Ends even where the queue does not answer. */
  close(graceMs: number): Promise<void>;
}

const RETRY_BASE_MS = 1_000;
/** For handing back; a queue that is away must not keep the process alive. */
const HAND_BACK_MS = 5_000;

const openWorker = (options: JobWorkerOptions, handler: JobHandler, accepts: () => boolean): WorkerHandle => {
  const { connection, logger, retryBaseMs = RETRY_BASE_MS } = options;
  const { name, concurrency } = handler.job;
  const process = processJob({ handler, logger, retryBaseMs, accepts });
  // Three named parameters: BullMQ passes the signal only to processors that declare it.
  const worker = connection.openWorker(name, (job, token, signal) => process(job, token, signal), {
    autorun: accepts(),
    concurrency,
    lockDuration: 8_000,
    stalledInterval: 4_000,
    maxStalledCount: 3,
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 0 },
    settings: { backoffStrategy: (_made, _type, error) => (error instanceof RetryLater ? error.delayMs : 1_000) },
  });
  worker.on('error', throttledLogger(logger.child({ queue: name }), 'queue worker error'));
  return worker;
};

const closeOne = async (worker: WorkerHandle, graceMs: number): Promise<void> => {
  const handBack = setTimeout(() => worker.cancelAllJobs('shutdown'), graceMs);
  try {
    await withTimeout(graceMs + HAND_BACK_MS, () => worker.close());
  } catch (error) {
    // The jobs of a queue that does not answer become stalled, and another process gets them.
    if (!(error instanceof TimeoutError)) throw error;
  } finally {
    clearTimeout(handBack);
  }
};

/** Runs the handlers, each kind of job on a queue of its own with its own concurrency. */
export const openJobWorkers = (options: JobWorkerOptions): JobWorkers => {
  let accepting = !(options.paused ?? false);
  const workers = options.handlers.map((handler) => openWorker(options, handler, () => accepting));
  const all = async (work: (worker: WorkerHandle) => Promise<void>): Promise<void> => {
    await Promise.all(workers.map(work));
  };
  return {
    pause: () => {
      accepting = false;
      return all((worker) => worker.pause(true));
    },
    resume: () => {
      accepting = true;
      return all(async (worker) => worker.resume());
    },
    close: (graceMs) => all((worker) => closeOne(worker, graceMs)),
  };
};
