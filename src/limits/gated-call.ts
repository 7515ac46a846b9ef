import { type CallLimits, type ModelProvider, ProviderError } from '../plugin-api/index.js';

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

/** A call that asks to pass. */
export interface GatedCall {
  readonly provider: Pick<ModelProvider, 'name' | 'offline' | 'limits'>;
  readonly model: string;
  /** `provider/model`. */
  readonly address: string;
  /** Whose account with the provider: empty for the host's, else the organization that brought its own credential. */
  readonly account: string;
}

interface LimitedAddress {
  readonly address: string;
  readonly limits: CallLimits;
}

const saysSomething = ({ concurrency, requestsPerMinute, tokensPerMinute }: CallLimits): boolean =>
  [concurrency, requestsPerMinute, tokensPerMinute].some((limit) => limit !== undefined);

/** Where limits are stated: the provider as a whole, the model, or both. */
export const limitedAddresses = ({ provider, model, address }: GatedCall): readonly LimitedAddress[] => {
  const { limits = {} } = provider;
  const own = limits.models && Object.hasOwn(limits.models, model) ? limits.models[model] : undefined;
  return [
    ...(saysSomething(limits) ? [{ address: provider.name, limits }] : []),
    ...(own && saysSomething(own) ? [{ address, limits: own }] : []),
  ];
};
