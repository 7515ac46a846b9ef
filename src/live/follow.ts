import type { EventBus } from './event-bus.js';

interface FollowOptions<Value> {
  readonly bus: EventBus;
  readonly organizationId: string;
  readonly signal: AbortSignal;
  /** Reads the values since the last call, oldest first; `more` asks for another read immediately. */
  readonly read: () => Promise<{ readonly values: readonly Value[]; readonly more: boolean; readonly done: boolean }>;
}

/**
 * Yields values until `read` reports that it is done or the signal aborts. Nothing is buffered for a slow reader: the next
 * read starts when the last value was consumed.
 */
export async function* follow<Value>({
  bus,
  organizationId,
  signal,
  read,
}: FollowOptions<Value>): AsyncGenerator<Value> {
  let changed = true;
  let rouse: () => void = () => undefined;
  const onChange = (): void => {
    changed = true;
    rouse();
  };
  const hasChanged = (): boolean => changed;
  const leave = bus.subscribe(organizationId, onChange);
  signal.addEventListener('abort', onChange);
  try {
    while (!signal.aborted) {
      changed = false;
      const { values, more, done } = await read();
      for (const value of values) yield value;
      if (done) return;
      if (more || hasChanged()) continue;
      await new Promise<void>((resolve) => {
        rouse = resolve;
        if (hasChanged()) resolve();
      });
    }
  } finally {
    leave();
    signal.removeEventListener('abort', onChange);
  }
}

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
