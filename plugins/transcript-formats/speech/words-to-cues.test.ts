import { describe, expect, it } from '@jest/globals';
import { type SpokenSegment, wordsToCues } from './words-to-cues.js';
import { expectWithin } from '../../../test/support/expect-within.js';

let at = 0;
const word = (text: string, startMs: number | null, more: Partial<SpokenSegment> = {}): SpokenSegment => ({
  speaker: 'A',
  text,
  startMs,
  endMs: startMs === null ? null : startMs + 200,
  confidence: null,
  span: [(at += 10), at + text.length],
  ...more,
});
const texts = (pieces: readonly SpokenSegment[]) => wordsToCues(pieces).map((cue) => cue.text);

describe('wordsToCues', () => {
  it('joins the words of one speaker, punctuation without a blank', () => {
    const [cue] = wordsToCues([
      word('Hi', 100),
      word(',', null, { glued: true }),
      word('Ann', 400),
      word('.', null, { glued: true }),
    ]);
    expect(cue).toMatchObject({ speaker: 'A', text: 'Hi, Ann.', startMs: 100, endMs: 600 });
  });

  it.each([
    ['another speaker', [word('Hi', 0), word('Yes', 250, { speaker: 'B' })], ['Hi', 'Yes']],
    ['nobody known', [word('Hi', 0), word('Yes', 250, { speaker: null })], ['Hi', 'Yes']],
    ['a segment of the engine', [word('Hi', 0), word('there', 250, { breaks: true })], ['Hi', 'there']],
    ['a breath after a sentence', [word('Hi.', 0), word('So', 600)], ['Hi.', 'So']],
    ['no breath after a sentence', [word('Hi.', 0), word('So', 300)], ['Hi. So']],
    ['a breath within a sentence', [word('Hi', 0), word('So', 600)], ['Hi So']],
    ['a long silence', [word('Hi', 0), word('So', 2000)], ['Hi', 'So']],
    ['words without times', [word('Hi.', null), word('So', null)], ['Hi. So']],
    ['scripts without blanks', [word('料金', 0), word('は', 250), word('OK', 500)], ['料金は OK']],
    ['blanks only', [word(' ', 0), word('', 100)], []],
    ['glued blanks', [word(' ', 0, { glued: true })], []],
  ])('ends a cue, or not, at %s', (_name, pieces, expected) => {
    expect(texts(pieces)).toEqual(expected);
  });

  it('keeps the span from the first word to the last, and the mean confidence of those that have one', () => {
    const [cue] = wordsToCues([
      word('a', 0, { span: [40, 41], confidence: 0.5 }),
      word('b', 300, { span: null }),
      word('c', 600, { span: [70, 71], confidence: 1 }),
    ]);
    expect(cue).toMatchObject({ offset: [40, 71], confidence: 0.75 });
    expect(wordsToCues([word('a', 0)])[0]).not.toHaveProperty('confidence');
  });

  it('takes the last end, whichever word has it', () => {
    expect(wordsToCues([word('a', 0, { endMs: 900 }), word('b', 300)])[0]).toMatchObject({ startMs: 0, endMs: 900 });
  });

  it('takes time in proportion to a speech without any pause', () => {
    const pieces = Array.from({ length: 200_000 }, (_, n) => word('word', n * 250));
    expectWithin(2000, () => expect(wordsToCues(pieces)).toHaveLength(1));
  });
});
