import { ERROR_CODES, type ErrorCode } from './error-codes.js';

interface AppErrorOptions {
  readonly cause?: unknown;
  /** Where in the input the fault lies, e.g. `['input', 'rubric']`. */
  readonly path?: readonly string[];
  /** Wait before the next try, where the other side said how long. */
  readonly retryAfterMs?: number;
  /** Overrides the table, for codes that are passed on from a provider. */
  readonly retryable?: boolean;
}

/** A failure with a code from the table. Its message is for the person who can act on it. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly path: readonly string[];
  readonly retryAfterMs: number | null;
  readonly retryable: boolean;
  readonly status: number;

  constructor(
    readonly code: ErrorCode,
    message: string,
    options: AppErrorOptions = {},
  ) {
    super(message, { cause: options.cause });
    this.path = options.path ?? [];
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.retryable = options.retryable ?? ERROR_CODES[code].retryable;
    this.status = ERROR_CODES[code].status;
  }

  get helpUrl(): string {
    return `/docs/errors#${this.code.toLowerCase()}`;
  }
}
