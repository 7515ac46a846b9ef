import type { CallLimits, ModelProvider } from '../plugin-api/index.js';

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
