import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { disjointUsage, type WireUsage } from './disjoint-usage.js';

const wire = (cached: number, write: number, reasoning: number, total?: number): WireUsage => ({
  prompt_tokens: 100,
  completion_tokens: 50,
  ...(total === undefined ? {} : { total_tokens: total }),
  prompt_tokens_details: { cached_tokens: cached, cache_write_tokens: write },
  completion_tokens_details: { reasoning_tokens: reasoning },
});
const buckets = (usage: WireUsage): number[] | null => {
  const found = disjointUsage(usage);
  return found === null ? null : Object.values(found);
};

describe('disjointUsage', () => {
  it.each<[string, WireUsage, number[]]>([
    ['cached and reasoning inside their wholes', wire(30, 20, 40, 150), [50, 30, 20, 10, 40]],
    ['no total', wire(30, 20, 40), [50, 30, 20, 10, 40]],
    ['no details', { prompt_tokens: 100, completion_tokens: 50 }, [100, 0, 0, 50, 0]],
    ['details without figures', { ...wire(0, 0, 0), prompt_tokens_details: null }, [100, 0, 0, 50, 0]],
    ['reasoning counted beside the completion', wire(0, 0, 40, 190), [100, 0, 0, 50, 40]],
    ['cached counted beside the prompt', wire(300, 20, 0, 470), [100, 300, 20, 50, 0]],
    ['both beside', wire(300, 0, 40, 490), [100, 300, 0, 50, 40]],
    ['a total of its own kind', wire(30, 0, 40, 7), [70, 30, 0, 10, 40]],
  ])('splits %s', (_what, usage, expected) => {
    expect(buckets(usage)).toEqual(expected);
  });

  it.each<[string, WireUsage | null | undefined]>([
    ['nothing', undefined],
    ['null', null],
    ['an empty report', {}],
    ['a report of the prompt alone', { prompt_tokens: 5 }],
    ['figures that are none', { prompt_tokens: NaN, completion_tokens: 3 }],
    ['figures below 0', { prompt_tokens: 4, completion_tokens: -3 }],
    ['fractions', { prompt_tokens: 4, completion_tokens: 0.5 }],
    ['figures in words', { prompt_tokens: '4', completion_tokens: 3 }],
    ['more cached than there was', wire(101, 0, 0)],
    ['more reasoning than there was', wire(0, 0, 51)],
  ])('treats %s as unknown, not as 0', (_what, usage) => {
    expect(disjointUsage(usage)).toBeNull();
  });

  it('is never negative, and sums to what the endpoint reports', () => {
    const tokens = fc.integer({ min: 0, max: 300 });
    const reports = fc.tuple(tokens, tokens, tokens, fc.option(fc.integer({ min: 0, max: 1_000 }), { nil: undefined }));
    fc.assert(
      fc.property(reports, ([cached, write, reasoning, total]) => {
        const all = buckets(wire(cached, write, reasoning, total));
        if (all === null) return;
        expect(Math.min(...all)).toBeGreaterThanOrEqual(0);
        expect([150, total]).toContain(all.reduce((sum, one) => sum + one, 0));
      }),
    );
  });
});
