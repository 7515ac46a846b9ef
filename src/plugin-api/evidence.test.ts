import { describe, expect, it } from '@jest/globals';

import { evidenceShortfall, statesNumber } from './evidence.js';

const floor = [
  { min: 1, rep_question: 1 },
  { min: 5, rep_question: 2, customer_response: 1, customer_response_with_number: 1 },
  { min: 3, rep_question: 2 },
];
const asked = (quote = 'How many do you run?') => ({ kind: 'rep_question', quote }) as const;
const answered = (quote: string) => ({ kind: 'customer_response', quote }) as const;

describe('evidenceShortfall', () => {
  it('asks nothing below the first floor', () => {
    expect(evidenceShortfall(floor, 0, [])).toEqual([]);
  });

  it('uses the highest floor that the score reaches', () => {
    expect(evidenceShortfall(floor, 2, [asked()])).toEqual([]);
    expect(evidenceShortfall(floor, 4, [asked()])).toEqual([{ kind: 'rep_question', needed: 2, found: 1 }]);
  });

  it('asks for a customer response that states a number', () => {
    expect(evidenceShortfall(floor, 5, [asked(), asked(), answered('quite a few of them')])).toEqual([
      { kind: 'customer_response_with_number', needed: 1, found: 0 },
    ]);
    expect(evidenceShortfall(floor, 5, [asked(), asked(), answered('about 40 a day')])).toEqual([]);
  });

  it('counts no number in a rep question and no missed opportunity', () => {
    const pieces = [asked('Is it 40?'), { kind: 'missed_opportunity', quote: 'we lose 40 a day' } as const];
    expect(evidenceShortfall(floor, 5, pieces).map(({ kind }) => kind)).toEqual([
      'rep_question',
      'customer_response',
      'customer_response_with_number',
    ]);
  });
});

describe('statesNumber', () => {
  it.each(['40 %', '\u0664\u0662 orders', 'about twenty people', 'half the team', 'Thousands of them'])(
    'sees one in %j',
    (text) => {
      expect(statesNumber(text)).toBe(true);
    },
  );

  it.each(['a lot', 'the one that hurts', 'this quarter', 'often', ''])('sees none in %j', (text) => {
    expect(statesNumber(text)).toBe(false);
  });
});
