import { describe, expect, test } from '@jest/globals';
import { costOf } from './cost-of.js';
import { formatUsd } from './format-usd.js';

const none = { inputUncached: 0, inputCacheRead: 0, inputCacheWrite: 0, outputText: 0, outputReasoning: 0 };

describe('costOf', () => {
  test('gpt-5: 9,126 in, of which 4,864 cached, 3,197 out', () => {
    const usage = { ...none, inputUncached: 4_262, inputCacheRead: 4_864, outputText: 3_000, outputReasoning: 197 };
    const cost = costOf({ address: 'openai/gpt-5', offline: false, usage });
    expect(cost).toEqual({ status: 'EXACT', pusd: 37_905_500_000n });
    expect(formatUsd(cost.pusd ?? -1n)).toBe('0.0379055');
  });

  test('gpt-4.1-mini: 9,800 in, of which 1,536 cached, 1,450 out', () => {
    const usage = { ...none, inputUncached: 8_264, inputCacheRead: 1_536, outputText: 1_450 };
    expect(costOf({ address: 'openai/gpt-4.1-mini', offline: false, usage }).pusd).toBe(5_779_200_000n);
  });

  test('the dated name that a service answers with has the price of its model', () => {
    const usage = { ...none, outputText: 1 };
    const dated = costOf({ address: 'openai/gpt-4.1-mini-2025-04-14', offline: false, usage });
    expect(dated).toEqual({ status: 'EXACT', pusd: 1_600_000n });
    expect(costOf({ address: 'openai/gpt-4.1-mini-tuned', offline: false, usage }).status).toBe('UNPRICED');
  });

  test('no usage at all is unreported, not free', () => {
    const cost = costOf({ address: 'openai/gpt-5', offline: false, usage: none });
    expect(cost).toEqual({ status: 'UNPRICED', pusd: null });
  });

  test('a million of the same cost add up without drift', () => {
    expect(formatUsd(37_905_500_000n * 1_000_000n)).toBe('37905.5');
  });

  test('an unknown price is unknown, an offline answer is free', () => {
    expect(costOf({ address: 'openai/else', offline: false, usage: none })).toEqual({ status: 'UNPRICED', pusd: null });
    expect(costOf({ address: 'baseline/lexical-v1', offline: true, usage: none })).toEqual({
      status: 'EXACT',
      pusd: 0n,
    });
    expect(formatUsd(0n)).toBe('0');
  });
});
