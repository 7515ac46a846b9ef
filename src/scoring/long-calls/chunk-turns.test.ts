import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ChunkTurn } from '../../plugin-api/index.js';
import { chunkTurns, TURN_TOKENS, type ChunkSize } from './chunk-turns.js';
import { expectWithin } from '../../../test/support/expect-within.js';

const tokensOf = (text: string): number => Math.ceil(text.length / 4);
const size = (maxTokens: number): ChunkSize => ({ maxTokens, tokensOf });
const asTurns = (texts: readonly string[]): ChunkTurn[] =>
  texts.map((text, index) => ({ index, participant: index % 2, text }));
const costOf = (chunk: readonly ChunkTurn[]): number =>
  chunk.reduce((sum, { text }) => sum + TURN_TOKENS + tokensOf(text), 0);

const words = fc
  .array(fc.stringMatching(/^(?:[a-z]|😀){1,12}$/u), { minLength: 1, maxLength: 120 })
  .map((all) => all.join(' '));
const giant = fc.integer({ min: 1, max: 30 }).map((times) => 'lorem ipsum dolor sit amet '.repeat(times * 40));
const unbroken = fc.integer({ min: 1, max: 4_000 }).map((length) => '😀'.repeat(length));
const calls = fc.array(fc.oneof({ weight: 8, arbitrary: words }, giant, unbroken), { minLength: 1, maxLength: 80 });

/** What the chunks say of a turn, the overlap taken away. */
const rebuilt = (chunks: readonly (readonly ChunkTurn[])[], turns: readonly ChunkTurn[]): readonly string[] => {
  const pieces = chunks.flatMap((chunk, at) => {
    const before = new Set(chunks[at - 1]);
    return chunk.filter((turn) => !before.has(turn));
  });
  return turns.map(({ index }) => pieces.flatMap((piece) => (piece.index === index ? [piece.text] : [])).join(''));
};

describe('chunkTurns', () => {
  it('keeps every word of every turn under its number, in chunks within the budget', () => {
    fc.assert(
      fc.property(calls, fc.integer({ min: 500, max: 4_000 }), (texts, maxTokens) => {
        const turns = asTurns(texts);
        const chunks = chunkTurns(turns, size(maxTokens));
        expect(rebuilt(chunks, turns)).toEqual(texts);
        for (const chunk of chunks) {
          expect(costOf(chunk)).toBeLessThanOrEqual(maxTokens);
          const numbers = chunk.map(({ index }) => index);
          expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
          expect(chunk.every(({ index, participant }) => participant === turns[index]?.participant)).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('begins each chunk with the last four turns of the one before', () => {
    const chunks = chunkTurns(asTurns(Array.from({ length: 100 }, (_, n) => `turn number ${n}`)), size(800));
    expect(chunks.length).toBeGreaterThan(3);
    chunks.slice(1).forEach((chunk, at) => expect(chunk.slice(0, 4)).toEqual(chunks[at]?.slice(-4)));
  });

  it('repeats fewer where they are long', () => {
    const chunks = chunkTurns(asTurns(Array.from({ length: 20 }, () => 'word '.repeat(200))), size(1_000));
    expect(chunks[1]?.[0]?.index).toBe(3);
    expect(chunks.at(-1)?.at(-1)?.index).toBe(19);
  });

  it('cuts a turn that is too long between words, and no turn that is not', () => {
    const chunks = chunkTurns(asTurns(['short one', 'word '.repeat(2_000).trim()]), size(600));
    const pieces = chunks.flat().filter(({ index }) => index === 1);
    expect(pieces.length).toBeGreaterThan(4);
    expect(pieces.every(({ text }) => /^word( word)* ?$/.test(text))).toBe(true);
    expect(chunks[0]?.[0]?.text).toBe('short one');
  });

  it('is quick with a monologue of hours', () => {
    expectWithin(1_000, () =>
      expect(chunkTurns(asTurns(['x'.repeat(600_000)]), size(8_000)).length).toBeGreaterThan(20),
    );
  });
});
