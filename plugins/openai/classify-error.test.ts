import { expect, it } from '@jest/globals';
import { retryAfterMs } from './classify-error.js';

const NOW = Date.parse('2026-01-01T00:00:00Z');

it.each<[Record<string, string>, number | null]>([
  [{ 'retry-after': '1' }, 1_000],
  [{ 'retry-after': '0' }, 0],
  [{ 'retry-after': '1.5' }, 1_500],
  [{ 'retry-after': '120' }, 120_000],
  [{ 'retry-after': '86400' }, 900_000],
  [{ 'retry-after': 'Thu, 01 Jan 2026 00:00:30 GMT' }, 30_000],
  [{ 'retry-after': 'Wed, 31 Dec 2025 00:00:00 GMT' }, 0],
  [{ 'retry-after': 'Fri, 02 Jan 2026 00:00:00 GMT' }, 900_000],
  [{ 'retry-after': 'Thu, 01 Jan 2026 00:00:30 GMT', date: 'Thu, 01 Jan 2026 00:00:20 GMT' }, 10_000],
  [{ 'retry-after': '5', 'retry-after-ms': '250' }, 250],
  [{ 'retry-after': '5', 'retry-after-ms': 'abc' }, 5_000],
  [{ 'retry-after': '-5' }, null],
  [{ 'retry-after': 'abc' }, null],
  [{ 'retry-after': 'Infinity' }, null],
  [{}, null],
])('reads %j as %s ms', (headers, expected) => {
  expect(retryAfterMs(new Headers(headers), NOW)).toBe(expected);
});
