import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Cue, ParsedMetadata, ParsedParticipant } from '../../plugin-api/transcript.js';
import { normalize } from './normalize.js';

type Short = readonly [
  speaker: string | null,
  startMs: number | null,
  endMs: number | null,
  text: string,
  continues?: boolean,
];

const toCue = ([speaker, startMs, endMs, text, continues]: Short, at: number): Cue => ({
  speaker,
  startMs,
  endMs,
  text,
  offset: [at * 10, at * 10 + 9],
  ...(continues ? { continues } : {}),
});

function run(cues: readonly Short[], rest: { participants?: ParsedParticipant[]; metadata?: ParsedMetadata } = {}) {
  const parsed = {
    outcome: 'PARSED',
    cues: cues.map(toCue),
    participants: [],
    metadata: {},
    warnings: [],
    ...rest,
  } as const;
  const { transcript, warnings } = normalize(parsed, {});
  const turns = transcript.turns.map((turn) => [
    transcript.participants[turn.participant]?.speakerLabel,
    turn.startMs,
    turn.endMs,
    turn.text,
  ]);
  return { transcript, turns, codes: warnings.map(({ code }) => code) };
}

describe('normalize', () => {
  it('warns of turns in doubt with their count and the first of them', () => {
    const cues = Array.from({ length: 5 }, (_, at): Cue => {
      const long = `Number ${at} ${'goes on and '.repeat(8)}ends.`;
      return { ...toCue([at % 2 ? 'Ann' : 'Bo', null, null, long], at), doubt: at !== 1 };
    });
    const parsed = { outcome: 'PARSED', cues, participants: [], metadata: {}, warnings: [] } as const;
    const { warnings, quality } = normalize(parsed, {});
    const doubt = warnings.find(({ code }) => code === 'ATTRIBUTION_IN_DOUBT')?.message;
    expect(doubt).toMatch(/^It is in doubt who says 4 turns: “Number 0 .+…”, “Number 2 .+…”, “Number 3 .+…”\. /);
    expect(quality.issues).toContainEqual(expect.objectContaining({ code: 'ATTRIBUTION_IN_DOUBT' }));
    const sure = normalize({ ...parsed, cues: cues.map(({ doubt: _doubt, ...cue }) => cue) }, {});
    expect(sure.warnings.map(({ code }) => code)).not.toContain('ATTRIBUTION_IN_DOUBT');
    expect(sure.quality.score).toBeCloseTo(quality.score + 0.2);
  });

  it('merges neighboring cues of one speaker, keeping start, end and span', () => {
    const { turns, transcript } = run([
      ['Ann', 0, 1000, 'One'],
      ['Ann', 1500, 2000, 'two.'],
      ['Bo', 1800, 2500, 'Three.'],
    ]);
    expect(turns).toEqual([
      ['Ann', 0, 2000, 'One two.'],
      ['Bo', 1800, 2500, 'Three.'],
    ]);
    expect(transcript.turns[0]?.rawOffset).toEqual([0, 19]);
    expect(transcript.durationMs).toBe(2500);
  });

  it('does not end a turn before it starts, whatever a cue without start says', () => {
    expect(
      run([
        ['Bo', 1000, null, 'a'],
        ['Bo', null, 500, 'b'],
      ]).turns,
    ).toEqual([['Bo', 1000, null, 'a b']]);
  });

  it('starts a new turn after a very long silence', () => {
    expect(
      run([
        ['Ann', 0, 1000, 'One.'],
        ['Ann', 700_000, 701_000, 'Two.'],
      ]).turns,
    ).toHaveLength(2);
    expect(
      run([
        ['Ann', 0, 1000, 'One.'],
        ['Ann', 590_000, 591_000, 'Two.'],
      ]).turns,
    ).toHaveLength(1);
  });

  it('never invents a time', () => {
    const { turns, transcript } = run([
      ['Ann', null, null, 'One.'],
      ['Bo', 5000, null, 'Two.'],
      ['Bo', null, null, 'Three.'],
      ['Ann', 9000, 9500, 'Four.'],
      ['Ann', 9600, null, 'Five.'],
    ]);
    expect(turns).toEqual([
      ['Ann', null, null, 'One.'],
      ['Bo', 5000, null, 'Two. Three.'],
      ['Ann', 9000, null, 'Four. Five.'],
    ]);
    expect(transcript.durationMs).toBeNull();
  });

  it('drops an end before its start, and swaps where the columns were swapped', () => {
    const one = run([
      ['Ann', 5000, 3000, 'One.'],
      ['Bo', 6000, 7000, 'Two.'],
    ]);
    expect(one.turns[0]).toEqual(['Ann', 5000, null, 'One.']);
    expect(one.codes).toContain('CUE_TIME_REVERSED');
    const all = run([
      ['Ann', 2000, 1000, 'a'],
      ['Bo', 4000, 3000, 'b'],
      ['Ann', 6000, 5000, 'c'],
    ]);
    expect(all.turns.map(([, start, end]) => [start, end])).toEqual([
      [1000, 2000],
      [3000, 4000],
      [5000, 6000],
    ]);
  });

  it('sorts what is out of order, stable, and only then', () => {
    const sorted = run([
      ['Ann', 5000, 6000, 'b'],
      ['Bo', null, null, 'c'],
      ['Ann', 1000, 2000, 'a'],
      ['Bo', 5000, 6000, 'd'],
    ]);
    expect(sorted.turns.map(([, , , text]) => text)).toEqual(['a b', 'c d']);
    expect(sorted.codes).toContain('CUES_OUT_OF_ORDER');
    expect(
      run([
        ['Ann', 0, 9000, 'a'],
        ['Bo', 1000, 2000, 'b'],
        ['Ann', 1000, 3000, 'c'],
      ]).codes,
    ).not.toContain('CUES_OUT_OF_ORDER');
  });

  it('raises negative times, and counts the clock on the wall from the first cue', () => {
    expect(
      run([
        ['Ann', -2000, -500, 'a'],
        ['Bo', -100, 900, 'b'],
      ]).turns.map(([, start, end]) => [start, end]),
    ).toEqual([
      [0, 0],
      [0, 900],
    ]);
    const wall = run([
      ['Ann', 50_000_000, null, 'a'],
      ['Bo', 50_060_000, null, 'b'],
    ]);
    expect(wall.turns.map(([, start]) => start)).toEqual([0, 60_000]);
    expect(wall.codes).toContain('WALL_CLOCK_TIMES');
  });

  it('keeps times that are beyond reason out', () => {
    expect(
      run([
        ['Ann', NaN, Infinity, 'a'],
        ['Bo', 1e15, 2e15, 'b'],
      ]).turns.map(([, start, end]) => [start, end]),
    ).toEqual([
      [null, null],
      [null, null],
    ]);
  });

  it('folds spellings of one speaker, and keeps namesakes of two companies apart', () => {
    expect(
      run([
        ['Sam | Nimbus', 0, 1, 'a'],
        ['Kim', 2, 3, 'b'],
        ['sam', 4, 5, 'c'],
        ['SAM ', 6, 7, 'd'],
      ]).turns.map(([label]) => label),
    ).toEqual(['Sam | Nimbus', 'Kim', 'Sam | Nimbus']);
    expect(
      run([
        ['Alex (Acme)', 0, 1, 'a'],
        ['Alex (Nimbus)', 2, 3, 'b'],
      ]).transcript.participants,
    ).toMatchObject([
      { name: 'Alex', affiliation: 'Acme' },
      { name: 'Alex', affiliation: 'Nimbus' },
    ]);
  });

  it('leaves out recorders and screens, with a warning', () => {
    const { transcript, codes } = run([
      ['Ann', 0, 1, 'a'],
      ["Ann's Presentation", 2, 3, 'x'],
      ['Fireflies.ai Notetaker Ann', 2, 3, 'x'],
      ['System', 2, 3, 'joined'],
      ['Bo', 4, 5, 'b'],
    ]);
    expect(transcript.participants.map((person) => person.speakerLabel)).toEqual(['Ann', 'Bo']);
    expect(transcript.participants.map((person) => person.index)).toEqual([0, 1]);
    expect(codes).toContain('PSEUDO_PARTICIPANT_DROPPED');
  });

  it('gives unnamed speech to one unknown speaker, sentence by sentence', () => {
    const { turns, codes, transcript } = run([
      [null, 0, 1000, 'hello and'],
      [null, 1000, 2000, 'welcome.'],
      [null, 2500, 3000, 'thanks'],
      [null, 9000, 9500, 'so'],
    ]);
    expect(turns.map(([, , , text]) => text)).toEqual(['hello and welcome.', 'thanks', 'so']);
    expect(transcript.participants).toMatchObject([
      { speakerLabel: 'Unknown speaker', name: null, role: 'UNKNOWN', roleSource: 'NONE', confidence: 0 },
    ]);
    expect(codes).toEqual(expect.arrayContaining(['SPEAKERS_UNKNOWN', 'ONE_SPEAKER']));
  });

  it('joins the pieces of one utterance also where they overlap others', () => {
    expect(
      run([
        ['Ann', 5000, 6000, 'One'],
        ['Ann', 900_000, 901_000, 'piece.', true],
      ]).turns,
    ).toEqual([['Ann', 5000, 901_000, 'One piece.']]);
  });

  it('leaves out cues without words, and begins the utterance with the next piece', () => {
    const { turns } = run([
      ['Ann', 0, 1000, 'One.'],
      ['Ann', 700_000, 700_100, '>>'],
      ['Ann', 700_100, 701_000, 'Two', true],
      ['Ann', 701_000, 702_000, 'three.', true],
      ['Bo', 703_000, 704_000, ' - '],
    ]);
    expect(turns).toEqual([
      ['Ann', 0, 1000, 'One.'],
      ['Ann', 700_100, 702_000, 'Two three.'],
    ]);
  });

  it('cleans words, names and metadata of what no store takes', () => {
    const { transcript } = run(
      [
        ['A\u0000nn\u202E', 0, 1, 'he\u0000llo \uD83D \u200Bthere'],
        ['Bo', 2, 3, ' \u200B '],
      ],
      {
        metadata: { title: ' Deal\u0000\n call ', startedAt: 'yesterday', language: 'eng', durationMs: 5000 },
      },
    );
    expect(transcript.participants).toMatchObject([{ speakerLabel: 'Ann', name: 'Ann' }]);
    expect(transcript.turns.map((turn) => turn.text)).toEqual(['hello \uFFFD there']);
    expect(transcript).toMatchObject({ title: 'Deal call', startedAt: null, language: 'en', durationMs: 5000 });
  });

  it('takes names, addresses and companies that the file states', () => {
    const participants: ParsedParticipant[] = [
      { label: '901', name: 'Ann Lee', email: 'Ann@Nimbus.example', affiliation: 'Nimbus', role: 'REP' },
    ];
    expect(
      run(
        [
          ['901', 0, 1, 'a'],
          ['902', 1, 2, 'b'],
        ],
        { participants },
      ).transcript.participants,
    ).toEqual([
      {
        index: 0,
        speakerLabel: '901',
        name: 'Ann Lee',
        email: 'ann@nimbus.example',
        affiliation: 'Nimbus',
        role: 'REP',
        roleSource: 'FIELD',
        confidence: 1,
      },
      {
        index: 1,
        speakerLabel: '902',
        name: null,
        email: null,
        affiliation: null,
        role: 'CUSTOMER',
        roleSource: 'FIELD',
        confidence: 0.95,
      },
    ]);
  });

  it('property: starts never fall, ends never precede starts, indexes are dense, no word is lost', () => {
    const time = fc.option(fc.integer({ min: -10_000, max: 10_000_000 }), { nil: null });
    const cue = fc.tuple(fc.constantFrom('Ann', 'Bo', null), time, time, fc.stringMatching(/^[a-z]{1,6}$/));
    fc.assert(
      fc.property(fc.array(cue, { minLength: 1, maxLength: 40 }), (cues) => {
        const { transcript } = run(cues);
        const starts = transcript.turns.flatMap(({ startMs }) => (startMs === null ? [] : [startMs]));
        expect(starts).toEqual([...starts].sort((a, b) => a - b));
        for (const { startMs, endMs } of transcript.turns)
          expect(endMs ?? Infinity).toBeGreaterThanOrEqual(startMs ?? 0);
        expect(transcript.turns.map(({ index }) => index)).toEqual([...transcript.turns.keys()]);
        const words = transcript.turns.flatMap(({ text }) => text.split(' '));
        expect(words.sort((a, b) => a.localeCompare(b))).toEqual(
          cues.map(([, , , text]) => text).sort((a, b) => a.localeCompare(b)),
        );
      }),
    );
  });
});
