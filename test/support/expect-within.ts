import { expect } from '@jest/globals';

const TRIES = 3;

/** Milliseconds of the processor, of this thread: what other tests, the garbage collector's threads and everybody else on the machine take is not counted. */
export const processorMs = (work: () => unknown): number => {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
};

/** Fails where the quickest of a few tries takes so many milliseconds of the processor's time, or more: the first one warms up. */
export const expectWithin = (mostMs: number, work: () => unknown, what = ''): void => {
  let quickest = Infinity;
  for (let tries = 0; tries < TRIES && quickest >= mostMs; tries += 1) {
    quickest = Math.min(quickest, processorMs(work));
  }
  if (quickest >= mostMs) expect(`${what} took ${quickest} ms`).toBe(`less than ${mostMs} ms`);
};
