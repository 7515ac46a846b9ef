import type { AppError } from '../errors/app-error.js';
import type { Logger } from '../logging/logger.js';
import type { JobPayload } from './job-payload.js';
import type { Job } from './job.js';

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
  /** Keeps a job that cannot be worked on because its payload is broken; `key` is its id in the queue. */
  reject(payload: JobPayload, key: string, failure: AppError): Promise<void>;
}
