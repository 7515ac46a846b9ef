import { withTimeout } from '../../async/with-timeout.js';
import { openProviderCredential } from '../../access/provider-credentials.js';
import { AppError } from '../../errors/app-error.js';
import { ProviderError, type BatchDelivery, type ModelCallContext } from '../../plugin-api/index.js';
import type { ModelAddress } from '../../plugin-host/model-address.js';
import type { Uses } from '../../scope/scope.js';
import { takePlace } from '../calls/gated-call.js';

type ExchangePorts = Uses<'reads' | 'gate' | 'vault' | 'settings'>;

type Exchange<Result> = (delivery: BatchDelivery, context: ModelCallContext) => Promise<Result>;

/** A file of requests takes longer than one request. */
const SLOWER = 2;

const exchangeInTime = async <Result>(
  { settings }: ExchangePorts,
  { provider }: ModelAddress,
  credential: string | null,
  signal: AbortSignal,
  exchange: Exchange<Result>,
): Promise<Result> => {
  const { batch } = provider;
  if (!batch) throw new AppError('PROVIDER_UNKNOWN', `${provider.name} takes no batches any more.`);
  const limitMs = settings.modelCallMs * SLOWER;
  const toError = (cause: unknown): ProviderError => {
    const message = `${provider.name} did not serve a batch within ${limitMs} ms.`;
    return new ProviderError('PROVIDER_TIMEOUT', message, { retryable: true, cause });
  };
  return withTimeout(limitMs, (both) => exchange(batch, { signal: both, credential }), { signal, toError });
};

/** One exchange about a batch under the organization's own credential, within a time limit. @throws ProviderError; the signal's reason */
export const batchExchange = async <Result>(
  scope: ExchangePorts,
  address: ModelAddress,
  signal: AbortSignal,
  exchange: Exchange<Result>,
): Promise<Result> =>
  exchangeInTime(scope, address, await openProviderCredential(scope, address.provider.name), signal, exchange);

/**
 * An exchange that asks the service to work: it passes the gate as one call, of which the tokens don't count. Services limit
 * batches apart from calls.
 * @throws GateRefusal besides
 */
export const gatedExchange = async <Result>(
  scope: ExchangePorts,
  address: ModelAddress,
  signal: AbortSignal,
  exchange: Exchange<Result>,
): Promise<Result> => {
  const taken = await takePlace(scope, address, 0, signal);
  if ('refusal' in taken) throw taken.refusal;
  await using place = taken;
  return await place.use(
    (credential) => exchangeInTime(scope, address, credential, signal, exchange),
    () => null,
  );
};
