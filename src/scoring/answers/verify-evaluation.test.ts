import { describe, expect, test } from '@jest/globals';
import { transcript } from '../../../plugins/score-checks/test-support.js';
import type { DimensionResult, Evaluation, NormalizedTranscript, Rubric, Turn } from '../../plugin-api/index.js';
import { OutputRejectedError } from '../model/output-rejected-error.js';
import { verifyEvaluation, verifyEvidence } from './verify-evaluation.js';

const TEXT = 'We “lost” two trucks – in May…  That cost us\u00a0300 dollars each. It is the worst part of my week.';

const call: NormalizedTranscript = {
  ...transcript,
  turns: [
    {
      index: 0,
      participant: 1,
      startMs: 1_000,
      endMs: 9_000,
      text: TEXT,
      rawOffset: [0, 0],
      cues: [
        { at: 0, startMs: 1_000, endMs: 4_000, rawOffset: [0, 0] },
        { at: TEXT.indexOf('That'), startMs: 4_000, endMs: 6_500, rawOffset: [0, 0] },
        { at: TEXT.indexOf('It is'), startMs: 6_500, endMs: null, rawOffset: [0, 0] },
      ],
    },
  ],
};

const verify = (quote: string, repaired = false) =>
  verifyEvidence(call, { kind: 'customer_response', turn_index: 0, quote }, repaired);

describe('verifyEvidence', () => {
  test.each<[string, string, string, string]>([
    ['word for word', 'That cost us', 'That cost us', 'VERIFIED'],
    ['other quotes and dashes', 'we "lost" two trucks - in may', 'We “lost” two trucks – in May', 'VERIFIED'],
    ['other white space, end mark dropped', 'cost us 300 dollars each', 'cost us\u00a0300 dollars each', 'VERIFIED'],
    ['an ellipsis of three points', 'trucks – in May... That cost us', 'trucks – in May…  That cost us', 'VERIFIED'],
    [
      'one word of ten is another',
      'cost us 300 pounds each. It is the worst part',
      'cost us\u00a0300 dollars each. It is the worst part',
      'REPAIRED',
    ],
  ])('%s: the words as they stand, with their place', (_what, quote, real, status) => {
    const found = verify(quote)!;
    expect(found).toMatchObject({ quote: real, status });
    expect(TEXT.slice(found.start, found.end)).toBe(real);
  });

  test('a quote is in doubt where a piece of its words is', () => {
    const [turn] = call.turns;
    const cues = turn!.cues!.map((cue, at) => (at === 1 ? { ...cue, doubt: true as const } : cue));
    const quoted = (quote: string, changed: Partial<Turn>) =>
      verifyEvidence(
        { ...call, turns: [{ ...turn!, ...changed }] },
        { kind: 'customer_response', turn_index: 0, quote },
        false,
      );
    const doubtful = { doubt: true, cues } as const;
    expect(quoted('That cost us', doubtful)).toMatchObject({ doubt: true, status: 'VERIFIED' });
    expect(quoted('in May... That cost us', doubtful)).toMatchObject({ doubt: true });
    expect(quoted('worst part of my week', doubtful)).not.toHaveProperty('doubt');
    expect(quoted('We "lost" two trucks', doubtful)).not.toHaveProperty('doubt');
    const { cues: _none, ...single } = turn!;
    const of = (whole: Turn) =>
      verifyEvidence(
        { ...call, turns: [whole] },
        { kind: 'customer_response', turn_index: 0, quote: 'That cost us' },
        false,
      );
    expect(of({ ...single, doubt: true })).toMatchObject({ doubt: true });
    expect(of(single)).not.toHaveProperty('doubt');
  });

  test('what a check has changed is marked, though it stands there', () => {
    expect(verify('That cost us', true)!.status).toBe('REPAIRED');
  });

  test.each<[string, string, number, number | null]>([
    ['the first cue', 'We "lost" two trucks', 1_000, 4_000],
    ['the second cue', '300 dollars each', 4_000, 6_500],
    ['two cues', 'in May... That cost us', 1_000, 6_500],
    ['a cue without an end, which is not made up', 'worst part of my week', 6_500, null],
  ])('times of %s', (_what, quote, startMs, endMs) => {
    expect(verify(quote)).toMatchObject({ startMs, endMs });
  });

  test('what nobody said, and what is too short to prove anything, is not there', () => {
    expect(verify('It is the best part of my life by far')).toBeNull();
    expect(verify('week')).toBeNull();
    expect(verifyEvidence(call, { kind: 'customer_response', turn_index: 9, quote: 'That cost us' }, false)).toBeNull();
  });
});

const texts = ['How many orders do you ship in a week?', 'About forty, sometimes fewer in the summer.'];
const orderCall = {
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

const verifyMetrics = (metrics: Evaluation['metrics']) =>
  verifyEvaluation({
    transcript: orderCall,
    rubric,
    evaluation: { metrics, coaching: null, flags: [] },
    repaired: new Set(),
  });

const violation = (metrics: Evaluation['metrics']) => {
  try {
    verifyMetrics(metrics);
  } catch (error) {
    if (error instanceof OutputRejectedError) return error.violations[0];
  }
  throw new Error('it passed');
};

describe('verifyEvaluation', () => {
  test('passes a score on the scale with a quote that stands in its turn', () => {
    expect(verifyMetrics({ situation: scored }).situation?.verifiedEvidence).toMatchObject([
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
    expect(verifyMetrics({ situation: unscored }).situation).toMatchObject({
      outcome: 'UNSCORED',
      verifiedEvidence: [],
    });
  });
});
