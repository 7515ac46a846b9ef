import { ProviderError, type ModelAnswer, type ModelRequest } from '../../plugin-api/index.js';
import type { ModelAddress } from '../../plugin-host/model-address.js';
import { sanitizeAnswer } from './sanitize-answer.js';
import { rejectOnAbort } from './reject-on-abort.js';

export interface TimedAnswer {
  readonly answer: ModelAnswer;
  readonly latencyMs: number;
}

interface CallConditions {
  /** Aborts when the run is taken away or its worker stops. */
  readonly signal: AbortSignal;
  readonly limitMs: number;
  /** The organization's own, in the clear. */
  readonly credential: string | null;
}

/**
 * One call to a model within its time limit. What comes back has the contract's types, is fit to be stored, and is
 * otherwise unproven.
 * @throws ProviderError; the signal's reason when it aborts
 */
export const callModel = async (
  { provider, model }: ModelAddress,
  request: Omit<ModelRequest, 'model'>,
  { signal, limitMs, credential }: CallConditions,
): Promise<TimedAnswer> => {
  const limit = AbortSignal.timeout(limitMs);
  const both = AbortSignal.any([signal, limit]);
  const began = performance.now();
  try {
    const call = provider.complete({ ...request, model }, { signal: both, credential });
    const answer = sanitizeAnswer(await Promise.race([call, rejectOnAbort(both)]), model);
    return { answer, latencyMs: Math.round(performance.now() - began) };
  } catch (error) {
    if (signal.aborted || !limit.aborted) throw error;
    const message = `${provider.name} did not answer within ${limitMs} ms.`;
    throw new ProviderError('PROVIDER_TIMEOUT', message, { retryable: true, cause: error });
  }
};
