import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ProviderError, type BatchLine, type ModelAnswer } from '../../plugin-api/index.js';
import { matchLines } from './match-lines.js';

const answer = (content: string): ModelAnswer => ({
  content,
  modelUsed: 'm',
  finishReason: 'STOP',
  refusal: null,
  usage: null,
  providerRequestId: null,
});
const good = (id: string, content = id): BatchLine => ({ id, answer: answer(content) });
const bad = (id: string): BatchLine => ({
  id,
  error: new ProviderError('PROVIDER_TIMEOUT', 'late', { retryable: true }),
});
/** Plugins are not all written in TypeScript. */
const broken = (id: string, line: object): BatchLine => ({ id, ...line }) as BatchLine;

describe('lines of a batch', () => {
  test('are found in any order; of two for a request the first answer counts, before or after an error', () => {
    const lines = [good('b'), bad('a'), good('a', 'late'), good('a', 'later'), bad('b'), good('stranger')];
    const { delivered, surplus } = matchLines(['a', 'b'], lines, 'm', null);
    expect([...delivered]).toMatchObject([
      ['a', { answer: { content: 'late' } }],
      ['b', { answer: { content: 'b' } }],
    ]);
    expect(surplus).toBe(4);
  });

  test('that are missing or broken end with a code, and with the reason that the service gave', () => {
    const lines = [broken('b', {}), broken('c', { answer: null }), broken('d', { error: 'no' })];
    const { delivered } = matchLines(['a', 'b', 'c', 'd'], lines, 'm', 'expired');
    for (const [id, one] of delivered) {
      expect(one).toHaveProperty('error.code', id === 'a' ? 'PROVIDER_UNAVAILABLE' : 'PROVIDER_BAD_RESPONSE');
    }
    expect(matchLines(['a'], [], 'm', null).delivered.get('a')).toMatchObject({
      error: { code: 'PROVIDER_BAD_RESPONSE' },
    });
    expect(String(Object.values(delivered.get('a') ?? {})[0])).toContain('expired');
  });

  test('leave nothing without an outcome, whatever comes', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'stranger');
    const line = fc
      .tuple(
        id,
        fc.constantFrom(good, bad, (id: string) => broken(id, {})),
      )
      .map(([id, make]) => make(id));
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const { delivered } = matchLines(['a', 'b', 'c'], lines, 'm', null);
        expect([...delivered.keys()]).toEqual(['a', 'b', 'c']);
        for (const [id, one] of delivered)
          expect('answer' in one).toBe(lines.some((line) => line.id === id && 'answer' in line));
      }),
    );
  });
});
