interface ErrorKind {
  /** HTTP status where the error ends a request. */
  readonly status: number;
  /** Whether the same request may succeed later without a change. */
  readonly retryable: boolean;
}

const kind = (status: number, retryable = false): ErrorKind => ({ status, retryable });

/** The one table of codes. Plugins add theirs as `plugin-name/CODE`. */
export const ERROR_CODES = {
  // requests
  BAD_USER_INPUT: kind(400),
  BAD_CURSOR: kind(400),
  UNAUTHENTICATED: kind(401),
  FORBIDDEN: kind(403),
  NOT_FOUND: kind(404),
  CONFLICT: kind(409),
  IDEMPOTENCY_MISMATCH: kind(422),
  PAYLOAD_TOO_LARGE: kind(413),
  UNSUPPORTED_MEDIA_TYPE: kind(415),
  UPLOAD_ABORTED: kind(400, true),
  QUERY_TOO_EXPENSIVE: kind(400),
  TIMEOUT: kind(503, true),
  UNAVAILABLE: kind(503, true),
  INTERNAL_SERVER_ERROR: kind(500),
  // transcripts
  TRANSCRIPT_EMPTY: kind(422),
  TRANSCRIPT_TOO_LONG: kind(422),
  FORMAT_UNKNOWN: kind(422),
  FORMAT_UNSUPPORTED: kind(422),
  FORMAT_INVALID: kind(422),
  PARSER_FAILED: kind(500),
  ENCODING_UNSUPPORTED: kind(422),
  NOT_A_TRANSCRIPT: kind(422),
  CHAT_NOT_SPEECH: kind(422),
  QUALITY_TOO_LOW: kind(422),
  ARCHIVE_REFUSED: kind(422),
  QUOTA_EXCEEDED: kind(429, true),
  TRANSCRIPT_NOT_READY: kind(409, true),
  // runs
  RUN_ALREADY_ENDED: kind(409),
  RUN_CANCELLED: kind(409),
  WORKER_LOST: kind(500),
  OUTPUT_INVALID: kind(502),
  RUBRIC_UNKNOWN: kind(404),
  RUBRIC_UNSUPPORTED: kind(422),
  PROMPT_VERSION_UNKNOWN: kind(404),
  MODEL_ADDRESS_INVALID: kind(400),
  EVALUATOR_UNKNOWN: kind(404),
  // model providers
  PROVIDER_UNKNOWN: kind(404),
  PROVIDER_UNAVAILABLE: kind(503, true),
  PROVIDER_TIMEOUT: kind(504, true),
  PROVIDER_RATE_LIMITED: kind(429, true),
  PROVIDER_QUOTA_EXCEEDED: kind(402),
  // Not 401, which would tell the caller that its own key is bad.
  PROVIDER_UNAUTHORIZED: kind(424),
  PROVIDER_BAD_REQUEST: kind(400),
  PROVIDER_BAD_RESPONSE: kind(502, true),
  MODEL_NOT_FOUND: kind(404),
  MODEL_REFUSED: kind(422),
  ANSWER_TRUNCATED: kind(502),
  // money
  BUDGET_EXCEEDED: kind(402),
  PRICE_UNKNOWN: kind(422),
  // plugins
  PLUGIN_NOT_FOUND: kind(500),
  PLUGIN_INVALID: kind(500),
  PLUGIN_API_MISMATCH: kind(500),
  PLUGIN_CONFIG_INVALID: kind(500),
  PLUGIN_SETUP_FAILED: kind(500),
  PLUGIN_DUPLICATE: kind(500),
  // starting and running the system
  CONFIG_INVALID: kind(500),
  PORT_TAKEN: kind(500),
  DATA_FOLDER_UNREADABLE: kind(500),
  DATA_FOLDER_VERSION: kind(500),
  DATABASE_UNREACHABLE: kind(503, true),
  DATABASE_NOT_MIGRATED: kind(503),
  EMBEDDED_POSTGRES_FAILED: kind(500),
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof ERROR_CODES;
