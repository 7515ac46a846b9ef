import { describe, expect, it } from '@jest/globals';
import type { ScoreRow } from '../../src/runs/run-reads.js';
import { dimensionScore, overallOutcome } from './run-outcomes.js';

const overall = {
  overallOutcome: 'SCORED' as const,
  overallScore: 3.5,
  overallPotential: 5,
  overallNormalized: 0.7,
  overallReason: null,
};
const score: ScoreRow = {
  runId: '01900000-0000-7000-8000-000000000001',
  dimension: 'situation',
  outcome: 'SCORED',
  value: 2,
  reason: null,
  confidence: 'high',
  rationale: 'One question.',
  evidence: [],
};

describe('overallOutcome', () => {
  it('is null until the run ends SCORED', () => {
    expect(overallOutcome({ ...overall, overallOutcome: null })).toBeNull();
  });

  it('serves what is stored', () => {
    expect(overallOutcome(overall)).toMatchObject({ value: 3.5, potential: 5, normalized: 0.7 });
    expect(overallOutcome({ ...overall, overallOutcome: 'UNSCORED', overallReason: 'NOT_A_SALES_CALL' })).toEqual({
      reason: 'NOT_A_SALES_CALL',
      rationale: 'The recording is not a sales call.',
    });
  });

  it.each([
    ['score', { overallScore: null }],
    ['potential', { overallPotential: null }],
    ['place on the scale', { overallNormalized: null }],
    ['reason', { overallOutcome: 'UNSCORED' as const }],
  ])('invents no %s', (name, missing) => {
    expect(() => overallOutcome({ ...overall, ...missing })).toThrow(`A stored outcome has no ${name}.`);
  });
});

describe('dimensionScore', () => {
  const scale = { min: 1, max: 9, step: 1 };

  it('places a score on the scale of its rubric', () => {
    expect(dimensionScore(score, scale).outcome).toMatchObject({ value: 2, potential: 9, normalized: 0.125 });
  });

  it('says of each quote whether it is in doubt who says it', () => {
    const piece = { turn: 0, quote: 'x', start: 0, end: 1, startMs: null, endMs: null };
    const evidence = [piece, { ...piece, doubt: true as const }].map(
      (one) => ({ ...one, kind: 'rep_question', status: 'VERIFIED' }) as const,
    );
    expect(dimensionScore({ ...score, evidence }, scale).outcome).toMatchObject({
      evidence: [{ doubt: false }, { doubt: true, status: 'VERIFIED' }],
    });
  });

  it.each([
    ['score', { value: null }],
    ['reason', { outcome: 'UNSCORED' as const, value: null }],
  ])('invents no %s', (name, missing) => {
    expect(() => dimensionScore({ ...score, ...missing }, scale)).toThrow(`A stored outcome has no ${name}.`);
  });
});
