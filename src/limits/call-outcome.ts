import { ProviderError } from '../plugin-api/index.js';

/** How a call ended: with the tokens of the answer (null where unknown), or by an error, a broken-off call included. */
export type CallOutcome =
  { readonly answered: true; readonly tokens: number | null } | { readonly answered: false; readonly error: unknown };

const TROUBLE = new Set(['PROVIDER_UNAVAILABLE', 'PROVIDER_TIMEOUT', 'PROVIDER_BAD_RESPONSE']);
const ASKS_TO_WAIT = new Set(['PROVIDER_UNAVAILABLE', 'PROVIDER_RATE_LIMITED']);

/** Whether an error tells that the service is not well: what is wrong with the request or the account does not. */
export const isTrouble = (error: unknown): boolean => error instanceof ProviderError && TROUBLE.has(error.code);

/** How long the service asked to be left alone, in ms; 0 where it did not. */
export const askedToWaitMs = (error: unknown): number =>
  error instanceof ProviderError && ASKS_TO_WAIT.has(error.code) ? (error.options.retryAfterMs ?? 0) : 0;
