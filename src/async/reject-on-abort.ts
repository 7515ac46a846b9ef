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
