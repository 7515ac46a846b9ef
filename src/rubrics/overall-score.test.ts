import { describe, expect, it } from '@jest/globals';

import { spin } from '../../plugins/rubric-judge/spin.js';
import type { DimensionResult, UnscoredReason } from '../plugin-api/index.js';

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
