interface CallErrorOptions {
  /** Whether the same call may succeed later without a change. */
  readonly retryable?: boolean;
  /** How long the server asks to wait before. */
  readonly retryAfterMs?: number | null;
  readonly cause?: unknown;
}

/** A call to a server that brought no answer to work with. The code is the server's, or UNAVAILABLE or TIMEOUT where it said nothing. */
export class CallError extends Error {
  override readonly name = 'CallError';
  readonly retryable: boolean;
  readonly retryAfterMs: number | null;

  constructor(
    readonly code: string,
    message: string,
    options: CallErrorOptions = {},
  ) {
    super(message, { cause: options.cause });
    this.retryable = options.retryable ?? false;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}
