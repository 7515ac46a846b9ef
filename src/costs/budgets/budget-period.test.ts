import { expect, test } from '@jest/globals';
import { BUDGET_KINDS, periodEnd, periodOf, periodStart } from './budget-period.js';

const namesAt = (time: string) => BUDGET_KINDS.map((kind) => periodOf(kind, new Date(time), null));

test('periods are those of the calendar in UTC, whatever the machine’s zone', () => {
  expect(namesAt('2026-12-31T23:59:59.999Z')).toEqual(['2026-12', '2026-12-31', null]);
  expect(namesAt('2026-12-31T23:30:00-01:00')).toEqual(['2027-01', '2027-01-01', null]);
  expect(periodOf('BATCH', new Date(), 'a-batch')).toBe('a-batch');
});

test.each([
  ['MONTH', '2026-12-31T23:59:59.999Z', '2026-12-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
  ['MONTH', '2028-02-29T12:00:00Z', '2028-02-01T00:00:00.000Z', '2028-03-01T00:00:00.000Z'],
  ['DAY', '2026-11-30T00:00:00Z', '2026-11-30T00:00:00.000Z', '2026-12-01T00:00:00.000Z'],
] as const)('%s at %s lasts from %s to %s', (kind, at, start, end) => {
  expect(periodStart(kind, new Date(at))?.toISOString()).toBe(start);
  expect(periodEnd(kind, new Date(at))?.toISOString()).toBe(end);
});

test('a batch has neither beginning nor end', () => {
  expect([periodStart('BATCH', new Date()), periodEnd('BATCH', new Date())]).toEqual([null, null]);
});
