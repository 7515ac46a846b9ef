import { describe, expect, test } from '@jest/globals';
import type { DimensionResult, Evaluation, NormalizedTranscript, Rubric } from '../../plugin-api/index.js';
import { OutputRejectedError } from '../model/output-rejected-error.js';
import { verifyEvaluation } from './verify-evaluation.js';

const texts = ['How many orders do you ship in a week?', 'About forty, sometimes fewer in the summer.'];
const transcript = {
  turns: texts.map((text, index) => ({ index, text, startMs: null, endMs: null })),
} as unknown as NormalizedTranscript;

const rubric = {
  scale: { min: 0, max: 5, step: 0.5 },
  dimensions: [{ key: 'situation', evidenceFloor: [{ min: 1, rep_question: 1 }] }],
} as unknown as Rubric;

const question = { kind: 'rep_question', turn_index: 0, quote: 'How many orders do you ship in a week?' } as const;
const scored: DimensionResult = {
  outcome: 'SCORED',
  value: 2.5,
  confidence: 'high',
  rationale: 'Asked once.',
  evidence: [question],
};

const prove = (metrics: Evaluation['metrics']) =>
  verifyEvaluation({ transcript, rubric, evaluation: { metrics, coaching: null, flags: [] }, repaired: new Set() });

const violation = (metrics: Evaluation['metrics']) => {
  try {
    prove(metrics);
  } catch (error) {
    if (error instanceof OutputRejectedError) return error.violations[0];
  }
  throw new Error('it passed');
};

describe('verifyEvaluation', () => {
  test('passes a score on the scale with a quote that stands in its turn', () => {
    expect(prove({ situation: scored }).situation?.proof).toMatchObject([
      { turn: 0, quote: question.quote, status: 'VERIFIED' },
    ]);
  });

  test.each<[string, Evaluation['metrics'], string, string]>([
    ['a dimension without a result', {}, 'DIMENSION_MISSING', '/dimensions/situation'],
    [
      'a value above the scale',
      { situation: { ...scored, value: 6 } },
      'SCORE_OFF_SCALE',
      '/dimensions/situation/score',
    ],
    [
      'a value between the steps',
      { situation: { ...scored, value: 2.3 } },
      'SCORE_OFF_SCALE',
      '/dimensions/situation/score',
    ],
    ['no number', { situation: { ...scored, value: Number.NaN } }, 'SCORE_OFF_SCALE', '/dimensions/situation/score'],
    [
      'a score without evidence',
      { situation: { ...scored, evidence: [] } },
      'EVIDENCE_FLOOR',
      '/dimensions/situation/score',
    ],
    [
      'a quote from another turn',
      { situation: { ...scored, evidence: [{ ...question, turn_index: 1 }] } },
      'QUOTE_NOT_FOUND',
      '/dimensions/situation/evidence/0/quote',
    ],
  ])('stops %s, whoever evaluated', (_what, metrics, code, path) => {
    expect(violation(metrics)).toMatchObject({ severity: 'error', repaired: false, code, path });
  });

  test('asks no evidence of a dimension that has no score', () => {
    const unscored: DimensionResult = {
      outcome: 'UNSCORED',
      reason: 'INSUFFICIENT_EVIDENCE',
      rationale: '',
      evidence: [],
    };
    expect(prove({ situation: unscored }).situation).toMatchObject({ outcome: 'UNSCORED', proof: [] });
  });
});
