import { CallError } from './call-error.js';

const codeOf = (error: unknown): string | null => {
  if (!(error instanceof Error)) return null;
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : codeOf(error.cause);
};

const RESETS = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

/** The connection broke while in use: a repeated call gets a new one. */
export const wasReset = (error: unknown): boolean => RESETS.has(codeOf(error) ?? '');

const reasonOf = (error: unknown): string =>
  codeOf(error) ?? (error instanceof Error ? error.message : 'unknown fault').slice(0, 200);

/** What `fetch` threw, in words for a person: TIMEOUT, INTERRUPTED or UNAVAILABLE. */
export const networkFault = (error: unknown, { origin }: URL, limitMs: number): CallError => {
  const name = error instanceof Error ? error.name : '';
  if (name === 'TimeoutError') {
    const message = `${origin} did not answer within ${limitMs / 1_000} s. Look at the server's log, then try again.`;
    return new CallError('TIMEOUT', message, { retryable: true, cause: error });
  }
  if (name === 'AbortError') return new CallError('INTERRUPTED', 'Interrupted.', { cause: error });
  const message = `${origin} cannot be reached (${reasonOf(error)}). Start a server there with \`debrief start\`, or name another with --url.`;
  return new CallError('UNAVAILABLE', message, { retryable: true, cause: error });
};
