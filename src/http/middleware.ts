import { randomUUID } from 'node:crypto';
import contentType from 'content-type';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { AppError } from '../errors/app-error.js';
import type { Logger } from '../logging/logger.js';

/** Gives every request an id: the caller's `x-request-id` if it is well-formed. */
export const requestId: RequestHandler = (request, response, next) => {
  const given = request.get('x-request-id') ?? '';
  response.set('x-request-id', /^[\w.-]{1,64}$/.test(given) ? given : randomUUID());
  next();
};

const isUpload = ({ path }: Request): boolean => path === '/uploads' || path.startsWith('/uploads/');

/** As the body would be decoded; null for a header that does not parse. */
const charsetOf = (header: string): string | null => {
  try {
    return (contentType.parse(header).parameters.charset ?? 'utf-8').toLowerCase();
  } catch {
    // Malformed, or a parameter twice: how it would be read is not known.
    return null;
  }
};

/** JSON is UTF-8: other charsets are expensive to decode and can hide content. Uploaded files may be in any charset. */
export const onlyUtf8: RequestHandler = (request, _response, next) => {
  const given = request.get('content-type');
  if (given === undefined || isUpload(request)) return next();
  const charset = charsetOf(given);
  if (charset === 'utf-8') return next();
  const what =
    charset === null ? 'This content type is malformed.' : `Charset ${charset.slice(0, 40)} is not read here.`;
  next(new AppError('UNSUPPORTED_MEDIA_TYPE', `${what} Send JSON in UTF-8.`));
};

/** JSON bodies are small: a caller that is slower is disconnected. Uploads have limits of their own. */
const BODY_LIMIT_MS = 60_000;

export const bodyLimit: RequestHandler = (request, response, next) => {
  if (!isUpload(request)) {
    const timer = setTimeout(() => {
      if (!request.complete) request.destroy();
    }, BODY_LIMIT_MS);
    response.once('close', () => clearTimeout(timer));
  }
  next();
};

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

/** Errors caused by the request, ours or those of express; null for all others. */
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

/** The last middleware: answers errors as JSON. Unexpected errors are logged and masked. */
export const errorHandler =
  (logger: Logger): ErrorRequestHandler =>
  (error: unknown, _request, response, _next) => {
    const known = asRequestFault(error);
    if (known) return answerError(response, known);
    logger.error({ err: error }, 'unexpected error in a request');
    answerError(response, new AppError('INTERNAL_SERVER_ERROR', 'Something went wrong on our side.'));
  };
