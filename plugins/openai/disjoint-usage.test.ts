import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { disjointUsage, type WireUsage } from './disjoint-usage.js';

describe('disjointUsage', () => {
  it('takes cached and reasoning tokens out of their wholes', () => {
    const usage = disjointUsage({
      prompt_tokens: 100,
      completion_tokens: 50,
      prompt_tokens_details: { cached_tokens: 30, cache_write_tokens: 20 },
      completion_tokens_details: { reasoning_tokens: 40 },
    });
    expect(Object.values(usage)).toEqual([50, 30, 20, 10, 40]);
  });

  it('adds reasoning that is counted beside the completion', () => {
    const wire = { prompt_tokens: 100, completion_tokens: 50, total_tokens: 190 };
    const usage = disjointUsage({ ...wire, completion_tokens_details: { reasoning_tokens: 40 } });
    expect([usage.outputText, usage.outputReasoning]).toEqual([50, 40]);
  });

  it.each([undefined, null, {}, { prompt_tokens: NaN, completion_tokens: -3 }])('reads %j as nothing', (usage) => {
    expect(Object.values(disjointUsage(usage))).toEqual([0, 0, 0, 0, 0]);
  });

  it('is never negative and sums to the totals of the endpoint', () => {
    const tokens = fc.integer({ min: -10, max: 1_000 });
    const wire = fc.record({
      prompt_tokens: tokens,
      completion_tokens: tokens,
      prompt_tokens_details: fc.record({ cached_tokens: tokens, cache_write_tokens: tokens }),
      completion_tokens_details: fc.record({ reasoning_tokens: tokens }),
    });
    const holds = (usage: WireUsage): void => {
      const { inputUncached, inputCacheRead, inputCacheWrite, outputText, outputReasoning } = disjointUsage(usage);
      const buckets = [inputUncached, inputCacheRead, inputCacheWrite, outputText, outputReasoning];
      expect(Math.min(...buckets)).toBeGreaterThanOrEqual(0);
      expect(inputUncached + inputCacheRead + inputCacheWrite).toBe(Math.max(usage.prompt_tokens ?? 0, 0));
      expect(outputText + outputReasoning).toBe(Math.max(usage.completion_tokens ?? 0, 0));
    };
    fc.assert(fc.property(wire, holds));
  });
});
