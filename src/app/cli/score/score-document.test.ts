import { describe, expect, it } from '@jest/globals';
import { scoreDocument } from './score-document.js';
import { sampleResult, unscored } from '../test-support.js';

describe('scoreDocument', () => {
  it('has the keys of the contract, in their order', () => {
    const { calls } = scoreDocument([sampleResult()]);
    const [call] = calls;
    expect(Object.keys(call ?? {})).toEqual(['file', 'error', 'run']);
    expect(Object.keys(call?.run ?? {})).toEqual([
      'status',
      'overall',
      'scores',
      'coaching',
      'flags',
      'violations',
      'cost',
      'latencyMs',
      'model',
      'transcriptId',
      'runId',
    ]);
    expect(JSON.stringify(call?.run?.scores[0])).toBe(
      '{"dimension":"situation","outcome":"SCORED","value":4,"rationale":"Rationale for 4.",' +
        '"evidence":[{"quote":"How do orders reach you today?","turn":2,"startMs":131500,"status":"VERIFIED",' +
        '"doubt":false,"kind":"REP_QUESTION","speaker":"Dana Example"}]}',
    );
  });

  it('never gives an unscored dimension a value, nor a scored one a reason', () => {
    const run = scoreDocument([sampleResult()]).calls[0]?.run;
    expect(run?.scores[2]).toEqual({
      dimension: 'implication',
      outcome: 'UNSCORED',
      reason: 'INSUFFICIENT_EVIDENCE',
      rationale: 'Nothing to go by.',
      evidence: [],
    });
    expect(run?.scores[1]).toMatchObject({ outcome: 'SCORED', value: 0 });
    expect(run?.scores[1]).not.toHaveProperty('reason');
    expect(run?.overall).toEqual({ outcome: 'SCORED', score: 2.5 });
  });

  it('gives an unscored overall its reason and no score', () => {
    const run = scoreDocument([sampleResult({ overall: unscored('NOT_A_SALES_CALL') })]).calls[0]?.run;
    expect(run?.overall).toEqual({ outcome: 'UNSCORED', reason: 'NOT_A_SALES_CALL' });
  });

  it('shows a run that ended INVALID together with its error', () => {
    const error = { code: 'OUTPUT_INVALID', message: 'The answer failed its checks.' };
    const violation = { code: 'score-checks/X', severity: 'ERROR', path: '/flags', message: 'Bad.', repaired: false };
    const invalid = sampleResult({ status: 'INVALID', overall: null, scores: [], violations: [violation] });
    const [call] = scoreDocument([{ ...invalid, error }]).calls;
    expect(call).toMatchObject({
      error,
      run: { status: 'INVALID', overall: null, scores: [], violations: [violation] },
    });
  });

  it('has no run for a file that could not be read', () => {
    const error = { code: 'FILE_UNREADABLE', message: 'x cannot be read.' };
    expect(scoreDocument([{ file: 'x', error, call: null }])).toEqual({ calls: [{ file: 'x', error, run: null }] });
  });
});
