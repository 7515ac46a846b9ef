import { describe, expect, test } from '@jest/globals';
import { codeOf } from '../database/database-error.js';
import { AppError } from '../errors/app-error.js';
import { ProviderError } from '../plugin-api/index.js';
import { asFailure } from './as-failure.js';

const running = AbortSignal.any([]);
const coded = (code: string): Error => Object.assign(new Error('from the server'), { code });

describe('asFailure', () => {
  test.each(
    [
      coded('57P01'),
      coded('57014'),
      coded('53300'),
      coded('40P01'),
      coded('08006'),
      coded('25P03'),
      coded('ECONNREFUSED'),
      new Error('Connection terminated unexpectedly'),
      new Error('Client has encountered a connection error and is not queryable'),
      new Error('timeout exceeded when trying to connect'),
      new Error('Query read timeout'),
    ].map((error) => [`${codeOf(error)} ${error.message}`, error]),
  )('takes "%s" for a database that is away', (_what, error) => {
    expect(asFailure(error, running)).toMatchObject({ code: 'UNAVAILABLE', retryable: true });
  });

  test.each<[string, unknown]>([
    ['a broken constraint', coded('23505')],
    ['a TypeError', new TypeError('x is undefined')],
    ['a string', 'thrown'],
    ['null', null],
  ])('takes %s for a fault of ours, which no retry mends', (_what, error) => {
    expect(asFailure(error, running)).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', retryable: false });
  });

  test('keeps what a provider says of another try', () => {
    const error = new ProviderError('PROVIDER_UNAVAILABLE', 'down', { retryable: true, retryAfterMs: 70 });
    expect(asFailure(error, running)).toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
      retryable: true,
      retryAfterMs: 70,
    });
  });

  test('names the time limit once it has passed, and leaves a failure of ours as it is', () => {
    expect(asFailure(new Error('aborted'), AbortSignal.abort())).toMatchObject({ code: 'TIMEOUT', retryable: true });
    const own = new AppError('NOT_FOUND', 'gone');
    expect(asFailure(own, AbortSignal.abort())).toBe(own);
  });
});
