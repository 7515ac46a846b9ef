import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { expectWithin } from '../../../test/support/expect-within.js';
import type { ChunkTurn, NormalizedTranscript } from '../../plugin-api/index.js';
import { type ChunkSize, chunkTurns, MAX_CHUNKS, planChunks, TURN_TOKENS } from './plan-chunks.js';
import { DEFAULT_PROMPT_BUDGET, promptBudget } from './prompt-budget.js';

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

const call = (turns: number, words = 40): NormalizedTranscript => ({
  ...{ title: null, startedAt: null, durationMs: null, language: 'en', participants: [] },
  turns: Array.from({ length: turns }, (_, index) => ({
    ...{ index, participant: 0, text: 'word '.repeat(words), startMs: null, endMs: null, rawOffset: [0, 0] as const },
  })),
});

const measures = (budget: number, instructions = 2_000) => ({
  budget,
  tokensOf: (text: string) => Math.ceil(text.length / 4),
  promptOf: () => instructions,
});

const failureOf = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    return error;
  }
};

describe('planChunks', () => {
  it('numbers chunks of about 8,000 tokens', () => {
    const chunks = planChunks(call(1_000), measures(25_000));
    expect(chunks.map(({ number, count }) => [number, count])).toEqual(
      chunks.map((_chunk, at) => [at + 1, chunks.length]),
    );
    expect(chunks.length).toBe(Math.ceil((1_000 * 80) / (8_000 - 4 * 80)));
  });

  it('makes them smaller for a model that takes less', () => {
    expect(planChunks(call(100), measures(4_000)).length).toBeGreaterThan(
      planChunks(call(100), measures(9_000)).length,
    );
  });

  test.each([
    ['a call of more parts than are read', call(24 * 110), 25_000, /limit is 24 parts of 8000/],
    ['a call of ten hours and two million tokens', call(2_000, 4_000), 25_000, /limit is 24 parts/],
    ['a model that takes hardly more than the instructions', call(10), 2_300, /2000 are instructions/],
  ])('refuses %s, with the limit', (_what, transcript, budget, message) => {
    const refused: unknown = expect.objectContaining({ code: 'TRANSCRIPT_TOO_LONG', retryable: false });
    expect(() => planChunks(transcript, measures(budget))).toThrow(message);
    expect(failureOf(() => planChunks(transcript, measures(budget)))).toEqual(refused);
  });

  it('reads as many parts as are allowed', () => {
    const chunks = planChunks(call(2_200), measures(25_000));
    expect(chunks.length).toBeLessThanOrEqual(MAX_CHUNKS);
    expect(chunks.length).toBeGreaterThan(20);
  });
});

describe('promptBudget', () => {
  const address = (stated: unknown, offline = false) => {
    const promptBudget = typeof stated === 'function' ? stated : () => stated;
    return { model: 'm', address: 'p/m', provider: { offline, promptBudget } } as never;
  };

  test.each([
    ['nothing said', [null], DEFAULT_PROMPT_BUDGET],
    ['what the provider states', [100_000], 100_000],
    ['the least of all models', [100_000, 8_000, null], 8_000],
    ['nonsense', [Number.NaN, -1, 'many'], DEFAULT_PROMPT_BUDGET],
    [
      'a fault',
      [
        () => {
          throw new Error('no');
        },
      ],
      DEFAULT_PROMPT_BUDGET,
    ],
  ])('%s', (_what, stated, budget) => {
    expect(promptBudget(stated.map((one) => address(one)))).toBe(budget);
  });

  it('is without end where no model is asked by a prompt', () => {
    expect(promptBudget([address(5, true)])).toBe(Infinity);
  });
});
