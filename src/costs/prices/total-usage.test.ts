import { expect, test } from '@jest/globals';
import { totalUsage } from './total-usage.js';

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
