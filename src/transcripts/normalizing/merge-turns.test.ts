import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mergeTurns, type SpokenCue } from './merge-turns.js';

const cue = (fields: Partial<SpokenCue>, at = 0): SpokenCue => ({
  person: 0,
  speaker: 'Ann',
  text: 'word',
  startMs: null,
  endMs: null,
  offset: [at * 10, at * 10 + 9],
  ...fields,
});

const merge = (fields: readonly Partial<SpokenCue>[]) => mergeTurns(fields.map(cue));

describe('mergeTurns', () => {
  it('keeps the cues that a turn was joined from, and none where it is one', () => {
    const [joined, single] = merge([
      { text: 'One', startMs: 0, endMs: 900 },
      { text: 'and two.', startMs: 1000, endMs: 1900 },
      { text: 'Three.', person: 1, startMs: 1500, endMs: 2500 },
    ]);
    expect(joined).toEqual({
      index: 0,
      participant: 0,
      startMs: 0,
      endMs: 1900,
      text: 'One and two.',
      rawOffset: [0, 19],
      cues: [
        { at: 0, startMs: 0, endMs: 900, rawOffset: [0, 9] },
        { at: 4, startMs: 1000, endMs: 1900, rawOffset: [10, 19] },
      ],
    });
    expect(single).not.toHaveProperty('cues');
  });

  it('marks a turn of which some words are in doubt, and those words', () => {
    const [joined, sure, single] = merge([
      { text: 'Sure.' },
      { text: 'In doubt.', doubt: true },
      { text: 'Sure.', person: 1 },
      { text: 'In doubt.', doubt: true },
    ]);
    expect(joined).toMatchObject({ doubt: true, cues: [{ at: 0 }, { at: 6, doubt: true }] });
    expect(joined?.cues?.[0]).not.toHaveProperty('doubt');
    expect(sure).not.toHaveProperty('doubt');
    expect(single).toMatchObject({ doubt: true });
  });

  it('ends with the latest end, wherever it stands; an end that the last cue lacks is unknown', () => {
    const long = { startMs: 0, endMs: 9000 };
    expect(merge([long, { startMs: 1000, endMs: 2000 }])[0]?.endMs).toBe(9000);
    expect(merge([long, { startMs: 1000 }])[0]?.endMs).toBeNull();
    expect(merge([{ startMs: 0 }, { startMs: 1000, endMs: 2000 }])[0]?.endMs).toBe(2000);
  });

  it('keeps the time of its block, where only that is known', () => {
    const turns = merge([{ notBeforeMs: 60_000 }, { notBeforeMs: 120_000 }, { person: 1, startMs: 5, notBeforeMs: 1 }]);
    expect(turns).toMatchObject([{ startMs: null, notBeforeMs: 60_000 }, { startMs: 5 }]);
    expect(turns[1]).not.toHaveProperty('notBeforeMs');
  });

  it('joins the pieces of one utterance whatever lies between them', () => {
    const turns = merge([
      { startMs: 0, endMs: 10 },
      { startMs: 2_000_000, endMs: 2_000_010, continues: true },
      { startMs: 4_000_000, endMs: 4_000_010 },
    ]);
    expect(turns.map(({ cues }) => cues?.length ?? 1)).toEqual([2, 1]);
  });

  it('property: every cue stands where it says in the text of its turn', () => {
    const fields = fc.record({
      person: fc.nat(2),
      text: fc.stringMatching(/^[a-z]{1,5}( [a-z]{1,5}){0,3}$/),
      speaker: fc.constantFrom('Ann', null),
    });
    fc.assert(
      fc.property(fc.array(fields, { minLength: 1, maxLength: 30 }), (list) => {
        const said = mergeTurns(list.map(cue)).flatMap(({ text, cues = [{ at: 0 }] }) =>
          cues.map(({ at }, index) => text.slice(at, cues[index + 1]?.at).trim()),
        );
        expect(said).toEqual(list.map(({ text }) => text));
      }),
    );
  });
});
