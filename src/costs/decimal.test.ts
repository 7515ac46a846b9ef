import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatDecimal, parseDecimal } from './decimal.js';

test.each([
  ['1.25', 6, 1_250_000n],
  ['0.0025', 6, 2_500n],
  [' 10 ', 6, 10_000_000n],
  ['0.1000000000', 6, 100_000n],
  ['0', 12, 0n],
  ['999999999999.999999999999', 12, 999_999_999_999_999_999_999_999n],
])('%j at scale %i is %s', (text, scale, value) => {
  expect(parseDecimal(text, scale)).toBe(value);
});

test.each([[''], ['.5'], ['5.'], ['-1'], ['+1'], ['1e3'], ['1,5'], ['NaN'], ['0x10'], ['1.0000001'], ['1'.repeat(13)]])(
  '%j is no amount with six decimals',
  (text) => {
    expect(parseDecimal(text, 6)).toBeNull();
  },
);

test('what is written is read again as the same integer', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 23n }), fc.constantFrom(0, 6, 12), (value, scale) => {
      fc.pre(value < 10n ** BigInt(12 + scale));
      expect(parseDecimal(formatDecimal(value, scale), scale)).toBe(value);
    }),
  );
});

test.each([
  [-1_500_000_000_000n, '-1.5'],
  [1n, '0.000000000001'],
  [0n, '0'],
])('%s pico is %s', (value, text) => {
  expect(formatDecimal(value, 12)).toBe(text);
});
