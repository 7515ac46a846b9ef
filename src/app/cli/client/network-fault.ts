import { CallError } from './call-error.js';
import { errorFacts } from './error-facts.js';

const RESETS = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

/** The connection broke while in use: a repeated call gets a new one. */
export const wasReset = (error: unknown): boolean =>
  error instanceof CallError && RESETS.has(errorFacts(error.cause).code ?? '');

/** What `fetch` threw, in words for a person: TIMEOUT, INTERRUPTED or UNAVAILABLE. */
export const networkFault = (error: unknown, { origin }: URL, limitMs: number): CallError => {
  const { name, message: words, code } = errorFacts(error);
  if (name === 'TimeoutError') {
    const message = `${origin} did not answer within ${limitMs / 1_000} s. Look at the server's log, then try again.`;
    return new CallError('TIMEOUT', message, { retryable: true, cause: error });
  }
  if (name === 'AbortError') return new CallError('INTERRUPTED', 'Interrupted.', { cause: error });
  const message = `${origin} cannot be reached (${code ?? words.slice(0, 200)}). Start a server there with \`debrief start\`, or name another with --url.`;
  return new CallError('UNAVAILABLE', message, { retryable: true, cause: error });
};
