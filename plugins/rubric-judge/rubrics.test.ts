import { createHash } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';
import { evidenceKindsOf, responseSchemaFor, type Rubric } from 'debrief/plugin-api';

import { bant } from './bant.js';
import { challenger } from './challenger.js';
import { meddic } from './meddic.js';
import { meddpicc } from './meddpicc.js';
import { sandler } from './sandler.js';
import { spin } from './spin.js';

const shipped = [spin, meddic, meddpicc, bant, challenger, sandler];

/** Keys, weights and scale: what scores hang on. Changing any of it needs a new version of the rubric. */
const formOf = ({ scale, dimensions }: Rubric) => [
  `${scale.min} to ${scale.max}`,
  ...dimensions.map(({ key, weight }) => `${key} ${weight}`),
];

describe('the shipped rubrics', () => {
  it.each([
    [spin, ['0 to 5', 'situation 0.15', 'problem 0.25', 'implication 0.3', 'need_payoff 0.3']],
    [
      meddic,
      [
        '0 to 3',
        'metrics 0.18',
        'economic_buyer 0.18',
        'decision_criteria 0.14',
        'decision_process 0.14',
        'identify_pain 0.2',
        'champion 0.16',
      ],
    ],
    [
      meddpicc,
      [
        '0 to 3',
        'metrics 0.14',
        'economic_buyer 0.14',
        'decision_criteria 0.1',
        'decision_process 0.12',
        'identify_pain 0.18',
        'champion 0.16',
        'paper_process 0.08',
        'competition 0.08',
      ],
    ],
    [bant, ['0 to 2', 'budget 0.25', 'authority 0.25', 'need 0.25', 'timeline 0.25']],
    [challenger, ['1 to 5', 'teach 0.4', 'tailor 0.3', 'take_control 0.3']],
    [
      sandler,
      [
        '0 to 2',
        'bonding 0.1',
        'upfront_contract 0.2',
        'pain 0.25',
        'budget 0.15',
        'decision 0.15',
        'fulfillment 0.1',
        'post_sell 0.05',
      ],
    ],
  ])('$key has the form that its first version was published with', (rubric, form) => {
    expect(formOf(rubric)).toEqual(form);
    expect(rubric.version).toBe(1);
  });

  it.each(shipped)('$key anchors every level, and asks more evidence the higher the score', ({ scale, dimensions }) => {
    const levels = Array.from({ length: scale.max - scale.min + 1 }, (_, at) => scale.min + at);
    for (const { anchors, evidenceFloor, positiveExamples, negativeExamples } of dimensions) {
      expect(anchors.map(({ score }) => score)).toEqual(levels);
      expect(evidenceFloor.length).toBeGreaterThan(0);
      expect(evidenceFloor.every(({ min }) => min > scale.min)).toBe(true);
      expect(positiveExamples.length * negativeExamples.length).toBeGreaterThan(0);
    }
  });

  it('say whose words count: questions in SPIN, the customer in MEDDIC, statements in Challenger', () => {
    const kinds = (rubric: Rubric) => [...new Set(rubric.dimensions.flatMap(evidenceKindsOf))];
    expect(kinds(spin)).not.toContain('rep_statement');
    expect(kinds(challenger)).toContain('rep_statement');
    for (const { speaker, evidenceFloor } of meddic.dimensions) {
      expect(speaker).toBe('customer');
      expect(evidenceFloor.at(-1)?.customer_response).toBeGreaterThan(0);
    }
  });

  it('are what they were published as: another word needs another version', () => {
    const hashOf = (rubric: Rubric) => createHash('sha256').update(JSON.stringify(rubric)).digest('hex').slice(0, 16);
    expect(Object.fromEntries(shipped.map((rubric) => [rubric.key, hashOf(rubric)]))).toEqual({
      bant: '60962624b8ee8d40',
      challenger: '1516b4b18b3b427c',
      meddic: 'ce0b3b38b9681c3f',
      meddpicc: '4d0d0ec127dc90b0',
      sandler: '2fb7e8213c2af7cb',
      spin: '6a087ae44a98d176',
    });
  });

  it('ask for a reason only where a dimension may not apply', () => {
    const asks = (rubric: Rubric) => JSON.stringify(responseSchemaFor(rubric)).includes('unscored_reason');
    expect(shipped.filter(asks).map(({ key }) => key)).toEqual(['meddpicc', 'sandler']);
  });
});
