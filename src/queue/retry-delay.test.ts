import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AppError } from '../errors/app-error.js';
import { retryDelay } from './retry-delay.js';

const MINUTE = 60_000;

test('is whole, grows with the tries, and never exceeds 15 minutes', () => {
  const waits = fc.option(fc.double({ min: 0, max: 1e9, noNaN: true }));
  fc.assert(
    fc.property(fc.nat(40), fc.integer({ min: 1, max: 60_000 }), waits, (made, base, wait) => {
      const failure = new AppError('UNAVAILABLE', '', wait === null ? {} : { retryAfterMs: wait });
      const delay = retryDelay(failure, made, base);
      const asked = wait ?? base * 2 ** made;
      expect(Number.isInteger(delay)).toBe(true);
      expect(delay).toBeLessThanOrEqual(15 * MINUTE);
      expect(delay).toBeGreaterThanOrEqual(Math.floor(Math.min(asked * 0.75, 15 * MINUTE)));
    }),
  );
});

test('obeys what the other side asked for', () => {
  expect(retryDelay(new AppError('PROVIDER_RATE_LIMITED', '', { retryAfterMs: 700 }), 3, 1_000)).toBe(700);
});
