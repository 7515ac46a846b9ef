import { AppError } from '../errors/app-error.js';
import type { Logger } from '../logging/logger.js';
import { asFailure } from './as-failure.js';
import type { JobContext, JobHandler } from './job-handler.js';
import { isUuid, readPayload, type JobPayload } from './job-payload.js';
import type { Processor, QueuedJob } from './queue-connection.js';
import { retryDelay } from './retry-delay.js';

/** Thrown through the queue so that it delivers the job again after `delayMs`. */
export class RetryLater extends Error {
  override readonly name = 'RetryLater';
  constructor(
    readonly delayMs: number,
    cause: AppError,
  ) {
    super(cause.message, { cause });
  }
}

interface ProcessOptions {
  readonly handler: JobHandler;
  readonly logger: Logger;
  /** Pause before the second try; each further one is twice as long. */
  readonly retryBaseMs: number;
  /** False while the worker is paused: a fetch under way when that began still brings a job. */
  readonly accepts: () => boolean;
}

const MAX_FIELD = 200;
const NOT_NOW_MS = 1_000;

/** The texts of a payload, cut: it is not to be trusted, and it is about to be stored. */
const textsOf = (data: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(typeof data === 'object' && data !== null ? data : {}).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name.slice(0, MAX_FIELD), value.slice(0, MAX_FIELD)]] : [],
    ),
  );

/** Our own database was unavailable: no failure of the job, and its row still shows that the work is not done. */
const isOutage = ({ code }: AppError): boolean => code === 'UNAVAILABLE' || code === 'DATABASE_UNREACHABLE';

/** A job whose failure cannot be recorded would be delivered for ever: it is logged and dropped. */
const recordOrDrop = async (logger: Logger, failure: AppError, record: () => Promise<void>): Promise<void> => {
  try {
    await record();
  } catch (error) {
    if (isOutage(asFailure(error, AbortSignal.any([])))) throw error;
    logger.error({ err: error, code: failure.code, reason: failure.message }, 'a given-up job could not be recorded');
  }
};

const fail = async (
  { handler, retryBaseMs }: ProcessOptions,
  logger: Logger,
  { payload, failure, attemptsMade }: { payload: JobPayload; failure: AppError; attemptsMade: number },
): Promise<void> => {
  if (failure.retryable && attemptsMade + 1 < handler.job.attempts) {
    const delayMs = retryDelay(failure, attemptsMade, retryBaseMs);
    await handler.beforeRetry(payload, failure, delayMs);
    throw new RetryLater(delayMs, failure);
  }
  if (isOutage(failure)) return logger.warn({ code: failure.code }, 'job is left to the reconciler');
  await recordOrDrop(logger, failure, () => handler.giveUp(payload, failure));
};

/** Runs a handler for the queue: payload checked, time limited, failures sorted into another try and the end. */
export const processJob = (options: ProcessOptions): Processor => {
  const { handler } = options;
  const { job } = handler;

  const work = async (queued: QueuedJob, payload: JobPayload, logger: Logger, stop: AbortSignal | undefined) => {
    const limit = AbortSignal.timeout(job.timeoutMs);
    const context: JobContext = { logger, signal: stop ? AbortSignal.any([limit, stop]) : limit };
    try {
      await handler.handle(payload, context);
    } catch (error) {
      if (stop?.aborted) throw error;
      logger.warn({ err: error, attempt: queued.attemptsMade + 1 }, 'job failed');
      const failure = asFailure(error, limit);
      await fail(options, logger, { payload, failure, attemptsMade: queued.attemptsMade });
    }
  };

  return async (queued, _token, stop) => {
    if (!options.accepts()) throw new RetryLater(NOT_NOW_MS, new AppError('UNAVAILABLE', 'This worker is paused.'));
    const key = queued.id ?? '';
    const logger = options.logger.child({ job: job.name, jobId: key });
    const read = readPayload(job.schema, queued.data);
    if ('payload' in read) return work(queued, read.payload, logger, stop);
    const broken = new AppError('BAD_USER_INPUT', `Job ${job.name} came without ${read.faulty.join(', ')}.`);
    logger.error({ reason: broken.message }, 'a job with a broken payload was dropped');
    const { organizationId, ...texts } = textsOf(queued.data);
    if (!isUuid(organizationId)) return;
    await recordOrDrop(logger, broken, () => handler.reject({ ...texts, organizationId }, key, broken));
  };
};
