import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { spin } from '../../../plugins/rubric-judge/spin.js';
import type { JudgeDimension, JudgeOutput } from '../../plugin-api/index.js';
import { combineAnswers, medianScore, scoresOf } from './combine-answers.js';

const KEYS = spin.dimensions.map(({ key }) => key);

const dimension = (score: number | null, by: string): JudgeDimension => ({
  evidence: [{ kind: 'rep_question', turn_index: 0, quote: `as ${by} read it` }],
  rationale: by,
  score,
  confidence: 'medium',
});

const output = (by: string, scores: readonly (number | null)[], rest: Partial<JudgeOutput> = {}): JudgeOutput => ({
  call_check: { is_sales_call: true, language: 'en', rep_speaker_ids: [by] },
  dimensions: Object.fromEntries(KEYS.map((key, at) => [key, dimension(scores[at] ?? null, by)])),
  coaching: { strengths: [], improvements: [], summary: by },
  overall_score: 0,
  flags: [],
  ...rest,
});

const score = fc.option(fc.integer({ min: 0, max: 5 }), { freq: 4 });

describe('medianScore', () => {
  it.each([
    [[3, 1, 2], 2],
    [[4, 1], 1],
    [[1, 2, 4, 5], 2],
    [[null, 3, 4], 3],
    [[null, null, 4], null],
    [[null, 4], 4],
    [[null], null],
    [[5], 5],
  ])('of %j is %j', (scores, median) => {
    expect(medianScore(scores)).toBe(median);
  });

  it('is a score that somebody gave, with as many at or above it as half, whatever their order', () => {
    fc.assert(
      fc.property(fc.array(score, { minLength: 1, maxLength: 5 }), (scores) => {
        const median = medianScore(scores);
        expect(medianScore(scores.toReversed())).toBe(median);
        const given = scores.filter((one) => one !== null);
        if (median === null) return expect(given.length * 2).toBeLessThan(scores.length);
        expect(given).toContain(median);
        expect(given.filter((one) => one >= median).length * 2).toBeGreaterThanOrEqual(given.length);
        expect(given.filter((one) => one <= median).length * 2).toBeGreaterThanOrEqual(given.length);
      }),
    );
  });
});

describe('combineAnswers', () => {
  it('gives each dimension the median, with the evidence of who gave it', () => {
    const combined = combineAnswers(spin, output('judge', [1, 2, 3, 5]), [
      output('b', [2, 2, 5, 4]),
      output('c', [3, 4, 4, 4]),
    ]);
    expect(scoresOf(combined.output)).toEqual(Object.fromEntries(KEYS.map((key, at) => [key, [2, 2, 4, 4][at]])));
    expect(KEYS.map((key) => combined.output.dimensions[key]?.rationale)).toEqual(['b', 'b', 'c', 'b']);
    expect(combined.output.dimensions[KEYS[2] ?? '']?.evidence[0]?.quote).toBe('as c read it');
    expect(combined.disputed).toEqual([KEYS[0], KEYS[1], KEYS[2]]);
  });

  it('takes what is said of the whole from the member nearest to all medians, the judge where several are', () => {
    const near = combineAnswers(spin, output('judge', [0, 0, 0, 0]), [
      output('b', [3, 3, 3, 3]),
      output('c', [3, 3, 3, 4]),
    ]);
    expect(near.output.coaching.summary).toBe('b');
    const same = combineAnswers(spin, output('judge', [3, 3, 3, 3]), [output('b', [3, 3, 3, 3])]);
    expect(same).toMatchObject({ output: { coaching: { summary: 'judge' } }, disputed: [] });
  });

  it('leaves a dimension unscored where most give it none', () => {
    const { output: combined } = combineAnswers(spin, output('judge', [4, 4, 4, 4]), [
      output('b', [null, 4, 4, 4]),
      output('c', [null, 4, 4, 4]),
    ]);
    expect(scoresOf(combined)[KEYS[0] ?? '']).toBeNull();
  });

  it('goes by the majority on whether it is a sales call, and takes any word of injection', () => {
    const none = { call_check: { is_sales_call: false, language: 'en', rep_speaker_ids: [] } };
    const combined = combineAnswers(spin, output('judge', [4, 4, 4, 4], { flags: ['injection_suspected'] }), [
      output('b', [null, null, null, null], { ...none, flags: ['not_a_sales_call'] }),
      output('c', [null, null, null, null], { ...none, flags: ['not_a_sales_call'] }),
    ]);
    expect(combined.output.call_check.is_sales_call).toBe(false);
    expect(combined.output.flags.toSorted()).toEqual(['injection_suspected', 'not_a_sales_call']);
    expect(Object.values(scoresOf(combined.output))).toEqual([null, null, null, null]);
  });
});
