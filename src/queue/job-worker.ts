import { AppError } from '../errors/app-error.js';
import type { Logger } from '../logging/logger.js';
import { asFailure } from './as-failure.js';
import type { Job, JobPayload } from './job.js';
import type { QueueConnection, QueuedJob, WorkerHandle } from './queue-connection.js';

export interface JobContext {
  /** Aborts at the job's time limit and when the worker stops. */
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

/** What is done for one kind of job. */
export interface JobHandler {
  readonly job: Job;
  handle(payload: JobPayload, context: JobContext): Promise<void>;
  /** Before another try: gives back what the failed one held. */
  beforeRetry(payload: JobPayload, failure: AppError, delayMs: number): Promise<void>;
  /** The one place where a failure is recorded; called after the last try. */
  giveUp(payload: JobPayload, failure: AppError): Promise<void>;
}

/** Thrown through the queue so that it delivers the job again after `delayMs`. */
class RetryLater extends Error {
  override readonly name = 'RetryLater';
  constructor(
    readonly delayMs: number,
    cause: AppError,
  ) {
    super(cause.message, { cause });
  }
}

const MAX_DELAY_MS = 15 * 60_000;

/** What the other side asked for, else exponential from one second with jitter. */
export const retryDelay = (failure: AppError, attemptsMade: number): number =>
  Math.min(failure.retryAfterMs ?? 1_000 * 2 ** attemptsMade * (0.75 + Math.random() / 2), MAX_DELAY_MS);

const readPayload = (job: Job, data: unknown): JobPayload => {
  const payload = (typeof data === 'object' && data !== null ? data : {}) as Record<string, unknown>;
  const missing = ['organizationId', ...job.fields].filter((field) => typeof payload[field] !== 'string');
  if (missing.length > 0) throw new AppError('BAD_USER_INPUT', `Job ${job.name} came without ${missing.join(', ')}.`);
  return payload as JobPayload;
};

interface JobWorkerOptions {
  readonly connection: QueueConnection;
  readonly handlers: readonly JobHandler[];
  readonly logger: Logger;
}

export interface JobWorkers {
  /** Waits for the jobs under way up to `graceMs`, then hands them back. */
  close(graceMs: number): Promise<void>;
}

const processorFor = (handler: JobHandler, logger: Logger) => {
  const { job } = handler;
  const fail = async (payload: JobPayload, failure: AppError, attemptsMade: number): Promise<void> => {
    if (failure.retryable && attemptsMade + 1 < job.attempts) {
      const delayMs = retryDelay(failure, attemptsMade);
      await handler.beforeRetry(payload, failure, delayMs);
      throw new RetryLater(delayMs, failure);
    }
    await handler.giveUp(payload, failure);
  };
  return async (queued: QueuedJob, _token: string | undefined, stop: AbortSignal | undefined): Promise<void> => {
    const payload = readPayload(job, queued.data);
    const limit = AbortSignal.timeout(job.timeoutMs);
    const context = {
      signal: stop ? AbortSignal.any([limit, stop]) : limit,
      logger: logger.child({ job: job.name, jobId: queued.id ?? null }),
    };
    try {
      await handler.handle(payload, context);
    } catch (error) {
      if (stop?.aborted) throw error;
      context.logger.warn({ err: error, attempt: queued.attemptsMade + 1 }, 'job failed');
      await fail(payload, asFailure(error, limit), queued.attemptsMade);
    }
  };
};

/** Runs the handlers, each kind of job on a queue of its own with its own concurrency. */
export const openJobWorkers = ({ connection, handlers, logger }: JobWorkerOptions): JobWorkers => {
  const workers = handlers.map((handler): WorkerHandle => {
    const process = processorFor(handler, logger);
    // Three named parameters: BullMQ passes the signal only to processors that declare it.
    const worker = connection.openWorker(handler.job.name, (job, token, signal) => process(job, token, signal), {
      autorun: true,
      concurrency: handler.job.concurrency,
      lockDuration: 8_000,
      stalledInterval: 4_000,
      maxStalledCount: 3,
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
      settings: { backoffStrategy: (_made, _type, error) => (error instanceof RetryLater ? error.delayMs : 1_000) },
    });
    worker.on('error', (error) => logger.warn({ err: error, queue: handler.job.name }, 'queue worker error'));
    return worker;
  });

  const closeOne = async (worker: WorkerHandle, graceMs: number): Promise<void> => {
    const handBack = setTimeout(() => worker.cancelAllJobs('shutdown'), graceMs);
    try {
      await worker.close();
    } finally {
      clearTimeout(handBack);
    }
  };
  return {
    close: async (graceMs) => {
      await Promise.all(workers.map((worker) => closeOne(worker, graceMs)));
    },
  };
};
