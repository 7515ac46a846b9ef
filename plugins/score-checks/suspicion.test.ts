import { describe, expect, it } from '@jest/globals';
import type { JudgeOutput, NormalizedTranscript, Rubric, RubricDimension } from 'debrief/plugin-api';
import { evidenceSpread } from './evidence-amount.js';
import { suspectScores } from './suspect-scores.js';
import { brief, check, makeOutput, question, response, rubric, scored, transcript } from './test-support.js';

const demanding: Rubric = {
  ...rubric,
  dimensions: rubric.dimensions.map((one): RubricDimension => ({
    ...one,
    evidenceFloor: [{ min: 5, rep_question: 2, customer_response: 1, customer_response_with_number: 1 }],
  })),
};

describe('evidence-spread', () => {
  const spread = (score: number, evidence: JudgeOutput['dimensions'][string]['evidence'], of = demanding) =>
    brief(
      check(evidenceSpread, (output) => (output.dimensions = { problem: scored(score, evidence) }), { rubric: of }),
    );
  const refused = [['error', 'EVIDENCE_IN_TOO_FEW_TURNS', '/dimensions/problem/score']];

  it('refuses the highest score on fewer than three turns', () => {
    expect(spread(5, [question(2), question(2, 'plan the routes today'), response(3)])).toEqual(refused);
    expect(spread(5, [question(2), response(3), { ...response(5), kind: 'missed_opportunity' }])).toEqual(refused);
    expect(spread(5, [question(2), response(3), response(5)])).toEqual([]);
  });

  it('asks nothing of other scores, and no more than the rubric does', () => {
    expect(spread(4, [question(2)])).toEqual([]);
    expect(spread(5, [question(2), response(3)], rubric)).toEqual([]);
    expect(spread(5, [question(2)], rubric)).toEqual(refused);
  });
});

describe('suspect-scores', () => {
  const withScores =
    (...scores: readonly number[]) =>
    (output: JudgeOutput) => {
      Object.values(output.dimensions).forEach((one, at) => (one.score = scores[at] ?? null));
    };
  const reference = makeOutput(withScores(3, 3, 2));
  const tainted: NormalizedTranscript = {
    ...transcript,
    turns: transcript.turns.map((turn) => (turn.index === 8 ? { ...turn, text: '[withheld]' } : turn)),
  };
  const suspected = [['warning', 'SCORES_SUSPECT', '/dimensions']];

  it.each([
    ['all at the top', transcript, [5, 5, 5], true],
    ['all at the bottom', transcript, [0, 0, 0], true],
    ['all beside the top', transcript, [4, 4, 4], true],
    ['all high, each in its own way', transcript, [4, 5, 4], false],
    ['all in the middle', transcript, [3, 3, 3], false],
    ['one far off', transcript, [5, 3, 3], false],
    ['one far off beside a withheld turn', tainted, [5, 3, 3], true],
    ['near the baseline beside a withheld turn', tainted, [4, 3, 2], false],
  ] as const)('%s', (_what, call, scores, isSuspect) => {
    const issues = check(suspectScores, withScores(...scores), { transcript: call, reference });
    expect(brief(issues)).toEqual(isSuspect ? suspected : []);
    expect(issues.map(({ effect }) => effect)).toEqual(isSuspect ? ['REVIEW'] : []);
  });

  it('says nothing without a baseline, or where the baseline agrees', () => {
    expect(check(suspectScores, withScores(5, 5, 5))).toEqual([]);
    const high = makeOutput(withScores(4, 4, 5));
    expect(check(suspectScores, withScores(5, 5, 5), { reference: high })).toEqual([]);
  });
});
