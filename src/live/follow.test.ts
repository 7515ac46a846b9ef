import { describe, expect, test } from '@jest/globals';
import type { EventBus } from './event-bus.js';
import { abortableIterator, follow } from './follow.js';

/** A bus of one process, with what a test wants to know of it. */
const fakeBus = () => {
  const listeners = new Set<() => void>();
  const bus: EventBus = {
    get listeners() {
      return listeners.size;
    },
    subscribe: (_organizationId, onChange) => {
      listeners.add(onChange);
      return () => void listeners.delete(onChange);
    },
    close: () => Promise.resolve(),
  };
  return { bus, tell: () => listeners.forEach((listener) => listener()) };
};

const neverAborted = (): AbortSignal => new AbortController().signal;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Reads from a list that a test adds to. */
const source = (items: number[], last = Infinity) => {
  let reads = 0;
  let taken = 0;
  return {
    reads: () => reads,
    read: () => {
      reads += 1;
      const values = items.slice(taken);
      taken = items.length;
      return Promise.resolve({ values, more: false, done: values.includes(last) });
    },
  };
};

describe('follow', () => {
  test('gives what is there, then what comes, until it is done', async () => {
    const { bus, tell } = fakeBus();
    const items = [1, 2];
    const { read } = source(items, 4);
    const seen: number[] = [];
    const all = (async () => {
      for await (const value of follow({ bus, organizationId: 'o', signal: neverAborted(), read })) seen.push(value);
    })();
    await turn();
    expect(seen).toEqual([1, 2]);
    items.push(3, 4);
    tell();
    await all;
    expect(seen).toEqual([1, 2, 3, 4]);
    expect(bus.listeners).toBe(0);
  });

  test('a change during a read is not slept through', async () => {
    const { bus, tell } = fakeBus();
    const items = [1];
    const { read } = source(items, 2);
    const stream = follow({
      bus,
      organizationId: 'o',
      signal: neverAborted(),
      read: async () => {
        const page = await read();
        if (page.values.includes(1)) {
          items.push(2);
          tell();
        }
        return page;
      },
    });
    expect([await stream.next(), await stream.next()].map(({ value }) => value as number)).toEqual([1, 2]);
    expect((await stream.next()).done).toBe(true);
  });

  test('nothing is read ahead of a slow reader', async () => {
    const { bus, tell } = fakeBus();
    const items = [1];
    const { read, reads } = source(items);
    const stream = follow({ bus, organizationId: 'o', signal: neverAborted(), read });
    await stream.next();
    for (let n = 2; n < 100; n += 1) {
      items.push(n);
      tell();
    }
    await turn();
    expect(reads()).toBe(1);
    expect((await stream.next()).value).toBe(2);
    expect(reads()).toBe(2);
    await stream.return(undefined);
    expect(bus.listeners).toBe(0);
  });

  test('ends at the abort, also while it waits, and leaves the bus', async () => {
    const { bus } = fakeBus();
    const stop = new AbortController();
    const stream = follow({ bus, organizationId: 'o', signal: stop.signal, read: source([]).read });
    const waiting = stream.next();
    await turn();
    expect(bus.listeners).toBe(1);
    stop.abort();
    expect((await waiting).done).toBe(true);
    expect(bus.listeners).toBe(0);
  });

  test('a read that fails leaves the bus', async () => {
    const { bus } = fakeBus();
    const read = () => Promise.reject(new Error('as planned'));
    await expect(follow({ bus, organizationId: 'o', signal: neverAborted(), read }).next()).rejects.toThrow(
      'as planned',
    );
    expect(bus.listeners).toBe(0);
  });
});

describe('abortableIterator', () => {
  const open = (bus: EventBus, items: number[] = []) =>
    abortableIterator(neverAborted(), (signal) =>
      follow({ bus, organizationId: 'o', signal, read: source(items).read }),
    );

  test('return() frees the listener although no value ever comes', async () => {
    const { bus } = fakeBus();
    const stream = open(bus);
    const waiting = stream.next();
    await turn();
    expect(bus.listeners).toBe(1);
    await stream.return?.();
    expect((await waiting).done).toBe(true);
    expect(bus.listeners).toBe(0);
  });

  test('return() before the first value never listens at all', async () => {
    const { bus } = fakeBus();
    const stream = open(bus);
    await stream.return?.();
    expect((await stream.next()).done).toBe(true);
    expect(bus.listeners).toBe(0);
  });

  test('return() between two values frees the listener', async () => {
    const { bus } = fakeBus();
    const stream = open(bus, [1, 2]);
    expect((await stream.next()).value).toBe(1);
    await stream.return?.();
    expect(bus.listeners).toBe(0);
  });

  test('the outer signal ends it', async () => {
    const { bus } = fakeBus();
    const outer = new AbortController();
    const stream = abortableIterator(outer.signal, (signal) =>
      follow({ bus, organizationId: 'o', signal, read: source([]).read }),
    );
    const waiting = stream.next();
    await turn();
    outer.abort();
    expect((await waiting).done).toBe(true);
    expect(bus.listeners).toBe(0);
  });
});
