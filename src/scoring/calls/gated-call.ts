import { openProviderCredential } from '../../access/provider-credentials.js';
import { ProviderError } from '../../plugin-api/index.js';
import type { CallOutcome } from '../../limits/gated-call.js';
import type { ModelAddress } from '../../plugin-host/model-address.js';
import type { Uses } from '../../scope/scope.js';

export type GatePorts = Uses<'reads' | 'gate' | 'vault'>;

/** A place for one call within the limits of its model. Disposing gives back a place that was not used. */
export interface GatedPlace extends AsyncDisposable {
  /**
   * Makes the call, once, and gives the place back with what came of it.
   * @param call gets the organization's own credential, null where it has none
   */
  use<Result>(
    call: (credential: string | null) => Promise<Result>,
    tokensOf: (result: Result) => number | null,
  ): Promise<Result>;
}

/** The limits, the circuit breaker or the organization's credential do not allow a call. */
export interface PlaceRefusal {
  readonly refusal: ProviderError;
}

const acquire = async (
  scope: GatePorts,
  address: ModelAddress,
  options: { readonly tokens: number; readonly signal: AbortSignal },
) => {
  const { provider } = address;
  const credential = provider.offline ? null : await openProviderCredential(scope, provider.name);
  const account = credential === null ? '' : scope.organizationId;
  return { credential, slot: await scope.gate.acquire({ ...address, account }, options) };
};

/**
 * Takes a place for a call to a model: within the limits of provider and model, not while its circuit is open, and under
 * the organization's own credential where it has one.
 * @param tokens the most that the call may use
 * @throws the signal's reason
 */
export const takePlace = async (
  scope: GatePorts,
  address: ModelAddress,
  tokens: number,
  signal: AbortSignal,
): Promise<GatedPlace | PlaceRefusal> => {
  const taken = await acquire(scope, address, { tokens, signal }).catch((error: unknown): PlaceRefusal => {
    if (error instanceof ProviderError) return { refusal: error };
    throw error;
  });
  if ('refusal' in taken) return taken;
  const { credential, slot } = taken;
  let isTaken = true;
  const giveBack = async (outcome: CallOutcome): Promise<void> => {
    if (!isTaken) return;
    isTaken = false;
    await slot.release(outcome);
  };
  return {
    use: async (call, tokensOf) => {
      try {
        const result = await call(credential);
        await giveBack({ answered: true, tokens: tokensOf(result) });
        return result;
      } catch (error) {
        await giveBack({ answered: false, error });
        throw error;
      }
    },
    [Symbol.asyncDispose]: () => giveBack({ answered: false, error: null }),
  };
};
