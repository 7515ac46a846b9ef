import { describe, expect, it } from '@jest/globals';
import type { NormalizedTranscript, ParticipantRole } from '../../plugin-api/index.js';
import { chooseSubjects } from './run-subjects.js';

type Speaker = readonly [label: string, role: ParticipantRole, turns: number, wordsPerTurn: number];

const callOf = (...speakers: readonly Speaker[]): NormalizedTranscript => {
  const participants = speakers.map(([speakerLabel, role], index) => ({ index, speakerLabel, role, name: null }));
  const turns = speakers.flatMap(([, , count, words], participant) =>
    Array.from({ length: count }, () => ({ participant, text: 'word '.repeat(words) })),
  );
  return { participants, turns } as unknown as NormalizedTranscript;
};

const CUSTOMER: Speaker = ['Cy', 'CUSTOMER', 20, 20];
const nobody = { representativeOf: new Map<string, string>(), leadId: null };
const labelsOf = (call: NormalizedTranscript, people: Parameters<typeof chooseSubjects>[1] = nobody) =>
  chooseSubjects(call, people).map(({ label }) => label);

describe('chooseSubjects', () => {
  it.each<[string, readonly Speaker[], string[]]>([
    ['nobody where there is no representative', [CUSTOMER], []],
    ['the only one, however little they say', [['Ann', 'REP', 1, 1], CUSTOMER], ['Ann']],
    ['who has five turns', [['Ann', 'REP', 10, 100], ['Bo', 'REP', 5, 1], CUSTOMER], ['Ann', 'Bo']],
    ['not who has four short ones', [['Ann', 'REP', 10, 100], ['Bo', 'REP', 4, 1], CUSTOMER], ['Ann']],
    [
      'who has a tenth of the words',
      [
        ['Ann', 'REP', 9, 10],
        ['Bo', 'REP', 1, 10],
      ],
      ['Ann', 'Bo'],
    ],
    [
      'not who has less',
      [
        ['Ann', 'REP', 9, 10],
        ['Bo', 'REP', 1, 9],
      ],
      ['Ann'],
    ],
    [
      'whoever speaks most first',
      [
        ['Ann', 'REP', 5, 10],
        ['Bo', 'REP', 6, 10],
      ],
      ['Bo', 'Ann'],
    ],
    [
      'not who says nothing',
      [
        ['Ann', 'REP', 0, 0],
        ['Bo', 'REP', 6, 10],
      ],
      ['Bo'],
    ],
    ['not customers', [['Ann', 'REP', 5, 10], CUSTOMER, ['Di', 'OTHER', 9, 9]], ['Ann']],
  ])('takes %s', (_what, speakers, expected) => {
    expect(labelsOf(callOf(...speakers))).toEqual(expected);
  });

  it('puts the lead of the transcript first, also one who says little', () => {
    const call = callOf(['Ann', 'REP', 10, 100], ['Bo', 'REP', 1, 1]);
    const representativeOf = new Map([
      ['Ann', 'id-ann'],
      ['Bo', 'id-bo'],
    ]);
    expect(chooseSubjects(call, { representativeOf, leadId: 'id-bo' })).toEqual([
      { label: 'Bo', representativeId: 'id-bo' },
      { label: 'Ann', representativeId: 'id-ann' },
    ]);
  });

  it('scores one person under two labels once', () => {
    const call = callOf(['Ann', 'REP', 10, 10], ['Ann (phone)', 'REP', 8, 10]);
    const representativeOf = new Map([
      ['Ann', 'id-ann'],
      ['Ann (phone)', 'id-ann'],
    ]);
    expect(labelsOf(call, { representativeOf, leadId: 'id-ann' })).toEqual(['Ann']);
  });

  it('stops at eight', () => {
    const crowd = Array.from({ length: 20 }, (_, at): Speaker => [`Rep ${at}`, 'REP', 6, 10]);
    expect(labelsOf(callOf(...crowd))).toHaveLength(8);
  });
});
