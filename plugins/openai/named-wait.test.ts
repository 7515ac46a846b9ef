import { expect, it } from '@jest/globals';
import { namedWait } from './named-wait.js';

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
  [{ 'retry-after': '2s' }, 2_000],
  [{ 'retry-after': '2026-01-01T00:00:03.000Z' }, 3_000],
  [{ 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '2.5s' }, 2_500],
  [{ 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '6m0s' }, 360_000],
  [{ 'x-ratelimit-remaining-tokens': '9', 'x-ratelimit-reset-tokens': '2.5s' }, null],
  [{}, null],
])('reads %j as %s ms', (headers, expected) => {
  expect(namedWait({ headers: new Headers(headers), message: '', details: null, metadata: null }, NOW)).toBe(expected);
});

const named = (message: string, details: unknown = null, metadata: unknown = null): number | null =>
  namedWait({ headers: null, message, details, metadata }, NOW);

it.each([
  ['Rate limit reached for model on tokens per min (TPM). Please try again in 2.5s.', 2_500],
  ['Quota exceeded. Please retry in 17.123456s.', 17_124],
  ['Please try again in 6m0s.', 360_000],
  ['Please wait for 30 seconds before you ask again.', 30_000],
  ['Please retry after 2 minutes.', 120_000],
  ['Try again in 250ms', 250],
  ['Try again later.', null],
  ['The limit is 30s of audio.', null],
])('reads "%s" as %s ms', (message, expected) => {
  expect(named(message)).toBe(expected);
});

it('reads the delay of google.rpc.RetryInfo and the headers behind a gateway', () => {
  expect(named('', [{ '@type': 'x' }, { retryDelay: '2.5s' }])).toBe(2_500);
  expect(named('', null, { headers: { 'Retry-After': '1' } })).toBe(1_000);
  expect(named('', [null, 7], { headers: { 'bad header\n': 'x' } })).toBeNull();
});
