import { describe, expect, test } from '@jest/globals';
import { checkSchedule, nextTick, ruleOf } from './schedule.js';

const at = (text: string): Date => new Date(`2026-03-01T${text}Z`);

describe('nextTick', () => {
  test.each([
    ['on time', '10:00:00', '10:00:00.300', '10:01:00'],
    ['a little late', '10:00:00', '10:00:59', '10:01:00'],
    ['exactly one interval late', '10:00:00', '10:01:00', '10:02:00'],
    [
      'after hours without a process: the missed ticks are left out, the beat stays',
      '10:00:00',
      '14:30:20',
      '14:31:00',
    ],
    ['by a clock that ran back', '10:00:00', '09:00:00', '10:01:00'],
  ])('of an interval, %s', (_, due, now, next) => {
    expect(nextTick({ everyMs: 60_000 }, { due: at(due), now: at(now) })).toEqual(at(next));
  });

  test('of a cron expression is the next time in UTC that it names, whatever was missed', () => {
    const nightly = { cron: '30 2 * * *' };
    expect(nextTick(nightly, { due: at('02:30:00'), now: at('02:30:00') })).toEqual(new Date('2026-03-02T02:30:00Z'));
    expect(nextTick(nightly, { due: new Date('2026-02-01T02:30:00Z'), now: at('01:00:00') })).toEqual(at('02:30:00'));
  });
});

describe('checkSchedule', () => {
  test.each([[{ cron: 'every night' }], [{ cron: '61 * * * *' }], [{ everyMs: 0 }], [{ everyMs: 1.5 }]])(
    'refuses %j',
    (schedule) => expect(() => checkSchedule('a-job', schedule)).toThrow(),
  );

  test.each([[{ cron: '0 */6 * * 1-5' }], [{ everyMs: 1_000 }]])('takes %j', (schedule) => {
    expect(() => checkSchedule('a-job', schedule)).not.toThrow();
    expect(ruleOf(schedule)).toContain('cron' in schedule ? schedule.cron : '1000');
  });
});
