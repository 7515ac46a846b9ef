import { expect, test } from '@jest/globals';
import { ProviderError } from '../../plugin-api/index.js';
import { mayBeBilled } from './may-be-billed.js';

const failed = (code: ProviderError['code'], maybeBilled?: boolean): ProviderError =>
  new ProviderError(code, 'no', { retryable: true, ...(maybeBilled === undefined ? {} : { maybeBilled }) });

test.each<[string, unknown, boolean]>([
  ['a timeout', failed('PROVIDER_TIMEOUT'), true],
  ['an answer that cannot be read', failed('PROVIDER_BAD_RESPONSE'), true],
  ['a service that is away', failed('PROVIDER_UNAVAILABLE'), false],
  ['a rate limit', failed('PROVIDER_RATE_LIMITED'), false],
  ['a service that broke off, as its provider says', failed('PROVIDER_UNAVAILABLE', true), true],
  ['a timeout before anything was sent, as its provider says', failed('PROVIDER_TIMEOUT', false), false],
  ['what is no fault of a provider', new Error('PROVIDER_TIMEOUT'), false],
])('%s', (_what, error, expected) => {
  expect(mayBeBilled(error)).toBe(expected);
});
