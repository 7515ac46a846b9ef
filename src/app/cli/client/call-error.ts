import { AppError } from '../../../errors/app-error.js';

/** What went wrong: a code for programs and a sentence for people. */
export interface Fault {
  readonly code: string;
  readonly message: string;
}

interface CallErrorOptions {
  /** Whether the same call may succeed later without a change. */
  readonly retryable?: boolean;
  /** How long the server asks to wait before the next attempt. */
  readonly retryAfterMs?: number | null;
  readonly cause?: unknown;
}

/** A call to a server that failed. The code is the server's; UNAVAILABLE or TIMEOUT if it did not answer. */
export class CallError extends Error {
  override readonly name = 'CallError';
  readonly retryable: boolean;
  readonly retryAfterMs: number | null;

  constructor(
    readonly code: string,
    message: string,
    options: CallErrorOptions = {},
  ) {
    super(message, { cause: options.cause });
    this.retryable = options.retryable ?? false;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

interface ErrorFacts {
  readonly name: string;
  readonly message: string;
  /** Of the error or of its causes, e.g. `ECONNREFUSED`. */
  readonly code: string | null;
}

const MAX_CAUSES = 5;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Name, message and code of any thrown value. Does not use `instanceof`: Node's own errors come from other realms too. */
export const errorFacts = (thrown: unknown, depth = 0): ErrorFacts => {
  if (typeof thrown !== 'object' || thrown === null) return { name: '', message: String(thrown), code: null };
  const { name, message, code, cause } = thrown as Readonly<Record<string, unknown>>;
  const below = cause === undefined || depth >= MAX_CAUSES ? null : errorFacts(cause, depth + 1).code;
  return { name: textOf(name), message: textOf(message), code: typeof code === 'string' ? code : below };
};

/** A failure as code and message. An unexpected error is INTERNAL_SERVER_ERROR with its own text. */
export const asFault = (error: unknown): Fault => {
  if (error instanceof CallError || error instanceof AppError) return { code: error.code, message: error.message };
  const { name, message } = errorFacts(error);
  if (name === 'AbortError') return { code: 'INTERRUPTED', message: 'Interrupted.' };
  const detail = `${name}: ${message}`.slice(0, 300);
  return { code: 'INTERNAL_SERVER_ERROR', message: `Unexpected fault, please report it. ${detail}` };
};

const RESETS = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

/** Whether the connection broke while in use: a repeated call gets a new one. */
export const wasReset = (error: unknown): boolean =>
  error instanceof CallError && RESETS.has(errorFacts(error.cause).code ?? '');

/** An error of `fetch`, explained for a person: TIMEOUT, INTERRUPTED or UNAVAILABLE. */
export const networkFault = (error: unknown, { origin }: URL, limitMs: number): CallError => {
  const { name, message: detail, code } = errorFacts(error);
  if (name === 'TimeoutError') {
    const message = `${origin} did not answer within ${limitMs / 1_000} s. Look at the server's log, then try again.`;
    return new CallError('TIMEOUT', message, { retryable: true, cause: error });
  }
  if (name === 'AbortError') return new CallError('INTERRUPTED', 'Interrupted.', { cause: error });
  const message = `${origin} cannot be reached (${code ?? detail.slice(0, 200)}). Start a server there with \`debrief start\`, or name another with --url.`;
  return new CallError('UNAVAILABLE', message, { retryable: true, cause: error });
};
