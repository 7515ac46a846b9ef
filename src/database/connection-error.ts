import { AppError } from '../errors/app-error.js';
import { codeOf, databaseError, messageOf } from './database-error.js';

interface Place {
  /** `db.example:5432`, or the folder of a socket. */
  readonly at: string;
  readonly user: string;
  readonly database: string;
}

const placeOf = (url: string): Place => {
  const { hostname, port, username, pathname, searchParams } = new URL(url);
  const host = decodeURIComponent(searchParams.get('host') ?? hostname);
  return {
    at: host.startsWith('/') ? host : `${host === '' ? 'localhost' : host}:${port === '' ? '5432' : port}`,
    user: decodeURIComponent(username),
    database: decodeURIComponent(pathname.slice(1)),
  };
};

const CONFIGURED: Readonly<Record<string, (place: Place) => string>> = {
  '28P01': ({ user }) => `it refuses the password of "${user}"`,
  '28000': ({ user }) => `it does not let "${user}" in`,
  '3D000': ({ database }) => `it has no database "${database}"`,
  '42501': ({ user, database }) => `"${user}" may not use the database "${database}"`,
};

const AWAY: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOENT: 'there is no server on this socket',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host cannot be looked up now',
  ETIMEDOUT: 'it does not answer in time',
  EHOSTUNREACH: 'there is no way to the host',
  '53300': 'it has no connection left',
  '57P03': 'it is starting or stopping',
};

/**
 * Why a connection could not be made, in one sentence with host, port and cause, never with the password: CONFIG_INVALID where
 * DATABASE_URL is wrong, DATABASE_UNREACHABLE where the server is away; any other error as `databaseError`.
 */
export const connectionError = (url: string, error: unknown): unknown => {
  const code = codeOf(error);
  const place = placeOf(url);
  const wrong = CONFIGURED[code]?.(place);
  if (wrong !== undefined) {
    return new AppError('CONFIG_INVALID', `PostgreSQL at ${place.at} cannot be used: ${wrong}.`, { cause: error });
  }
  const away = AWAY[code] ?? (/timeout/i.test(messageOf(error)) ? AWAY.ETIMEDOUT : undefined);
  if (away === undefined) return databaseError(error);
  return new AppError('DATABASE_UNREACHABLE', `PostgreSQL at ${place.at} cannot be reached: ${away}.`, {
    cause: error,
  });
};
