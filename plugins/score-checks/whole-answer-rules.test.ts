import { describe, expect, it } from '@jest/globals';
import type { JudgeFlag, JudgeOutput } from 'debrief/plugin-api';
import { constantVector } from './suspect-scores.js';
import { insufficientEvidenceFlag, overallConsistent, salesCallConsistent } from './answer-consistency.js';
import { brief, check, makeOutput, question, scored } from './test-support.js';

const unscore =
  (...keys: readonly string[]) =>
  (output: JudgeOutput): void => {
    for (const key of keys) output.dimensions[key] = scored(null, []);
  };

describe('overall-consistent', () => {
  it.each([
    [2.8, 0],
    [3.05, 0],
    [3.06, 1],
    [2.5, 1],
  ])('an overall of %s where the scores give 2.8: %i warnings', (overall, count) => {
    const issues = check(overallConsistent, (output) => (output.overall_score = overall));
    expect(brief(issues)).toEqual(
      Array.from({ length: count }, () => ['warning', 'OVERALL_DIFFERS', '/overall_score']),
    );
  });

  it('renormalizes over what is scored', () => {
    const change = (output: JudgeOutput): void => {
      unscore('situation')(output);
      output.overall_score = (4 * 0.3 + 2 * 0.5) / 0.8;
    };
    expect(check(overallConsistent, change)).toEqual([]);
  });

  it('has nothing to compare where there is no overall', () => {
    expect(check(overallConsistent, unscore('problem', 'payoff'))).toEqual([]);
  });
});

describe('insufficient-evidence-flag', () => {
  const FLAG: JudgeFlag = 'insufficient_evidence';

  it('sets the flag where more than half the weight has no score', () => {
    const repair = { op: 'replace', path: '/flags', value: [FLAG] };
    const issues = check(insufficientEvidenceFlag, unscore('problem', 'payoff'));
    expect(brief(issues)).toEqual([['warning', 'INSUFFICIENT_EVIDENCE_FLAG', '/flags', repair]]);
  });

  it('takes it away where at least half has, and keeps the other flags', () => {
    const issues = check(insufficientEvidenceFlag, (output) => {
      unscore('payoff')(output);
      output.flags = [FLAG, 'low_asr_quality'];
    });
    const repair = { op: 'replace', path: '/flags', value: ['low_asr_quality'] };
    expect(brief(issues)).toEqual([['warning', 'INSUFFICIENT_EVIDENCE_FLAG', '/flags', repair]]);
  });

  it('does not bury the reason of a conversation that is no sales call', () => {
    const issues = check(insufficientEvidenceFlag, (output) => {
      unscore('situation', 'problem', 'payoff')(output);
      output.call_check.is_sales_call = false;
      output.flags = ['not_a_sales_call'];
    });
    expect(issues).toEqual([]);
  });
});

describe('sales-call-consistent', () => {
  it('wants the flag and no scores', () => {
    const issues = check(salesCallConsistent, (output) => {
      unscore('situation')(output);
      output.call_check.is_sales_call = false;
    });
    expect(brief(issues)).toEqual([
      ['error', 'NOT_A_SALES_CALL_BUT_SCORED', '/flags'],
      ['error', 'NOT_A_SALES_CALL_BUT_SCORED', '/dimensions/problem/score'],
      ['error', 'NOT_A_SALES_CALL_BUT_SCORED', '/dimensions/payoff/score'],
    ]);
  });

  it('is content where both hold', () => {
    const issues = check(salesCallConsistent, (output) => {
      unscore('situation', 'problem', 'payoff')(output);
      output.call_check.is_sales_call = false;
      output.flags = ['not_a_sales_call'];
    });
    expect(issues).toEqual([]);
  });
});

describe('constant-vector', () => {
  const allFive = (output: JudgeOutput): void => {
    for (const one of Object.values(output.dimensions)) one.score = 5;
  };

  it('marks full marks that rest on what is no question', () => {
    expect(check(constantVector, allFive)).toEqual([]);
    const issues = check(constantVector, (output) => {
      allFive(output);
      output.dimensions.situation!.evidence = [question(0, 'Thanks for joining.')];
    });
    expect(brief(issues)).toEqual([['warning', 'ALL_SCORES_AT_MAXIMUM', '/dimensions']]);
    expect(issues[0]?.effect).toBe('DOUBT');
  });

  it('marks a score that is 3 or more from the baseline', () => {
    const reference = makeOutput((output) => {
      output.dimensions.situation!.score = 0;
      output.dimensions.problem!.score = 2;
      output.dimensions.payoff = scored(null, []);
    });
    const issues = check(constantVector, undefined, { reference });
    expect(brief(issues)).toEqual([['warning', 'FAR_FROM_BASELINE', '/dimensions/situation/score']]);
    expect(issues[0]?.effect).toBe('DOUBT');
  });
});
