import { describe, expect, it } from '@jest/globals';

import { spin } from '../../plugins/rubric-judge/spin.js';
import type { DimensionResult, Rubric, UnscoredReason } from '../plugin-api/index.js';

import { bant } from '../../plugins/rubric-judge/bant.js';
import { challenger } from '../../plugins/rubric-judge/challenger.js';
import { meddic } from '../../plugins/rubric-judge/meddic.js';
import { meddpicc } from '../../plugins/rubric-judge/meddpicc.js';
import { overallScore } from './overall-score.js';

const KEYS = ['situation', 'problem', 'implication', 'need_payoff'] as const;
const result = (score: number | UnscoredReason): DimensionResult =>
  typeof score === 'number'
    ? { outcome: 'SCORED', value: score, confidence: 'high', rationale: 'r', evidence: [] }
    : { outcome: 'UNSCORED', reason: score, rationale: 'r', evidence: [] };
const overall = (...scores: (number | UnscoredReason)[]) =>
  overallScore(spin, Object.fromEntries(scores.map((score, i) => [KEYS[i] ?? '', result(score)] as const)));

describe('overallScore', () => {
  it('is the weighted mean of all four', () => {
    const scored = overall(4, 3, 2, 1);
    expect(scored).toMatchObject({ outcome: 'SCORED' });
    if (scored.outcome !== 'SCORED') return;
    expect(scored.score).toBeCloseTo(2.25, 12);
    expect(scored.normalized).toBeCloseTo(0.45, 12);
    expect(scored.potential).toBeCloseTo(5, 12);
  });

  it.each([1, 2, 3, 4])('is exactly %s where all four are', (score) => {
    expect(overall(score, score, score, score)).toMatchObject({ score, potential: 5, normalized: score / 5 });
  });

  it('leaves unscored dimensions out of the mean and out of the potential', () => {
    const scored = overall(3, 2, 0, 'INSUFFICIENT_EVIDENCE');
    if (scored.outcome !== 'SCORED') throw new Error('expected a score');
    expect(scored.score).toBeCloseTo(1.3571428571428572, 12);
    expect(scored.potential).toBeCloseTo(3.5, 12);
  });

  it('is unscored where the scored dimensions hold less than half of the weight', () => {
    expect(overall(3, 4, 'INSUFFICIENT_EVIDENCE', 'NOT_APPLICABLE')).toEqual({
      outcome: 'UNSCORED',
      reason: 'INSUFFICIENT_EVIDENCE',
    });
    expect(overall('NOT_APPLICABLE', 'NOT_APPLICABLE', 'INSUFFICIENT_EVIDENCE', 4)).toMatchObject({
      reason: 'NOT_APPLICABLE',
    });
  });

  it('scores where they hold exactly the least weight', () => {
    const rubric = { ...spin, aggregate: { ...spin.aggregate, minWeight: 0.4 } };
    expect(overallScore(rubric, { situation: result(1), problem: result(1) })).toMatchObject({ outcome: 'SCORED' });
  });

  it('gives the reason of a call that is none', () => {
    const reason = 'NOT_A_SALES_CALL';
    expect(overall(reason, reason, reason, reason)).toEqual({ outcome: 'UNSCORED', reason });
    expect(overallScore(spin, {})).toEqual({ outcome: 'UNSCORED', reason: 'INSUFFICIENT_EVIDENCE' });
  });

  it('respects a scale that does not begin at 0', () => {
    const rubric = { ...spin, scale: { min: 1, max: 5, step: 1 } };
    const all = Object.fromEntries(KEYS.map((key) => [key, result(1)]));
    expect(overallScore(rubric, all)).toMatchObject({ normalized: 0 });
  });
});

describe('overallScore on other scales', () => {
  const all = (rubric: Rubric, value: number, more: Readonly<Record<string, DimensionResult>> = {}) =>
    overallScore(rubric, { ...Object.fromEntries(rubric.dimensions.map(({ key }) => [key, result(value)])), ...more });

  it.each([
    [bant, 2, 2, 2, 1],
    [bant, 1, 1, 2, 0.5],
    [challenger, 1, 1, 5, 0],
    [challenger, 4, 4, 5, 0.75],
    [meddic, 3, 3, 3, 1],
  ])('%# $key, all at %s, is %s of %s', (rubric, value, score, potential, normalized) => {
    const overall = all(rubric, value);
    if (overall.outcome !== 'SCORED') throw new Error('expected a score');
    expect(overall.score).toBeCloseTo(score, 12);
    expect(overall.potential).toBeCloseTo(potential, 12);
    expect(overall.normalized).toBeCloseTo(normalized, 12);
    expect(overall.gates).toEqual([]);
  });

  it.each<[string, Readonly<Record<string, DimensionResult>>, number, string[]]>([
    ['the pain is admitted and the buyer known', {}, 3, []],
    ['the pain is weak', { identify_pain: result(1) }, 1, ['identify_pain']],
    ['the pain just suffices', { identify_pain: result(2) }, 2.82, []],
    ['nobody knows the buyer', { economic_buyer: result(0) }, 2, ['economic_buyer']],
    ['both', { identify_pain: result(0), economic_buyer: result(0) }, 1, ['identify_pain', 'economic_buyer']],
    ['the pain could not be judged', { identify_pain: result('INSUFFICIENT_EVIDENCE') }, 1, ['identify_pain']],
    ['the pain does not apply', { identify_pain: result('NOT_APPLICABLE') }, 3, []],
  ])('MEDDPICC, all at 3, where %s', (_case, more, score, closed) => {
    const overall = all(meddpicc, 3, more);
    if (overall.outcome !== 'SCORED') throw new Error('expected a score');
    expect(overall.score).toBeCloseTo(score, 12);
    expect(overall.normalized).toBeCloseTo(score / 3, 12);
    expect(overall.gates.map(({ dimension }) => dimension)).toEqual(closed);
    for (const { ungated } of overall.gates) expect(ungated).toBeGreaterThan(score);
  });

  it('leaves alone what is below the cap without a gate', () => {
    expect(all(meddpicc, 0)).toMatchObject({ score: 0, gates: [] });
  });
});
