import { CallError } from '../client/call-error.js';

export interface RetryOptions {
  readonly pause: (ms: number) => Promise<unknown>;
  /** Called before each pause, so that somebody may be told why nothing happens. */
  readonly onRetry: (error: CallError, pauseMs: number) => void;
}

const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 30_000;
/** A server that is away is tried for about a minute; one that asks to wait, for about ten. */
const MAX_TRIES = 8;
const MAX_WAITS = 20;

const pauseOf = ({ retryAfterMs }: CallError, tries: number): number =>
  Math.min(retryAfterMs ?? FIRST_PAUSE_MS * 2 ** (tries - 1) * (0.75 + Math.random() / 2), MAX_PAUSE_MS);

/** Tries again what may succeed later, in growing pauses or as long as the server asks. @throws CallError the last failure */
export const withRetries = async <Result>(
  work: () => Promise<Result>,
  { pause, onRetry }: RetryOptions,
): Promise<Result> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof CallError) || !error.retryable) throw error;
      if (tries >= (error.retryAfterMs === null ? MAX_TRIES : MAX_WAITS)) throw error;
      const pauseMs = pauseOf(error, tries);
      onRetry(error, pauseMs);
      await pause(pauseMs);
    }
  }
};
