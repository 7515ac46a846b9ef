import { describe, expect, it, test } from '@jest/globals';
import type { NormalizedTranscript } from '../../plugin-api/index.js';
import { MAX_CHUNKS, planChunks } from './plan-chunks.js';
import { DEFAULT_PROMPT_BUDGET, promptBudget } from './prompt-budget.js';

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
