import { expect, test } from '@jest/globals';
import { expectWithin } from '../../test/support/expect-within.js';
import { countTokens } from './count-tokens.js';

test.each([
  ['gpt-5-mini', 'Hello, world!', 4],
  ['gpt-4o-2024-08-06', 'tiktoken is great!', 6],
  ['gpt-4.1', '販売の電話', 3],
  ['o3', '', 0],
  ['ft:gpt-4o-mini:acme::id', 'How many do you run?', 6],
  ['gpt-4', '販売の電話', 8],
  ['gpt-4-turbo', 'tiktoken is great!', 6],
  ['gpt-3.5-turbo-0125', 'Hello, world!', 4],
  ['gpt-5', '<|endoftext|> hi', 8],
])('%s counts %j as %i tokens', (model, text, tokens) => {
  expect(countTokens(model, text)).toBe(tokens);
});

test.each(['llama-3.1-8b', 'openai/gpt-4o', 'gpt-4all', 'gpt-50', 'o3d', 'gpt-oss-20b', 'my-gpt-5', ''])(
  'nothing is said of %j, whose encoding its name does not tell',
  (model) => {
    expect(countTokens(model, 'Hello, world!')).toBeNull();
  },
);

test('a long text counts as the sum of its sentences', () => {
  const sentence = ' How many invoices do you pay late in a month, and what does that lead to?';
  const one = countTokens('gpt-5', sentence) ?? 0;
  expect(countTokens('gpt-5', sentence.repeat(400))).toBe(400 * one);
});

test.each([
  ['letters', 'a'],
  ['ideographs', '販'],
  ['marks', '!'],
  ['spaces', ' '],
  ['line ends', '\n'],
])('a whole page of %s without a break is counted in no time', (_what, character) => {
  countTokens('gpt-5', 'loads the vocabulary');
  expectWithin(100, () => expect(countTokens('gpt-5', character.repeat(32_768))).toBeGreaterThan(100));
});
