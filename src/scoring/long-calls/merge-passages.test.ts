import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { NormalizedTranscript } from '../../plugin-api/index.js';
import { mergePassages, keepByRank, type MergedPassage } from './merge-passages.js';
import type { VerifiedPassage } from './check-extraction.js';

const TURN = 'one two three four five six seven eight nine ten eleven twelve';

const transcript: NormalizedTranscript = {
  ...{ title: null, startedAt: null, durationMs: null, language: 'en', participants: [] },
  turns: Array.from({ length: 40 }, (_, index) => ({
    ...{ index, participant: 0, text: TURN, startMs: null, endMs: null, rawOffset: [0, 0] as const },
  })),
};

const found = (turn: number, words: string, rest: Partial<VerifiedPassage> = {}): VerifiedPassage => {
  const start = TURN.indexOf(words);
  return { turn, start, end: start + words.length, kind: 'rep_question', dimension: 'a', answer: null, ...rest };
};

const briefly = (passages: readonly MergedPassage[]) =>
  passages.map(({ turn_index, quote, kind, dimension, answers }) => [turn_index, quote, kind, dimension, answers]);

describe('mergePassages', () => {
  it('puts what all chunks brought in the order of the call, answers as passages of their own', () => {
    const answer = { turn: 9, start: 4, end: 13 };
    const merged = mergePassages(transcript, [
      [found(8, 'three four five', { answer }), found(2, 'one two three')],
      [found(30, 'six seven eight', { dimension: 'none' })],
    ]);
    expect(briefly(merged)).toEqual([
      [2, 'one two three', 'rep_question', 'a', null],
      [8, 'three four five', 'rep_question', 'a', null],
      [9, 'two three', 'customer_response', 'a', 8],
      [30, 'six seven eight', 'rep_question', null, null],
    ]);
  });

  it('takes what two chunks saw in their overlap once: the longer quote, whatever either knows of it', () => {
    const merged = mergePassages(transcript, [
      [found(5, 'three four', { dimension: 'none' })],
      [found(5, 'two three four five', { dimension: 'b' })],
    ]);
    expect(briefly(merged)).toEqual([[5, 'two three four five', 'rep_question', 'b', null]]);
  });

  it('keeps what stands apart in a turn, and what is of another kind', () => {
    const merged = mergePassages(transcript, [
      [found(5, 'one two'), found(5, 'nine ten'), found(5, 'one two three', { kind: 'missed_opportunity' })],
    ]);
    expect(merged).toHaveLength(3);
  });
});

describe('keepByRank', () => {
  const passages = (chunks: number, each: number): readonly MergedPassage[] =>
    mergePassages(
      transcript,
      Array.from({ length: chunks }, (_, chunk) =>
        Array.from({ length: each }, (_, n) =>
          found(chunk * each + n, 'one two three', { dimension: n % 2 ? 'a' : 'b' }),
        ),
      ),
    );

  it('keeps all where there is room', () => {
    expect(keepByRank(passages(4, 10), () => true)).toHaveLength(40);
  });

  it('keeps as many as fit, in the order of the call, from every chunk alike', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), (room) => {
        const kept = keepByRank(passages(4, 10), (some) => some.length <= room);
        expect(kept).toHaveLength(room);
        const turns = kept.map(({ turn_index }) => turn_index);
        expect(turns).toEqual(turns.toSorted((a, b) => a - b));
        const perChunk = [0, 1, 2, 3].map((chunk) => turns.filter((turn) => Math.floor(turn / 10) === chunk).length);
        expect(Math.max(...perChunk) - Math.min(...perChunk)).toBeLessThanOrEqual(2);
      }),
    );
  });
});
