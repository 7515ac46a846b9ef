import { Ajv } from 'ajv';
import { describe, expect, test } from '@jest/globals';
import type { JudgeOutput } from 'debrief/plugin-api';
import type { OrganizationOptions } from './organization-options.js';
import { organizationRules } from './organization-rules.js';
import { brief, check, response } from './test-support.js';
import { expectWithin } from '../../test/support/expect-within.js';

const fits = new Ajv({ strict: true }).compile({ ...organizationRules.optionsSchema });

const found = (options: OrganizationOptions, change?: (output: JudgeOutput) => void) => {
  expect(fits(options)).toBe(true);
  return brief(check(organizationRules, change, {}, { ...options }));
};

describe('organization-rules', () => {
  test.each<[string, OrganizationOptions, readonly unknown[]]>([
    ['nothing demanded', {}, []],
    [
      'more evidence from a score on',
      { minEvidence: [{ fromScore: 4, count: 3 }] },
      [['error', 'ORGANIZATION_MIN_EVIDENCE', '/dimensions/problem/score']],
    ],
    [
      'more evidence of a kind, in one dimension, as a warning',
      {
        minEvidence: [
          { dimension: 'payoff', evidence: 'customer_response', fromScore: 1, count: 1, severity: 'warning' },
        ],
      },
      [['warning', 'ORGANIZATION_MIN_EVIDENCE', '/dimensions/payoff/score']],
    ],
    ['as much as is cited', { minEvidence: [{ dimension: 'problem', fromScore: 4, count: 2 }] }, []],
    [
      'a cap without an answer of the customer',
      { maxScoreWithout: [{ evidence: 'customer_response', max: 2 }] },
      [['error', 'ORGANIZATION_MAX_SCORE', '/dimensions/situation/score']],
    ],
    [
      'a flag on short calls is set',
      { requiredFlags: [{ flag: 'low_asr_quality', turnsBelow: 20 }] },
      [['warning', 'ORGANIZATION_FLAG', '/flags', { op: 'replace', path: '/flags', value: ['low_asr_quality'] }]],
    ],
    [
      'a flag of a condition that does not hold',
      { requiredFlags: [{ flag: 'low_asr_quality', unscoredAtLeast: 1 }] },
      [],
    ],
    [
      'a word, whatever its case, as a word',
      { forbiddenWords: [{ words: ['HEART OF', 'mat', 'stops'] }] },
      [
        ['error', 'ORGANIZATION_WORD', '/coaching/strengths/0/text'],
        ['error', 'ORGANIZATION_WORD', '/coaching/summary'],
      ],
    ],
    [
      'another language',
      { textLanguage: [{ language: 'de', severity: 'warning' }] },
      [...['situation', 'problem', 'payoff'].map((key) => `/dimensions/${key}/rationale`), '/coaching/summary'].map(
        (path) => ['warning', 'ORGANIZATION_LANGUAGE', path],
      ),
    ],
  ])('%s', (_what, options, expected) => {
    expect(found(options)).toEqual(expected);
  });

  test('a cap is lifted by the evidence that it asks for', () => {
    const options = { maxScoreWithout: [{ dimension: 'situation', evidence: 'customer_response' as const, max: 2 }] };
    expect(found(options, (output) => output.dimensions.situation!.evidence.push(response(1)))).toEqual([]);
  });

  test.each([
    { rules: [] },
    { forbiddenWords: [{ words: [1] }] },
    { forbiddenWords: [{ words: ['x'.repeat(61)] }] },
    { minEvidence: [{ fromScore: 1 }] },
    { requiredFlags: [{ flag: 'made_up' }] },
    { textLanguage: [{ language: 'en', pattern: '(a+)+$' }] },
  ])('refuses %j', (options) => {
    expect(fits(options)).toBe(false);
  });

  test('is quick with the most words on the longest text', () => {
    const words = Array.from({ length: 100 }, (_, at) => `planning planning ${at}`);
    const options = { forbiddenWords: Array.from({ length: 20 }, () => ({ words })) };
    expectWithin(2_000, () => found(options, (output) => void (output.coaching.summary = 'planning '.repeat(5_000))));
  });
});
