import { ProviderError, type ModelAnswer, type ModelRequest } from '../plugin-api/index.js';
import type { ModelAddress } from '../plugin-host/model-address.js';

export const CALL_LIMIT_MS = 60_000;

export interface TimedAnswer {
  readonly answer: ModelAnswer;
  readonly latencyMs: number;
}

/** A provider that forgets to pass the signal on must not hold the run. */
const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    const abort = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });

/**
 * One call to a model, at most 60 s.
 * @throws ProviderError; the signal's reason when it aborts
 */
export const callModel = async (
  { provider, model }: ModelAddress,
  request: Omit<ModelRequest, 'model'>,
  signal: AbortSignal,
): Promise<TimedAnswer> => {
  const limit = AbortSignal.timeout(CALL_LIMIT_MS);
  const both = AbortSignal.any([signal, limit]);
  const began = performance.now();
  try {
    const call = provider.complete({ ...request, model }, { signal: both, credential: null });
    const answer = await Promise.race([call, untilAborted(both)]);
    return { answer, latencyMs: Math.round(performance.now() - began) };
  } catch (error) {
    if (signal.aborted || !limit.aborted) throw error;
    const message = `${provider.name} did not answer within ${CALL_LIMIT_MS / 1000} s.`;
    throw new ProviderError('PROVIDER_TIMEOUT', message, { retryable: true, cause: error });
  }
};
