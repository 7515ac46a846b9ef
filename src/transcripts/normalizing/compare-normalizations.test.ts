import { describe, expect, it } from '@jest/globals';
import type { Participant } from '../../plugin-api/transcript.js';
import { compareTranscripts, compareNormalizations } from './compare-normalizations.js';

const person = (speakerLabel: string, index: number, rest: Partial<Participant> = {}): Participant => ({
  ...{ index, speakerLabel, name: speakerLabel, email: null, affiliation: null },
  ...{ role: 'UNKNOWN', roleSource: 'NONE', confidence: 0, ...rest },
});

const form = (people: readonly Participant[], said: readonly (readonly [number, string])[], format = 'srt') => ({
  format,
  transcript: {
    ...{ title: null, startedAt: null, durationMs: null, language: 'en', participants: people },
    turns: said.map(([participant, text], index) => ({
      ...{ index, participant, text, startMs: null, endMs: null },
      rawOffset: [index, index + 1] as const,
    })),
  },
});

const [ann, bo] = [person('Ann', 0), person('Bo', 1)];
const before = form(
  [ann, bo],
  [
    [0, 'Hi.'],
    [1, 'Hi.'],
    [0, 'So?'],
  ],
);

describe('compareForms', () => {
  it('finds no difference between equals, wherever the turns stand', () => {
    const moved = form(
      [person('Bo', 0), person('Ann', 1)],
      [
        [1, 'So?'],
        [0, 'Hi.'],
        [1, 'Hi.'],
      ],
    );
    expect(compareTranscripts(before, moved)).toEqual({
      ...{ turnsBefore: 3, turnsAfter: 3, turnsChanged: 0, speakersChanged: [] },
      ...{ formatBefore: 'srt', formatAfter: 'srt' },
    });
  });

  it('counts turns that joined, changed hands, or were said by people in another role', () => {
    const joined = form(
      [ann, bo],
      [
        [0, 'Hi. So?'],
        [1, 'Hi.'],
      ],
      'webvtt',
    );
    expect(compareTranscripts(before, joined)).toMatchObject({ turnsAfter: 2, turnsChanged: 2, formatAfter: 'webvtt' });
    const swapped = form(
      [ann, bo],
      [
        [1, 'Hi.'],
        [0, 'Hi.'],
        [1, 'So?'],
      ],
    );
    expect(compareTranscripts(before, swapped).turnsChanged).toBe(1);
    const seller = form(
      [person('Ann', 0, { role: 'REP' }), bo],
      [
        [0, 'Hi.'],
        [1, 'Hi.'],
        [0, 'So?'],
      ],
    );
    expect(compareTranscripts(before, seller)).toMatchObject({ turnsChanged: 2, speakersChanged: ['Ann'] });
  });

  it('reads the form before from its stored document', () => {
    const stored = { format: 'srt', document: JSON.stringify(before.transcript) };
    const renamed = form(
      [person('Ann', 0, { name: 'Anna' }), bo],
      [
        [0, 'Hi.'],
        [1, 'Hi.'],
        [0, 'So?'],
      ],
    );
    expect(compareNormalizations(stored, renamed)).toMatchObject({ turnsChanged: 0, speakersChanged: ['Ann'] });
  });
});
