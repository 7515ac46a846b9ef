import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { TimeoutError, withTimeout } from './with-timeout.js';

const never = (): Promise<never> => new Promise(() => undefined);
const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

test('answers what the work returns, and leaves no timer behind', async () => {
  const before = timers();
  expect(await withTimeout(60_000, () => Promise.resolve(7))).toBe(7);
  expect(timers()).toBe(before);
});

test('passes the error of the work on', async () => {
  const before = timers();
  await expect(withTimeout(60_000, () => Promise.reject(new RangeError('broken')))).rejects.toThrow(RangeError);
  expect(timers()).toBe(before);
});

test('ends work that ignores its signal with a named error', async () => {
  const late = withTimeout(5, never);
  await expect(late).rejects.toBeInstanceOf(TimeoutError);
  await expect(late).rejects.toMatchObject({ name: 'TimeoutError', limitMs: 5, message: 'not done within 5 ms' });
});

test('aborts the signal of the work after the limit, and hides the error that follows from that', async () => {
  let reason: unknown;
  const work = (signal: AbortSignal): Promise<never> => {
    signal.addEventListener('abort', () => {
      reason = signal.reason;
    });
    return sleep(60_000, undefined, { signal, ref: false }).then(never);
  };
  await expect(withTimeout(5, work)).rejects.toBeInstanceOf(TimeoutError);
  expect(reason).toBeInstanceOf(TimeoutError);
});

test('a signal from outside ends the wait with its own reason, also before the work began', async () => {
  const stop = new AbortController();
  const waiting = withTimeout(60_000, never, { signal: stop.signal });
  stop.abort(new Error('stopped'));
  await expect(waiting).rejects.toThrow('stopped');
  await expect(withTimeout(60_000, never, { signal: stop.signal })).rejects.toThrow('stopped');
});

test('the caller names the error of a timeout, and no other', async () => {
  const toError = (cause: unknown): Error => new Error('too slow', { cause });
  await expect(withTimeout(5, never, { toError })).rejects.toThrow('too slow');
  await expect(withTimeout(5, () => Promise.reject(new Error('broken')), { toError })).rejects.toThrow('broken');
});
