import { ProviderError } from 'debrief/plugin-api';
import { APIError } from 'openai';
import { retryAfterMs } from './retry-after-ms.js';

type Code = ProviderError['code'];

/** What a refusal says of itself, whether as a status or inside a success. */
export interface Refusal {
  readonly status: number | undefined;
  readonly code: string | null | undefined;
  readonly type: string | undefined;
}

const OUT_OF_MONEY = new Set(['insufficient_quota', 'billing_hard_limit_reached', 'billing_not_active']);
const NO_SUCH_MODEL = new Set(['model_not_found', 'DeploymentNotFound']);
/** Nothing of this passes by itself: what was asked is not there, in this form or at this address. */
const LASTING = new Set([501, 505]);

/** A gateway's word that the service behind it was too slow: that one may still be at work. */
const GAVE_UP_WAITING = new Set([504, 524]);

export const codeOf = ({ status, code, type }: Refusal): Code => {
  if (status === 402 || [code, type].some((word) => OUT_OF_MONEY.has(word ?? ''))) return 'PROVIDER_QUOTA_EXCEEDED';
  if (status === 401 || status === 403) return 'PROVIDER_UNAUTHORIZED';
  if (status === 404 || NO_SUCH_MODEL.has(code ?? '')) return 'MODEL_NOT_FOUND';
  if (status === 429) return 'PROVIDER_RATE_LIMITED';
  if (status === 408) return 'PROVIDER_TIMEOUT';
  if (status !== undefined && LASTING.has(status)) return 'PROVIDER_BAD_REQUEST';
  const passing = status === undefined || status >= 500 || status === 409 || status === 425;
  return passing ? 'PROVIDER_UNAVAILABLE' : 'PROVIDER_BAD_REQUEST';
};

const RETRYABLE = new Set<Code>(['PROVIDER_RATE_LIMITED', 'PROVIDER_TIMEOUT', 'PROVIDER_UNAVAILABLE']);

export const isRetryable = (code: Code): boolean => RETRYABLE.has(code);

/** Long bodies and pages don't belong in a message. */
const shorten = (text: string): string => (text.length > 300 ? `${text.slice(0, 300)}…` : text);

const fromApi = (error: APIError, now: number): ProviderError => {
  const code = codeOf({ status: error.status, code: error.code, type: error.type });
  const wait = error.headers === undefined ? null : retryAfterMs(error.headers, now);
  const retryable = isRetryable(code);
  return new ProviderError(code, shorten(`The endpoint refused the call: ${error.message}`), {
    retryable,
    maybeBilled: GAVE_UP_WAITING.has(error.status ?? 0),
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

/** Codes of a connection that never came about: the network's, the client's, and those of certificates. */
const UNCONNECTED =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_|EHOSTUNREACH|ENETUNREACH|EADDR|UND_ERR_CONNECT|ERR_(?:TLS|SSL)_|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO)/;
const CONNECTING = new Set<unknown>(['connect', 'getaddrinfo']);

interface NetworkFault {
  readonly code?: unknown;
  readonly syscall?: unknown;
  readonly cause?: unknown;
  /** What each address of a host answered, where none was to be reached. */
  readonly errors?: unknown;
}

const rootOf = (error: unknown): NetworkFault => {
  const fault = (typeof error === 'object' ? error : null) as NetworkFault | null;
  return fault?.cause === undefined ? (fault ?? {}) : rootOf(fault.cause);
};

/** Whether the connection stood when the call broke: the request may have arrived, and the service have done its work. */
const brokeOff = (error: unknown): boolean => {
  const { code, syscall, errors } = rootOf(error);
  if (typeof code !== 'string' || errors !== undefined) return false;
  return !UNCONNECTED.test(code) && !CONNECTING.has(syscall);
};

const isRefusal = (error: unknown): error is APIError => error instanceof APIError && typeof error.status === 'number';

/** Turns whatever the client threw into the one error of a provider. Aborts and the time limit are seen to before. */
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
