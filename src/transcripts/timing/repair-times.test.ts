import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Cue } from '../../plugin-api/transcript.js';
import { repairTimes, type TimeContext } from './repair-times.js';

type Pair = readonly [startMs: number | null, endMs?: number | null];

/** Nine words: three seconds of speech. */
const TEXT = 'how do you handle the returns of shoes today';

const toCues = (pairs: readonly Pair[], text = TEXT): Cue[] =>
  pairs.map(([startMs, endMs = null], at) => ({ speaker: null, text, startMs, endMs, offset: [at, at + 1] }));

function repair(pairs: readonly Pair[], context: TimeContext = {}, text = TEXT) {
  const { cues, warnings, durationMs } = repairTimes(toCues(pairs, text), context);
  return {
    times: cues.map(({ startMs, endMs }) => [startMs, endMs]),
    codes: warnings.map(({ code }) => code),
    durationMs,
  };
}

/** A call of one cue every four seconds, in a unit of so many milliseconds. */
const call = (unit: number, count = 40): Pair[] =>
  Array.from({ length: count }, (_, at): Pair => [at * 4 * unit, (at * 4 + 3) * unit]);

const SECONDS = call(1000).map(([start, end]) => [start, end]);
const CALL_MS = 160_000;

describe('repairTimes, units', () => {
  it.each([
    ['milliseconds', 1000, []],
    ['seconds taken for milliseconds', 1, ['TIME_UNIT_CORRECTED']],
    ['milliseconds taken for seconds', 1_000_000, ['TIME_UNIT_CORRECTED']],
    ['seconds taken for minutes', 60_000, ['TIME_UNIT_CORRECTED']],
  ])('%s', (_name, unit, codes) => {
    const found = repair(call(unit), unit === 1000 ? { durationMs: CALL_MS } : {});
    expect(found.codes).toEqual(codes);
    expect(found.times).toEqual(SECONDS);
  });

  it('takes hours and minutes, read as minutes and seconds, for what they are', () => {
    const { times, codes } = repair(call(1000 / 60));
    expect(codes).toEqual(['TIME_UNIT_CORRECTED']);
    for (const [at, [start]] of times.entries()) expect(Math.abs((start ?? 0) - at * 4000)).toBeLessThan(60);
  });

  it('also where only starts are known', () => {
    expect(repair(call(1).map(([start]) => [start])).times.at(-1)).toEqual([156_000, null]);
  });

  it('scales nothing where a person named the unit, and says what is odd', () => {
    const found = repair(call(1), { unitIsGiven: true });
    expect(found.times).toEqual(call(1));
    expect(found.codes).toEqual(['TIMES_IMPLAUSIBLE']);
  });

  it('scales nothing that no unit explains, or that the stated duration contradicts', () => {
    expect(repair(call(100)).codes).toEqual(['TIMES_IMPLAUSIBLE']);
    expect(repair(call(1), { durationMs: 40_000 })).toMatchObject({ times: call(1), codes: ['TIMES_IMPLAUSIBLE'] });
  });

  it('lets silence between turns make nobody slow', () => {
    const sparse = Array.from({ length: 10 }, (_, at): Pair => [at * 120_000]);
    expect(repair(sparse)).toMatchObject({ codes: [], times: sparse.map(([start]) => [start, null]) });
  });

  it('leaves a transcript that ends early alone, and drops a duration that cannot be', () => {
    expect(repair(call(1000), { durationMs: 3_600_000 })).toMatchObject({ codes: [], durationMs: 3_600_000 });
    expect(repair(call(1000), { durationMs: 160 })).toMatchObject({ codes: ['TIMES_IMPLAUSIBLE'], durationMs: null });
    expect(repair(call(1000), { durationMs: 160_000_000 })).toMatchObject({
      codes: ['TIMES_IMPLAUSIBLE'],
      durationMs: null,
    });
  });

  it('goes by the stated duration where cues are too short to tell', () => {
    const short = call(1_000_000);
    expect(repair(short, { durationMs: CALL_MS }, 'Mhm.')).toMatchObject({
      codes: ['TIME_UNIT_CORRECTED'],
      times: SECONDS,
    });
    expect(repair(short, {}, 'Mhm.').codes).toEqual([]);
  });
});

const HOUR = 3_600_000;

describe('repairTimes, clocks and damage', () => {
  it('counts the clock on the wall from the first cue, past midnight too', () => {
    const evening: Pair[] = [[23.9 * HOUR], [23.95 * HOUR, 0.01 * HOUR], [0.05 * HOUR], [0.1 * HOUR]];
    const { times, codes } = repair(evening);
    expect(codes).toEqual(['WALL_CLOCK_TIMES']);
    expect(times.map((pair) => pair.map((time) => time && Math.round((time / HOUR) * 100)))).toEqual([
      [0, null],
      [5, 11],
      [15, null],
      [20, null],
    ]);
  });

  it('counts the time since 1970 from the first cue', () => {
    expect(repair([[1.7e12, 1.7e12 + 3000], [1.7e12 + 4000]]).times).toEqual([
      [0, 3000],
      [4000, null],
    ]);
  });

  it('keeps late times of a recording that is as long as it says', () => {
    expect(repair([[5 * HOUR], [5.5 * HOUR]], { durationMs: 6 * HOUR }).times).toEqual([
      [5 * HOUR, null],
      [5.5 * HOUR, null],
    ]);
  });

  it('takes a placeholder such as 99:99:99 for no time', () => {
    const placeholder = (99 * 3600 + 99 * 60 + 99) * 1000;
    expect(
      repair([
        [0, 2000],
        [placeholder, placeholder],
        [5000, placeholder],
      ]),
    ).toEqual({
      times: [
        [0, 2000],
        [null, null],
        [5000, null],
      ],
      codes: ['TIME_UNREADABLE'],
      durationMs: null,
    });
  });

  it('raises times before the recording, block times too', () => {
    expect(
      repair([
        [-5000, -1000],
        [-500, 2500],
      ]),
    ).toMatchObject({
      codes: ['TIME_NEGATIVE'],
      times: [
        [0, 0],
        [0, 2500],
      ],
    });
    const blocks = [-1, 1.4, NaN].map((notBeforeMs, at): Cue => ({
      ...toCues([[null]])[0]!,
      notBeforeMs,
      offset: [at, at],
    }));
    expect(repairTimes(blocks).cues.map(({ notBeforeMs }) => notBeforeMs)).toEqual([undefined, 1, undefined]);
  });
});

describe('repairTimes, always', () => {
  const time = fc.oneof(
    fc.constant(null),
    fc.double(),
    fc.integer({ min: -100_000, max: 40 * HOUR }),
    fc.constantFrom(99 * HOUR + 99 * 60_099, 1.7e12, -1),
  );
  const cue = fc.record({ startMs: time, endMs: time, continues: fc.boolean(), notBeforeMs: time });
  const context = fc.record({ durationMs: fc.option(fc.integer({ min: 1, max: 2 ** 31 - 1 }), { nil: undefined }) });

  it('times are integers of at least 0, monotone by start, and no end precedes its start', () => {
    const isTime = (value: number | null | undefined) => value == null || (Number.isInteger(value) && value >= 0);
    fc.assert(
      fc.property(fc.array(cue, { minLength: 1, maxLength: 30 }), context, (fields, given) => {
        const cues = fields.map(({ notBeforeMs, ...rest }, at): Cue => ({
          ...rest,
          ...(notBeforeMs === null ? {} : { notBeforeMs }),
          speaker: null,
          text: TEXT,
          offset: [at, at + 1],
        }));
        const repaired = repairTimes(cues, given).cues;
        const starts = repaired.flatMap(({ startMs, continues }) => (startMs === null || continues ? [] : [startMs]));
        expect(starts).toEqual([...starts].sort((a, b) => a - b));
        expect(repaired).toHaveLength(cues.length);
        for (const { startMs, endMs, notBeforeMs } of repaired) {
          expect([startMs, endMs, notBeforeMs].every(isTime)).toBe(true);
          expect(endMs ?? Infinity).toBeGreaterThanOrEqual(startMs ?? 0);
        }
      }),
    );
  });
});
