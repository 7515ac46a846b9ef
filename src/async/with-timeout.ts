/**
 * Never resolves; rejects with the signal's reason when it aborts, `graceMs` later. For racing against work that may
 * ignore its signal; the grace lets work that heeds it end in order.
 */
export const rejectOnAbort = (signal: AbortSignal, graceMs = 0): Promise<never> =>
  new Promise((_resolve, reject) => {
    const end = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason)));
    const abort = (): void => {
      if (graceMs === 0) end();
      else setTimeout(end, graceMs).unref();
    };
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });

/** Work took longer than its limit. */
export class TimeoutError extends Error {
  override readonly name = 'TimeoutError';

  constructor(
    readonly limitMs: number,
    options?: ErrorOptions,
  ) {
    super(`not done within ${limitMs} ms`, options);
  }
}

interface TimeoutOptions {
  /** Ends the wait early, with its reason as the error. */
  readonly signal?: AbortSignal;
  /** The error to throw after the limit. Its cause is the timeout, or the error by which the work ended because of it. */
  readonly toError?: (cause: unknown) => Error;
}

/**
 * The result of `work`, which gets a signal that aborts after `ms` or with `options.signal`. The wait ends then even where
 * the work ignores its signal; what such work returns later is lost.
 * @throws TimeoutError or what `toError` makes of it; the reason of `options.signal`; what `work` throws
 */
export const withTimeout = async <Result>(
  ms: number,
  work: (signal: AbortSignal) => Promise<Result>,
  { signal: outer, toError = (cause) => new TimeoutError(ms, { cause }) }: TimeoutOptions = {},
): Promise<Result> => {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(new TimeoutError(ms)), ms);
  const signal = outer ? AbortSignal.any([outer, limit.signal]) : limit.signal;
  try {
    return await Promise.race([work(signal), rejectOnAbort(signal)]);
  } catch (error) {
    if (outer?.aborted || !limit.signal.aborted) throw error;
    throw toError(error);
  } finally {
    clearTimeout(timer);
  }
};
