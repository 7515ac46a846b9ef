/**
 * An async iterable whose `return()` also aborts the wait of the stream. A generator alone would handle `return()` only at
 * its next value, which may never come.
 */
export const abortableIterator = <Value>(
  outer: AbortSignal,
  open: (signal: AbortSignal) => AsyncGenerator<Value>,
): AsyncIterableIterator<Value> => {
  const stop = new AbortController();
  const stream = open(AbortSignal.any([outer, stop.signal]));
  const iterator: AsyncIterableIterator<Value> = {
    next: () => stream.next(),
    return: async () => {
      stop.abort();
      return stream.return(undefined);
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
};
