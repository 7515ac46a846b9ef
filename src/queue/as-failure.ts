import { codeOf, messageOf } from '../database/database-error.js';
import { AppError } from '../errors/app-error.js';
import { ERROR_CODES, type ErrorCode } from '../errors/error-codes.js';

interface Coded {
  readonly code: string;
  readonly message: string;
  readonly options?: { readonly retryable?: boolean; readonly retryAfterMs?: number };
}

const isCoded = (error: unknown): error is Error & Coded => error instanceof Error && codeOf(error) in ERROR_CODES;

/**
 * SQLSTATEs that pass by themselves: connection, resources, shutdown, serialization and deadlock; a statement or a
 * transaction that ran into its limit, a lock not to be had.
 */
const PASSING_SQLSTATE = /^(08|53|57P|40|57014|25P03|25P04|55P03)/;
const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOENT', 'ENOTFOUND', 'EAI_AGAIN']);
/** The driver's own words, which come without a code. */
const LOST_CONNECTION =
  /Connection terminated|timeout exceeded when trying to connect|Query read timeout|timeout expired|is not queryable/;

const isDatabaseAway = (error: unknown): boolean => {
  const code = codeOf(error);
  return PASSING_SQLSTATE.test(code) || NETWORK.has(code) || LOST_CONNECTION.test(messageOf(error));
};

const fromCoded = (error: Error & Coded): AppError => {
  const { retryable, retryAfterMs } = error.options ?? {};
  return new AppError(error.code as ErrorCode, error.message, {
    cause: error,
    ...(retryable === undefined ? {} : { retryable }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
};

/** Any thrown value as a failure of the table: coded errors keep their code, lost connections may be tried again. */
export const asFailure = (error: unknown, limit: AbortSignal): AppError => {
  if (error instanceof AppError) return error;
  if (limit.aborted) return new AppError('TIMEOUT', 'The job ran into its time limit.', { cause: error });
  if (isCoded(error)) return fromCoded(error);
  if (isDatabaseAway(error)) return new AppError('UNAVAILABLE', 'The database did not answer.', { cause: error });
  return new AppError('INTERNAL_SERVER_ERROR', 'Something went wrong on our side.', { cause: error });
};
