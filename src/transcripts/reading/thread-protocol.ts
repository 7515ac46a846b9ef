import { AppError } from '../../errors/app-error.js';
import type { ErrorCode } from '../../errors/error-codes.js';
import type { CurrentNormalization } from '../current-normalization.js';
import type { Correction } from '../normalizing/correct-normalization.js';
import type { FileReading, ReadFileOptions } from '../normalizing/read-file.js';
import type { SpeakerCorrection } from '../transcript.entity.js';

/** What the thread is started with. */
export interface ThreadData {
  readonly pluginsFile: string;
}

/** A file to be read, or a normalization to be corrected. */
export type ThreadRequest =
  | { readonly bytes: Uint8Array; readonly options: ReadFileOptions }
  | { readonly normalization: CurrentNormalization; readonly corrections: readonly SpeakerCorrection[] };

export type ThreadAnswer =
  { readonly reading: FileReading } | { readonly correction: Correction } | { readonly failure: ThreadFailure };

/** An exception as plain data: an error sent to another thread would lose its code and its cause. */
interface ThreadFailure {
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
