import { type ModelRequest, ProviderError } from 'debrief/plugin-api';
import { APIError } from 'openai';
import { isTooLong } from './named-limit.js';
import { namedWait } from './named-wait.js';

type Code = ProviderError['code'];

/** What identifies a refusal: its status, or the error in the body of a success. */
export interface Refusal {
  readonly status: number | undefined;
  readonly code: string | null | undefined;
  readonly type: string | undefined;
  readonly message?: string;
  /** Whether it names a wait: then what is used up is filled again. */
  readonly namesWait?: boolean;
}

/** Permanent: the endpoint does not implement what was asked. */
const PERMANENT = new Set([501, 505]);

/** A gateway gave up waiting for the service, which may still be working. */
const GATEWAY_TIMEOUTS = new Set([504, 524]);

const OUT_OF_MONEY = /insufficient_quota|billing_hard_limit_reached|billing_not_active|insufficient_balance/;
const MONEY_WORDS =
  /credit balance is too low|insufficient (?:account )?(?:balance|credits?|funds)|exceeded your current quota|payment required/i;
const KEY_WORDS =
  /api[_ ]key[_ ](?:not valid|invalid)|(?:invalid|incorrect|unknown|missing)[_ ]api[_ ]key|authentication_error|invalid_authentication/i;
const MODEL_WORDS =
  /model_not_found|DeploymentNotFound|\bmodel\b.{0,120}(?:does not exist|not exist|not found|unknown|try pulling)|no such model/i;
const RATE_WORDS = /rate[_ -]?limit|too many requests|resource[_ ]?exhausted|slow down|total request limit reached/i;
const BUSY_WORDS = /overloaded|temporarily unavailable|at capacity|no healthy upstream|service unavailable/i;

/** What the words of a refusal say, where they are surer than its status; null where they say nothing. */
const codeInWords = ({ status, code, type, message = '', namesWait = false }: Refusal): Code | null => {
  const words = `${code ?? ''} ${type ?? ''}`;
  const text = `${words} ${message.slice(0, 1_000)}`;
  const isMoney = status === 402 || OUT_OF_MONEY.test(words) || (MONEY_WORDS.test(text) && !namesWait);
  if (isMoney) return 'PROVIDER_QUOTA_EXCEEDED';
  // Status 5xx and 429 pass by themselves, whatever else they say.
  if (status === 429 || (status !== undefined && status >= 500)) return null;
  if (KEY_WORDS.test(text)) return 'PROVIDER_UNAUTHORIZED';
  return MODEL_WORDS.test(text) ? 'MODEL_NOT_FOUND' : null;
};

/** Of an error without a status, as gateways put into a success. */
export const codeWithoutStatus = (refusal: Omit<Refusal, 'status'>): Code | null => {
  const known = codeInWords({ ...refusal, status: undefined });
  if (known) return known;
  const text = `${refusal.code ?? ''} ${refusal.type ?? ''} ${refusal.message ?? ''}`;
  if (RATE_WORDS.test(text)) return 'PROVIDER_RATE_LIMITED';
  return BUSY_WORDS.test(text) ? 'PROVIDER_UNAVAILABLE' : null;
};

export const codeOf = (refusal: Refusal): Code => {
  const { status } = refusal;
  const known = codeInWords(refusal);
  if (known) return known;
  if (status === 401 || status === 403) return 'PROVIDER_UNAUTHORIZED';
  if (status === 404) return 'MODEL_NOT_FOUND';
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
  const { details = null, metadata = null } = (error.error ?? {}) as { details?: unknown; metadata?: unknown };
  const wait = namedWait({ headers: error.headers ?? null, message: error.message, details, metadata }, now);
  const { status, code: word, type, message } = error;
  if (isTooLong(word, message) && status === 400) return tooLong(error);
  const code = codeOf({ status, code: word, type, message, namesWait: wait !== null });
  const retryable = isRetryable(code);
  return new ProviderError(code, shorten(`The endpoint refused the call: ${message}`), {
    retryable,
    maybeBilled: GATEWAY_TIMEOUTS.has(status ?? 0),
    ...(retryable && wait !== null ? { retryAfterMs: wait } : {}),
    cause: error,
  });
};

const tooLong = (error: APIError): ProviderError => {
  const advice =
    'Choose a model with a larger context, or set promptBudgets for this one, so that the call is judged in parts.';
  return new ProviderError('TRANSCRIPT_TOO_LONG', `${advice} ${shorten(`The endpoint says: ${error.message}`)}`, {
    retryable: false,
    maybeBilled: false,
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
