import { AppError } from '../../errors/app-error.js';

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message.slice(0, 200) : 'unknown fault');

/** An exception while a file was read is a bug: a file that cannot be read is refused. The exception is the cause. */
const failureOf = (what: string, cause: unknown): AppError =>
  cause instanceof AppError ? cause : new AppError('PARSER_FAILED', `${what}: ${reasonOf(cause)}`, { cause });

/**
 * Runs code that reads a file.
 * @param what the subject and verb of the message, e.g. `The parser webvtt failed on this file`
 * @throws AppError PARSER_FAILED where it throws
 */
export function orParserFailure<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw failureOf(what, error);
  }
}
