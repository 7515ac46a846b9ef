import { withTimeout } from '../../async/with-timeout.js';
import { ProviderError, type ModelAnswer, type ModelRequest } from '../../plugin-api/index.js';
import type { ModelAddress } from '../../plugin-host/model-address.js';
import { sanitizeAnswer } from './sanitize-answer.js';

export interface TimedAnswer {
  readonly answer: ModelAnswer;
  readonly latencyMs: number;
}

interface CallConditions {
  /** Aborts when the run is taken away or its worker stops. */
  readonly signal: AbortSignal;
  readonly limitMs: number;
  /** The organization's own credential, decrypted. */
  readonly credential: string | null;
}

/**
 * One call to a model within its time limit. The answer has the contract's types and can be stored, but is not checked.
 * @throws ProviderError; the signal's reason when it aborts
 */
export const callModel = async (
  { provider, model }: ModelAddress,
  request: Omit<ModelRequest, 'model'>,
  { signal, limitMs, credential }: CallConditions,
): Promise<TimedAnswer> => {
  const toError = (cause: unknown): ProviderError => {
    const message = `${provider.name} did not answer within ${limitMs} ms.`;
    return new ProviderError('PROVIDER_TIMEOUT', message, { retryable: true, cause });
  };
  const complete = (both: AbortSignal): Promise<ModelAnswer> =>
    provider.complete({ ...request, model }, { signal: both, credential });
  const began = performance.now();
  const answer = sanitizeAnswer(await withTimeout(limitMs, complete, { signal, toError }), model);
  return { answer, latencyMs: Math.round(performance.now() - began) };
};
