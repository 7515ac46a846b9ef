import { CallError } from '../client/call-error.js';

export interface RetryOptions {
  readonly pause: (ms: number) => Promise<unknown>;
  /** Called before each pause. */
  readonly onRetry: (error: CallError, pauseMs: number) => void;
}

const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 30_000;
/** About a minute for a server that is down, about ten minutes for one that asks to wait. */
const MAX_ATTEMPTS = 8;
const MAX_WAITS = 20;

const pauseOf = ({ retryAfterMs }: CallError, attempt: number): number =>
  Math.min(retryAfterMs ?? FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.75 + Math.random() / 2), MAX_PAUSE_MS);

/** Retries retryable errors with exponential backoff, or after the pause that the server asks for. @throws CallError the last failure */
export const withRetries = async <Result>(
  work: () => Promise<Result>,
  { pause, onRetry }: RetryOptions,
): Promise<Result> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof CallError) || !error.retryable) throw error;
      if (attempt >= (error.retryAfterMs === null ? MAX_ATTEMPTS : MAX_WAITS)) throw error;
      const pauseMs = pauseOf(error, attempt);
      onRetry(error, pauseMs);
      await pause(pauseMs);
    }
  }
};
