import { describe, expect, test } from '@jest/globals';
import type { ModelAnswer } from '../../plugin-api/index.js';
import { sanitizeAnswer } from './sanitize-answer.js';

const usage = { inputUncached: 10, inputCacheRead: 0, inputCacheWrite: 0, outputText: 5, outputReasoning: 0 };
const answer: ModelAnswer = {
  content: '{}',
  modelUsed: 'judge-1',
  finishReason: 'STOP',
  refusal: null,
  usage,
  providerRequestId: 'req-1',
};
/** What a careless provider hands on. */
const odd = (fields: Readonly<Record<string, unknown>>): ModelAnswer => ({ ...answer, ...fields });

describe('sanitizeAnswer', () => {
  test('leaves a sound answer as it is', () => {
    const told = { ...answer, serviceTier: 'default', systemFingerprint: 'fp' };
    expect(sanitizeAnswer(told, 'judge')).toEqual(told);
  });

  test('replaces what PostgreSQL cannot hold, in every text', () => {
    const texts = { content: 'a\u0000b\ud800', modelUsed: '\u0000', refusal: '\udfff', providerRequestId: 'r\u0000' };
    expect(sanitizeAnswer(odd(texts), 'judge')).toMatchObject({
      content: 'a\uFFFDb\uFFFD',
      modelUsed: '\uFFFD',
      refusal: '\uFFFD',
      providerRequestId: 'r\uFFFD',
    });
  });

  test('counts tokens whole, never below 0, and never as something else', () => {
    const wild = {
      inputUncached: 1.6,
      inputCacheRead: -3,
      inputCacheWrite: Number.NaN,
      outputText: '7',
      outputReasoning: 1e30,
    };
    expect(Object.values(sanitizeAnswer(odd({ usage: wild }), 'judge').usage ?? {})).toEqual([2, 0, 0, 0, 1e9]);
    expect(sanitizeAnswer(odd({ usage: null }), 'judge').usage).toBeNull();
    expect(sanitizeAnswer(odd({ usage: 'none' }), 'judge').usage).toBeNull();
  });

  test('takes the model that was asked and no reason where neither is told', () => {
    expect(sanitizeAnswer(odd({ modelUsed: undefined, finishReason: 'novel' }), 'judge')).toMatchObject({
      modelUsed: 'judge',
      finishReason: 'OTHER',
    });
  });

  test.each([[null], [undefined], [odd({ content: 7 })]])('refuses %j', (given) => {
    expect(() => sanitizeAnswer(given, 'judge')).toThrow('without content');
  });
});
