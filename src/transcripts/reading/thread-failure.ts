import { AppError } from '../../errors/app-error.js';
import type { ErrorCode } from '../../errors/error-codes.js';

/** An exception as plain data: an error sent to another thread would lose its code and its cause. */
export interface ThreadFailure {
  readonly code: ErrorCode;
  readonly message: string;
  /** What was thrown first, with the stack that names the faulty line. */
  readonly thrown: { readonly name: string; readonly message: string; readonly stack: string };
}

/** An exception without a code of the table is a bug. */
export const toThreadFailure = (error: unknown): ThreadFailure => {
  const { code, message } =
    error instanceof AppError
      ? error
      : new AppError('INTERNAL_SERVER_ERROR', 'The thread that reads files threw an exception.');
  const origin = error instanceof AppError ? (error.cause ?? error) : error;
  const thrown = origin instanceof Error ? origin : new Error(String(origin));
  return { code, message, thrown: { name: thrown.name, message: thrown.message, stack: thrown.stack ?? '' } };
};

/** The exception as the caller gets it: with its code, and what was thrown first as its cause. */
export const fromThreadFailure = ({ code, message, thrown }: ThreadFailure): AppError => {
  const { name, stack } = thrown;
  return new AppError(code, message, { cause: Object.assign(new Error(thrown.message), { name, stack }) });
};
