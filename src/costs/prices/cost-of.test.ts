import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ProviderError, type Usage } from '../../plugin-api/index.js';
import { costOf, mayBeBilled, totalUsage } from './cost-of.js';
import { formatUsd, parseDecimal } from '../decimal.js';
import { LIST_PRICES } from './seed-prices.js';
import { BUCKETS, type Bucket, type ModelPrice } from './model-price.js';

const none: Usage = { inputUncached: 0, inputCacheRead: 0, inputCacheWrite: 0, outputText: 0, outputReasoning: 0 };
const START = new Date('2026-08-22T00:00:00Z');
const at = new Date('2026-11-01T12:00:00Z');

type Rates = Partial<Record<Bucket, string>>;

/** A list as the table holds it, from USD per million tokens. */
const priceList = (rates: Rates, more: Partial<ModelPrice> = {}): ModelPrice[] =>
  BUCKETS.filter((bucket) => rates[bucket] !== undefined).map((bucket) => ({
    id: `${more.model ?? 'judge'} ${bucket}${more.own ? ' own' : ''}`,
    own: false,
    provider: 'openai',
    model: 'judge',
    serviceTier: 'default',
    minInputTokens: 0,
    validFrom: START,
    validTo: null,
    ...more,
    bucket,
    pusdPerToken: parseDecimal(rates[bucket] ?? '', 6) ?? -1n,
  }));

const shipped = LIST_PRICES.flatMap(({ usdPerMillion, model, serviceTier }) =>
  priceList(usdPerMillion, { model, serviceTier }),
);
const plain = { INPUT_UNCACHED: '1', INPUT_CACHE_READ: '0.1', OUTPUT_TEXT: '4', OUTPUT_REASONING: '4' };
const claude = { INPUT_UNCACHED: '3', INPUT_CACHE_WRITE: '3.75', OUTPUT_TEXT: '15' };

type Call = Partial<Parameters<typeof costOf>[1]>;
const cost = (prices: readonly ModelPrice[], model: string, usage: Usage | null, more: Call = {}) =>
  costOf(prices, { provider: 'openai', model, serviceTier: null, at, usage, ...more });

const GPT5: Usage = { ...none, inputUncached: 4_262, inputCacheRead: 4_864, outputText: 2_173, outputReasoning: 1_024 };
const MINI: Usage = { ...none, inputUncached: 8_264, inputCacheRead: 1_536, outputText: 1_450 };

describe('the worked cases', () => {
  test('gpt-5: 9,126 in, of which 4,864 cached, 3,197 out, of which some hidden reasoning', () => {
    const { status, pusd } = cost(shipped, 'gpt-5', GPT5);
    expect([status, pusd]).toEqual(['EXACT', 37_905_500_000n]);
    expect(formatUsd(pusd ?? -1n)).toBe('0.0379055');
  });

  test('and not: cached tokens at full price, or counted twice, or reasoning beside the output', () => {
    const wrong: readonly [Usage, bigint][] = [
      [{ ...GPT5, inputUncached: 9_126, inputCacheRead: 0 }, 43_377_500_000n],
      [{ ...GPT5, inputUncached: 9_126 }, 43_985_500_000n],
      [{ ...GPT5, outputText: 3_197 }, 48_145_500_000n],
    ];
    for (const [usage, pusd] of wrong) expect(cost(shipped, 'gpt-5', usage).pusd).toBe(pusd);
  });

  test('cache writes apart: 3 in, 12,304 written to the cache, 550 out at 3 / 3.75 / 15', () => {
    const usage = { ...none, inputUncached: 3, inputCacheWrite: 12_304, outputText: 550 };
    const prices = priceList(claude, { own: true, provider: 'anthropic', model: 'writer' });
    expect(cost(prices, 'writer', usage, { provider: 'anthropic' }).pusd).toBe(54_399_000_000n);
    // Where the list has no price of writes, they are neither free nor at the price of reading.
    expect(cost(priceList(plain), 'judge', usage)).toMatchObject({ status: 'UNPRICED', pusd: null });
  });

  test('gpt-4.1-mini: 9,800 in, of which 1,536 cached, 1,450 out', () => {
    expect(cost(shipped, 'gpt-4.1-mini', MINI).pusd).toBe(5_779_200_000n);
    expect(cost(shipped, 'gpt-4.1-mini', MINI, { serviceTier: 'batch' }).pusd).toBe(5_779_200_000n / 2n);
  });

  test('a million of the same cost add up; as floats they would not', () => {
    const once = cost(shipped, 'gpt-5', GPT5).pusd ?? 0n;
    let [exact, drifting] = [0n, 0];
    for (let n = 0; n < 1_000_000; n += 1) {
      exact += once;
      drifting += Number(once) / 1e12;
    }
    expect(formatUsd(exact)).toBe('37905.5');
    expect(drifting).not.toBe(37_905.5);
    expect(drifting).toBeCloseTo(37_905.500_000_586_835, 9);
  });
});

describe('which price', () => {
  test('the dated name that a service answers with has the price of its model; another model has not', () => {
    const usage = { ...none, outputText: 1 };
    expect(cost(shipped, 'gpt-4.1-mini-2025-04-14', usage).pusd).toBe(1_600_000n);
    expect(cost(shipped, 'gpt-4.1-mini-tuned', usage).status).toBe('UNPRICED');
    expect(cost(shipped, 'gpt-5', usage, { provider: 'azure' }).status).toBe('UNPRICED');
  });

  test('an exact name before a beginning, the longer beginning before the shorter', () => {
    const prices = [
      ...priceList({ OUTPUT_TEXT: '1' }, { model: '*' }),
      ...priceList({ OUTPUT_TEXT: '2' }, { model: 'judge-*' }),
      ...priceList({ OUTPUT_TEXT: '3' }, { model: 'judge-large' }),
    ];
    const priceOf = (model: string) => cost(prices, model, { ...none, outputText: 1 }).pusd;
    expect(['other', 'judge-small', 'judge-large'].map(priceOf)).toEqual([1_000_000n, 2_000_000n, 3_000_000n]);
  });

  test('an organization’s own list replaces the shipped one as a whole', () => {
    const prices = [...shipped, ...priceList({ OUTPUT_TEXT: '8' }, { own: true, model: 'gpt-5' })];
    expect(cost(prices, 'gpt-5', { ...none, outputText: 10 })).toEqual({
      status: 'EXACT',
      pusd: 80_000_000n,
      priceIds: ['gpt-5 OUTPUT_TEXT own'],
    });
    expect(cost(prices, 'gpt-5', GPT5).status).toBe('UNPRICED');
    expect(cost(prices, 'gpt-4.1-mini', MINI).pusd).toBe(5_779_200_000n);
  });

  test('the tier that the answer names; one without a list has no price', () => {
    const prices = [...priceList(plain), ...priceList({ OUTPUT_TEXT: '2' }, { serviceTier: 'flex' })];
    const priceOf = (serviceTier: string | null) =>
      cost(prices, 'judge', { ...none, outputText: 1 }, { serviceTier }).pusd;
    expect([null, 'default', 'Standard', 'flex', 'priority'].map(priceOf)).toEqual([
      4_000_000n,
      4_000_000n,
      4_000_000n,
      2_000_000n,
      null,
    ]);
  });

  test('steps go by all input tokens, cached ones too, and hold for the whole call', () => {
    const prices = [
      ...priceList(plain),
      ...priceList({ INPUT_UNCACHED: '2', INPUT_CACHE_READ: '0.2', OUTPUT_TEXT: '6' }, { minInputTokens: 272_001 }),
    ];
    const call = (inputUncached: number) =>
      cost(prices, 'judge', { ...none, inputUncached, inputCacheRead: 72_000, outputText: 10 }).pusd;
    expect(call(200_000)).toBe(200_000n * 1_000_000n + 72_000n * 100_000n + 10n * 4_000_000n);
    expect(call(200_001)).toBe(200_001n * 2_000_000n + 72_000n * 200_000n + 10n * 6_000_000n);
  });

  test('the one that held when the call was made', () => {
    const change = new Date('2026-10-01T00:00:00Z');
    const prices = [
      ...priceList({ OUTPUT_TEXT: '10' }, { validTo: change }),
      ...priceList({ OUTPUT_TEXT: '7' }, { validFrom: change }),
    ];
    const priceAt = (time: string) => cost(prices, 'judge', { ...none, outputText: 1 }, { at: new Date(time) }).pusd;
    expect(['2026-08-21T23:59:59Z', '2026-09-30T23:59:59.999Z', '2026-10-01T00:00:00Z'].map(priceAt)).toEqual([
      null,
      10_000_000n,
      7_000_000n,
    ]);
  });
});

describe('what is not known', () => {
  const estimate = () => ({ ...none, inputUncached: 100, outputText: 50 });

  test('an unknown model is unpriced, never 0', () => {
    expect(cost(shipped, 'else', MINI)).toEqual({ status: 'UNPRICED', pusd: null, priceIds: [] });
    expect(cost([], 'gpt-5', null, { estimate }).status).toBe('UNPRICED');
  });

  test('without a count, or with none at all, the cost is estimated where there is a price', () => {
    const estimated = { status: 'ESTIMATED', pusd: 100n * 1_250_000n + 50n * 10_000_000n };
    expect(cost(shipped, 'gpt-5', null, { estimate })).toMatchObject(estimated);
    expect(cost(shipped, 'gpt-5', none, { estimate })).toMatchObject(estimated);
    expect(cost(shipped, 'gpt-5', none).status).toBe('UNPRICED');
  });

  test('a count that no call can have is not believed', () => {
    const prices = priceList({ OUTPUT_TEXT: '1000' });
    expect(cost(prices, 'judge', { ...none, outputText: 1e9 }).pusd).toBe(10n ** 18n);
    expect(cost(prices, 'judge', { ...none, outputText: 1e9 + 1 }).status).toBe('UNPRICED');
  });
});

test('tokens in other buckets cost the same as the sum of each by itself', () => {
  const count = fc.nat({ max: 1_000_000 });
  const usages = fc.record({
    inputUncached: count,
    inputCacheRead: count,
    inputCacheWrite: fc.constant(0),
    outputText: count,
    outputReasoning: fc.nat({ max: 10_000 }),
  });
  fc.assert(
    fc.property(usages, (usage) => {
      const parts = Object.entries(usage).filter(([, tokens]) => tokens > 0);
      const apart = parts.map(
        ([key, tokens]) => cost(priceList(plain), 'judge', { ...none, [key]: tokens }).pusd ?? -1n,
      );
      const whole = cost(priceList(plain), 'judge', usage).pusd;
      expect(whole).toBe(parts.length === 0 ? null : apart.reduce((sum, part) => sum + part, 0n));
    }),
  );
});

test('every shipped price has the figures and the source that were published', () => {
  const figures = LIST_PRICES.map(({ model, serviceTier, usdPerMillion }) => [
    `${model} ${serviceTier}`,
    usdPerMillion.INPUT_UNCACHED,
    usdPerMillion.INPUT_CACHE_READ,
    usdPerMillion.OUTPUT_TEXT,
  ]);
  expect(figures).toEqual([
    ['gpt-5 default', '1.25', '0.125', '10'],
    ['gpt-5 batch', '0.625', '0.0625', '5'],
    ['gpt-4.1-mini default', '0.4', '0.1', '1.6'],
    ['gpt-4.1-mini batch', '0.2', '0.05', '0.8'],
  ]);
  expect(LIST_PRICES.every(({ source, validFrom }) => source.includes(validFrom.slice(0, 10)))).toBe(true);
});

test('buckets are summed apart; a call without an answer counts nothing', () => {
  const one = { inputUncached: 10, inputCacheRead: 5, inputCacheWrite: 0, outputText: 7, outputReasoning: 2 };
  expect(totalUsage([one, null, { ...one, outputReasoning: 0 }])).toEqual({
    inputUncached: 20,
    inputCacheRead: 10,
    inputCacheWrite: 0,
    outputText: 14,
    outputReasoning: 2,
  });
});

const failed = (code: ProviderError['code'], maybeBilled?: boolean): ProviderError =>
  new ProviderError(code, 'no', { retryable: true, ...(maybeBilled === undefined ? {} : { maybeBilled }) });

test.each<[string, unknown, boolean]>([
  ['a timeout', failed('PROVIDER_TIMEOUT'), true],
  ['an answer that cannot be read', failed('PROVIDER_BAD_RESPONSE'), true],
  ['a service that is away', failed('PROVIDER_UNAVAILABLE'), false],
  ['a rate limit', failed('PROVIDER_RATE_LIMITED'), false],
  ['a service that broke off, as its provider says', failed('PROVIDER_UNAVAILABLE', true), true],
  ['a timeout before anything was sent, as its provider says', failed('PROVIDER_TIMEOUT', false), false],
  ['what is no fault of a provider', new Error('PROVIDER_TIMEOUT'), false],
])('%s may or may not be billed', (_what, error, expected) => {
  expect(mayBeBilled(error)).toBe(expected);
});
