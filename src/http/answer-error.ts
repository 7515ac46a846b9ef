import type { ErrorRequestHandler, Response } from 'express';
import { AppError } from '../errors/app-error.js';
import type { Logger } from '../logging/logger.js';

/** Answers an error as JSON: `{ error: { code, message, retryable, helpUrl } }`. */
export const answerError = (
  response: Response,
  { code, message, retryable, helpUrl, status, retryAfterMs }: AppError,
): void => {
  if (response.headersSent) return;
  if (retryAfterMs !== null) response.set('retry-after', String(Math.ceil(retryAfterMs / 1_000)));
  response.status(status).json({ error: { code, message, retryable, helpUrl } });
};

interface HttpFault {
  readonly status?: number;
  readonly type?: string;
}

/** Faults of the request, ours or those that express found; null where the fault is not the request's. */
export const asRequestFault = (error: unknown): AppError | null => {
  if (error instanceof AppError) return error;
  const { status, type } = (error ?? {}) as HttpFault;
  if (status === 413) return new AppError('PAYLOAD_TOO_LARGE', 'The body is too large.');
  if (status === 415) return new AppError('UNSUPPORTED_MEDIA_TYPE', 'Send JSON in UTF-8.');
  if (status !== undefined && status >= 400 && status < 500) {
    const message = type === 'entity.parse.failed' ? 'The body is not valid JSON.' : 'The request cannot be read.';
    return new AppError('BAD_USER_INPUT', message);
  }
  return null;
};

/** Last in the line: whatever was thrown becomes JSON; what nobody expected is logged and masked. */
export const errorHandler =
  (logger: Logger): ErrorRequestHandler =>
  (error: unknown, _request, response, _next) => {
    const known = asRequestFault(error);
    if (known) return answerError(response, known);
    logger.error({ err: error }, 'unexpected error in a request');
    answerError(response, new AppError('INTERNAL_SERVER_ERROR', 'Something went wrong on our side.'));
  };
