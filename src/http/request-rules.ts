import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { AppError } from '../errors/app-error.js';

/** Gives every request an id: the caller's where it sent a plain one. */
export const requestId: RequestHandler = (request, response, next) => {
  const given = request.get('x-request-id') ?? '';
  response.set('x-request-id', /^[\w.-]{1,64}$/.test(given) ? given : randomUUID());
  next();
};

const isUpload = ({ path }: Request): boolean => path === '/uploads' || path.startsWith('/uploads/');

/** JSON is UTF-8: other charsets cost much to decode and hide what is in them. Uploaded files may be in any. */
export const onlyUtf8: RequestHandler = (request, _response, next) => {
  const charset = /charset\s*=\s*"?([^\s";]+)/i.exec(request.get('content-type') ?? '')?.[1];
  if (charset === undefined || charset.toLowerCase() === 'utf-8' || isUpload(request)) next();
  else next(new AppError('UNSUPPORTED_MEDIA_TYPE', `Charset ${charset.slice(0, 40)} is not read here. Send UTF-8.`));
};

/** Bodies of JSON are small: whoever has not sent one in this time is not waited for. Uploads have limits of their own. */
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
