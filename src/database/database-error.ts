import { AppError } from '../errors/app-error.js';

const fact = (error: unknown, name: 'code' | 'message'): string => {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
  return typeof value === 'string' ? value : '';
};

/** The code of a system error or SQLSTATE, else ''. By shape: an error of another realm is no `instanceof Error`. */
export const codeOf = (error: unknown): string => fact(error, 'code');

export const messageOf = (error: unknown): string => fact(error, 'message');

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EPIPE',
  'EACCES',
  'EHOSTUNREACH',
  '57P01',
  '57P02',
  '57P03',
  '53300',
]);

/** A failure of the connection or a time limit as an error of ours; any other error (SQL, constraints) as it is. */
export const databaseError = (error: unknown): unknown => {
  if (error instanceof AppError) return error;
  const code = codeOf(error);
  const message = messageOf(error);
  if (code === '57014' || message === 'Query read timeout') {
    return new AppError('TIMEOUT', 'The database took too long to answer.', { cause: error });
  }
  const lost = /^(Connection terminated|timeout exceeded when trying to connect|timeout expired)/.test(message);
  if (!lost && !UNREACHABLE.has(code) && !code.startsWith('08')) return error;
  return new AppError('DATABASE_UNREACHABLE', 'The database does not answer.', { cause: error });
};
