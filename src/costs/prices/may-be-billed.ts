import { ProviderError } from '../../plugin-api/index.js';

/** With these the request was out and something, or nothing, came back: the service may have done its work. */
const UNREAD = new Set<ProviderError['code']>(['PROVIDER_TIMEOUT', 'PROVIDER_BAD_RESPONSE']);

/** Whether a call that failed so may be billed all the same, without our knowing what it used: its cost is unknown, and not 0. */
export const mayBeBilled = (error: unknown): boolean =>
  error instanceof ProviderError && (error.options.maybeBilled ?? UNREAD.has(error.code));
