import type { AppError } from '../errors/app-error.js';

const MAX_DELAY_MS = 15 * 60_000;

/**
 * Pause in ms before the next try: what the other side asked for, else exponential with jitter; at most 15 minutes.
 * Whole: BullMQ's PostgreSQL backend refuses a fraction, and the job would lie until it counts as stalled.
 */
export const retryDelay = (failure: AppError, attemptsMade: number, baseMs: number): number =>
  Math.round(Math.min(failure.retryAfterMs ?? baseMs * 2 ** attemptsMade * (0.75 + Math.random() / 2), MAX_DELAY_MS));
