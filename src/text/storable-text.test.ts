import { expect, test } from '@jest/globals';
import { storableText } from './storable-text.js';

test('takes out what PostgreSQL cannot store, and nothing else', () => {
  expect(storableText('a\u0000b\u0000', '')).toBe('ab');
  expect(storableText('a\u0000b')).toBe('a\uFFFDb');
  expect(storableText('half \ud83d, whole 😀, \u0001\u200b')).toBe('half \uFFFD, whole 😀, \u0001\u200b');
});
