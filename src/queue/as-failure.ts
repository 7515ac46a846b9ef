import { AppError } from '../errors/app-error.js';
import { ERROR_CODES, type ErrorCode } from '../errors/error-codes.js';

interface Coded {
  readonly code: string;
  readonly message: string;
  readonly options?: { readonly retryable?: boolean; readonly retryAfterMs?: number };
}

const isCoded = (error: unknown): error is Error & Coded =>
  error instanceof Error && String((error as { code?: unknown }).code) in ERROR_CODES;

/** PostgreSQL classes that pass by themselves: connection, resources, shutdown, serialization, deadlock. */
const PASSING_SQLSTATE = /^(08|53|57P|40)/;
const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOENT']);

/** Any thrown value as a failure of the table: coded errors keep their code, lost connections may be tried again. */
export const asFailure = (error: unknown, limit: AbortSignal): AppError => {
  if (error instanceof AppError) return error;
  if (limit.aborted) return new AppError('TIMEOUT', 'The job ran into its time limit.', { cause: error });
  if (isCoded(error)) {
    const { retryable, retryAfterMs } = error.options ?? {};
    return new AppError(error.code as ErrorCode, error.message, {
      cause: error,
      ...(retryable === undefined ? {} : { retryable }),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    });
  }
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code === 'string' && (PASSING_SQLSTATE.test(code) || NETWORK.has(code))) {
    return new AppError('UNAVAILABLE', 'The database did not answer.', { cause: error });
  }
  return new AppError('INTERNAL_SERVER_ERROR', 'Something went wrong on our side.', { cause: error });
};
