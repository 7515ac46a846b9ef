import { expect, test } from '@jest/globals';
import { expectWithin } from '../../test/support/expect-within.js';
import { estimateTokens } from './estimate-tokens.js';

const counter = (countTokens: (model: string, text: string) => number | null) => ({
  model: 'judge',
  provider: { countTokens },
});

test.each([
  ['', 0],
  ['four', 1],
  ['four and more', 4],
  ['übung', 2],
  ['販売の電話', 5],
])('%j has about %i tokens by its characters', (text, tokens) => {
  expect(estimateTokens(text)).toEqual({ tokens, method: 'CHARACTERS' });
});

test('a tokenizer is asked where the provider has the model’s', () => {
  const words = counter((model, text) => (model === 'judge' ? text.split(' ').length : null));
  expect(estimateTokens('one two three', words)).toEqual({ tokens: 3, method: 'TOKENIZER' });
  expect(estimateTokens('one two three', { ...words, model: 'else' }).method).toBe('CHARACTERS');
});

test('one that fails or talks nonsense is not heard', () => {
  const wrong = [
    () => Number.NaN,
    () => -1,
    () => {
      throw new Error('no vocabulary');
    },
  ];
  for (const count of wrong) expect(estimateTokens('some text', counter(count)).method).toBe('CHARACTERS');
});

test('of a long text a tokenizer sees the beginning, and the estimate takes no time', () => {
  const seen = new Set<number>();
  const long = 'words of a call '.repeat(6_400);
  const byTokenizer = counter((_model, text) => {
    seen.add(text.length);
    return text.length / 4;
  });
  expectWithin(20, () => {
    expect(estimateTokens(long, byTokenizer).tokens).toBe(25_600);
    expect(estimateTokens(long).tokens).toBe(25_600);
  });
  expect([...seen]).toEqual([32_768]);
});
