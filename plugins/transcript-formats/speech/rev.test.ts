import { describe, expect, it } from '@jest/globals';
import { rev } from './rev.js';
import { parsedBy, sourceOf } from '../test-support.js';

const word = (value: string, ts: number) => ({ type: 'text', value, ts, end_ts: ts + 0.2, confidence: 0.5 });
const mark = (value: string) => ({ type: 'punct', value });
const told = (document: object) =>
  parsedBy(rev, JSON.stringify(document)).cues.map((cue) => [cue.speaker, cue.text, cue.startMs, cue.endMs]);

describe('rev', () => {
  it('joins values as they are, blanks and hyphens too', () => {
    const elements = [
      word('A', 0.1),
      mark(' '),
      word('follow', 0.5),
      mark('-'),
      word('up', 0.8),
      mark(', '),
      word('yes', 1.2),
      mark('.'),
    ];
    expect(told({ monologues: [{ speaker: 0, elements }] })).toEqual([['Speaker 0', 'A follow-up, yes.', 100, 1400]]);
  });

  it('puts a blank between words only where nothing stands there', () => {
    expect(told({ monologues: [{ speaker: 1, elements: [word('Ship', 0), word('it', 0.3)] }] })).toEqual([
      ['Speaker 1', 'Ship it', 0, 500],
    ]);
  });

  it('begins a cue with each monologue, and one after a sentence and a breath', () => {
    const first = [word('Hi.', 0), mark(' '), word('Well', 2)];
    expect(
      told({
        monologues: [
          { speaker: 0, elements: first },
          { speaker: 0, elements: [word('So', 2.3)] },
        ],
      }).map(([, what]) => what),
    ).toEqual(['Hi.', 'Well', 'So']);
  });

  it('reads the export of the editor, with names by id or by place', () => {
    const spans = [
      { text: 'Hello', ts: 0.5, endTs: 0.9 },
      { text: ' there.', ts: 1, endTs: 1.4 },
    ];
    const monologues = [
      { speaker: 7, startTime: null, spans },
      { speaker: 1, spans },
      { speaker: null, spans },
      { speaker: 9, spans },
    ];
    const speakers = [{ id: 7, name: 'Marco Vell' }, { name: 'Lena Orsk' }];
    expect(told({ speakers, monologues })).toEqual([
      ['Marco Vell', 'Hello there.', 500, 1400],
      ['Lena Orsk', 'Hello there.', 500, 1400],
      [null, 'Hello there.', 500, 1400],
      ['Speaker 9', 'Hello there.', 500, 1400],
    ]);
  });

  it('claims its own JSON only', () => {
    for (const text of ['{"monologues":[]}', '{"monologues":[{"terms":[]}]}', '{"monologues":{}}'])
      expect(rev.detect(sourceOf(text))).toBe(0);
    expect(rev.parse(sourceOf('{"monologues":[{"elements":[{"value":" "}]}]}'), {})).toMatchObject({
      code: 'TRANSCRIPT_EMPTY',
    });
  });
});
