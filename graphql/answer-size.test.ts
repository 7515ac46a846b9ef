import { expect, test } from '@jest/globals';
import { withinSize } from './answer-size.js';

test('an answer of up to 10 MiB is sent as it is, and a larger one refused in its place', () => {
  const answer = { data: { text: 'x'.repeat(10 * 1024 * 1024 - 30) } };
  expect(withinSize(answer)).toBe(JSON.stringify(answer));
  const refused: unknown = JSON.parse(withinSize({ data: { text: 'x'.repeat(10 * 1024 * 1024) } }));
  expect(refused).toMatchObject({ errors: [{ extensions: { code: 'QUERY_TOO_EXPENSIVE', retryable: false } }] });
  expect(refused).not.toHaveProperty('data');
});
