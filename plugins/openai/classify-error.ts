import { type ModelRequest, ProviderError } from 'debrief/plugin-api';
import { APIError } from 'openai';

const MAX_WAIT_MS = 15 * 60_000;

const fromNumber = (text: string | null, unitMs: number): number | null => {
  if (text === null || !/^\d{1,12}(?:\.\d{1,12})?$/.test(text.trim())) return null;
  return Math.min(Math.ceil(Number(text) * unitMs), MAX_WAIT_MS);
};

/** Only the format of RFC 9110; `Date.parse` alone would accept "-5" as a date. */
const readDate = (text: string | null): number | null => {
  if (text === null || !/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text.trim()))
    return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : at;
};

/** By the server's clock, if the answer has a date. */
const fromDate = (headers: Headers, now: number): number | null => {
  const at = readDate(headers.get('retry-after'));
  return at === null ? null : Math.min(Math.max(at - (readDate(headers.get('date')) ?? now), 0), MAX_WAIT_MS);
};

/**
 * How long the service asks to wait, in milliseconds: `retry-after-ms`, else `retry-after` in seconds or as an HTTP date
 * (RFC 9110, 10.2.3). At most 15 minutes; null if neither can be read.
 */
export const retryAfterMs = (headers: Headers, now: number): number | null =>
  fromNumber(headers.get('retry-after-ms'), 1) ??
  fromNumber(headers.get('retry-after'), 1000) ??
  fromDate(headers, now);

type Code = ProviderError['code'];

/** What identifies a refusal: its status, or the error in the body of a success. */
export interface Refusal {
  readonly status: number | undefined;
  readonly code: string | null | undefined;
  readonly type: string | undefined;
}

const OUT_OF_MONEY = new Set(['insufficient_quota', 'billing_hard_limit_reached', 'billing_not_active']);
const NO_SUCH_MODEL = new Set(['model_not_found', 'DeploymentNotFound']);
/** Permanent: the endpoint does not implement what was asked. */
const PERMANENT = new Set([501, 505]);

/** A gateway gave up waiting for the service, which may still be working. */
const GATEWAY_TIMEOUTS = new Set([504, 524]);

export const codeOf = ({ status, code, type }: Refusal): Code => {
  if (status === 402 || [code, type].some((word) => OUT_OF_MONEY.has(word ?? ''))) return 'PROVIDER_QUOTA_EXCEEDED';
  if (status === 401 || status === 403) return 'PROVIDER_UNAUTHORIZED';
  if (status === 404 || NO_SUCH_MODEL.has(code ?? '')) return 'MODEL_NOT_FOUND';
  if (status === 429) return 'PROVIDER_RATE_LIMITED';
  if (status === 408) return 'PROVIDER_TIMEOUT';
  if (status !== undefined && PERMANENT.has(status)) return 'PROVIDER_BAD_REQUEST';
  const isTransient = status === undefined || status >= 500 || status === 409 || status === 425;
  return isTransient ? 'PROVIDER_UNAVAILABLE' : 'PROVIDER_BAD_REQUEST';
};

const RETRYABLE = new Set<Code>(['PROVIDER_RATE_LIMITED', 'PROVIDER_TIMEOUT', 'PROVIDER_UNAVAILABLE']);

export const isRetryable = (code: Code): boolean => RETRYABLE.has(code);

/** Keeps long bodies and pages out of messages. */
const shorten = (text: string): string => (text.length > 300 ? `${text.slice(0, 300)}…` : text);

const fromApi = (error: APIError, now: number): ProviderError => {
  const code = codeOf({ status: error.status, code: error.code, type: error.type });
  const wait = error.headers === undefined ? null : retryAfterMs(error.headers, now);
  const retryable = isRetryable(code);
  return new ProviderError(code, shorten(`The endpoint refused the call: ${error.message}`), {
    retryable,
    maybeBilled: GATEWAY_TIMEOUTS.has(error.status ?? 0),
    ...(retryable && wait !== null ? { retryAfterMs: wait } : {}),
    cause: error,
  });
};

const ownFault = (error: unknown): ProviderError | null => {
  if (error instanceof ProviderError) return error;
  return error instanceof Error && error.cause !== undefined ? ownFault(error.cause) : null;
};

const deepestMessage = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? deepestMessage(error.cause) : error.message;
};

/** Codes of a connection that was not established: of the network, the client and certificates. */
const UNCONNECTED =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_|EHOSTUNREACH|ENETUNREACH|EADDR|UND_ERR_CONNECT|ERR_(?:TLS|SSL)_|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO)/;
const CONNECTING = new Set<unknown>(['connect', 'getaddrinfo']);

interface NetworkFault {
  readonly code?: unknown;
  readonly syscall?: unknown;
  readonly cause?: unknown;
  /** The error of each address of a host, if none could be reached. */
  readonly errors?: unknown;
}

const rootOf = (error: unknown): NetworkFault => {
  const fault = (typeof error === 'object' ? error : null) as NetworkFault | null;
  return fault?.cause === undefined ? (fault ?? {}) : rootOf(fault.cause);
};

/** Whether the connection was established when the call failed: the service may have received and processed the request. */
const brokeOff = (error: unknown): boolean => {
  const { code, syscall, errors } = rootOf(error);
  if (typeof code !== 'string' || errors !== undefined) return false;
  return !UNCONNECTED.test(code) && !CONNECTING.has(syscall);
};

const isRefusal = (error: unknown): error is APIError => error instanceof APIError && typeof error.status === 'number';

/** Turns any error of the client into a ProviderError. The caller handles aborts and the time limit first. */
export const classifyError = (error: unknown, now: number): ProviderError => {
  const own = ownFault(error);
  if (own !== null) return own;
  if (error instanceof SyntaxError) {
    const message = 'The endpoint answered with JSON that ends too early or is not JSON.';
    return new ProviderError('PROVIDER_BAD_RESPONSE', message, { retryable: true, cause: error });
  }
  if (isRefusal(error)) return fromApi(error, now);
  const message = shorten(`The endpoint cannot be reached: ${deepestMessage(error)}`);
  return new ProviderError('PROVIDER_UNAVAILABLE', message, {
    retryable: true,
    maybeBilled: brokeOff(error),
    cause: error,
  });
};

/** So many characters of a request in a row are no coincidence. */
const ECHO = 24;
/** Shorter parts of a key cannot be told apart from words. */
const KEY_PART = 6;

const echoAt = (message: string, contents: readonly string[]): number => {
  for (let at = 0; at + ECHO <= message.length; at += 1) {
    const piece = message.slice(at, at + ECHO);
    if (contents.some((content) => content.includes(piece))) return at;
  }
  return -1;
};

/** Services repeat a key that they refuse, with its middle masked or not. */
const withoutKey = (message: string, key: string): string =>
  message
    .split(/(\s+)/)
    .map((word) => {
      const shows = word.includes(key.slice(0, KEY_PART)) || word.includes(key.slice(-KEY_PART));
      return key.length >= KEY_PART && shows ? '[key]' : word;
    })
    .join('');

/**
 * Endpoints repeat parts of the request in errors: the transcript or the key. Messages are stored and logged, so both
 * are removed.
 */
export const withoutEcho = (error: ProviderError, request: ModelRequest, key: string | null): ProviderError => {
  const kept = key === null ? error.message : withoutKey(error.message, key);
  const data = request.messages.map(({ content }) => content);
  const at = echoAt(kept, data);
  const { cause: _cause, ...options } = error.options; // it contains the request
  return new ProviderError(error.code, at === -1 ? kept : `${kept.slice(0, at)}…`, options);
};
