import { type JsonSchema, type ModelCallContext, ProviderError, type ProviderLimits } from 'debrief/plugin-api';
import { type ClientOptions, OpenAI } from 'openai';
import { cappedFetch } from './capped-fetch.js';

/** Configuration of an endpoint that serves models. */
export interface EndpointConfig {
  /** `azure`: the model names a deployment in the path, the key travels as `api-key`, the API version in the query. */
  readonly dialect: 'openai' | 'azure';
  /** Name of the secret that holds the key; may be left out of an endpoint that is keyless. */
  readonly apiKeySecret?: string;
  /** True if the endpoint asks for no key, as local servers do. */
  readonly keyless: boolean;
  readonly baseUrl?: string;
  /** `api-version` of the dialect `azure`. */
  readonly apiVersion: string;
  /** Further headers of every call: the header's name, and the name of the secret that holds its value. */
  readonly headers: Readonly<Record<string, string>>;
  readonly defaultModel: string;
  /** Models to list; others can be used as well. */
  readonly models: readonly string[];
  readonly limits?: ProviderLimits;
  /** Longest prompt in tokens by the model's name; calls with a longer prompt are judged in parts. */
  readonly promptBudgets?: Readonly<Record<string, number>>;
  /** Whether it takes batches for a lower price. Default: only the service itself does. */
  readonly batch?: boolean;
  /** Limit of one call, from the first byte sent to the last byte read. */
  readonly timeoutMs: number;
  /** Answers larger than this many bytes are rejected. */
  readonly maxAnswerBytes: number;
}

export interface OpenAiConfig extends EndpointConfig {
  /** Name of the setting that holds the base URL if `baseUrl` is missing. */
  readonly baseUrlSecret: string;
  /** Further endpoints, each a separate provider named by its key. */
  readonly endpoints: Readonly<Record<string, EndpointConfig>>;
}

const NAME = { type: 'string', minLength: 1 } as const;
const COUNT = { type: 'integer', minimum: 1 } as const;
const CALL_LIMITS = { concurrency: COUNT, requestsPerMinute: COUNT, tokensPerMinute: COUNT } as const;

const LIMITS = {
  type: 'object',
  additionalProperties: false,
  properties: {
    ...CALL_LIMITS,
    models: {
      type: 'object',
      additionalProperties: { type: 'object', additionalProperties: false, properties: CALL_LIMITS },
    },
  },
} as const;

const COMMON = {
  dialect: { enum: ['openai', 'azure'], default: 'openai' },
  keyless: { type: 'boolean', default: false },
  baseUrl: NAME,
  apiVersion: { ...NAME, default: '2024-10-21' },
  headers: { type: 'object', additionalProperties: NAME, default: {} },
  models: { type: 'array', items: NAME, default: [] },
  limits: LIMITS,
  promptBudgets: { type: 'object', additionalProperties: COUNT },
  batch: { type: 'boolean' },
  timeoutMs: { type: 'integer', minimum: 1, maximum: 600_000, default: 60_000 },
  maxAnswerBytes: { type: 'integer', minimum: 1024, maximum: 16_777_216, default: 1_048_576 },
} as const;

/** Nothing is inherited from the first endpoint: its key would be sent to another host. */
const ENDPOINT = {
  type: 'object',
  additionalProperties: false,
  required: ['baseUrl', 'defaultModel'],
  anyOf: [{ required: ['apiKeySecret'] }, { required: ['keyless'], properties: { keyless: { const: true } } }],
  properties: { ...COMMON, apiKeySecret: NAME, defaultModel: NAME },
} as const;

export const CONFIG_SCHEMA: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    ...COMMON,
    apiKeySecret: { ...NAME, default: 'OPENAI_API_KEY' },
    baseUrlSecret: { ...NAME, default: 'OPENAI_BASE_URL' },
    defaultModel: { ...NAME, default: 'gpt-5-mini' },
    endpoints: {
      type: 'object',
      propertyNames: { pattern: '^[a-z][a-z0-9_-]{0,63}$' },
      additionalProperties: ENDPOINT,
      default: {},
    },
  },
};

/** An endpoint with its secrets read. */
export interface Endpoint extends Omit<EndpointConfig, 'headers'> {
  readonly name: string;
  readonly baseUrl: string;
  readonly apiKey: string | null;
  /** Values of the further headers; null if the secret is not set. */
  readonly headers: Readonly<Record<string, string | null>>;
}

type Readiness = { readonly ready: true } | { readonly ready: false; readonly reason: string };

/** Whether calls can be made without an organization's own key, or what is missing. */
export const readinessOf = ({ apiKey, apiKeySecret, keyless, headers }: Endpoint): Readiness => {
  const missing = Object.entries(headers).find(([, value]) => value === null)?.[0];
  if (missing !== undefined) return { ready: false, reason: `The secret of the header ${missing} is not set.` };
  if (keyless || apiKey !== null) return { ready: true };
  return { ready: false, reason: `${apiKeySecret ?? 'The key'} is not set.` };
};

/** The organization's own key, else the host's; null if the endpoint takes none. */
export const keyFor = (endpoint: Endpoint, { credential }: ModelCallContext): string | null => {
  const key = credential ?? endpoint.apiKey;
  if (key !== null || endpoint.keyless) return key;
  const reason = `No key: ${endpoint.apiKeySecret ?? 'none'} is not set.`;
  throw new ProviderError('PROVIDER_UNAUTHORIZED', reason, { retryable: false });
};

const headersOf = (endpoint: Endpoint, key: string | null): ClientOptions['defaultHeaders'] => ({
  // The client sets one by itself; null removes it.
  ...(key === null || endpoint.dialect === 'azure' ? { Authorization: null } : {}),
  ...(key !== null && endpoint.dialect === 'azure' ? { 'api-key': key } : {}),
  ...endpoint.headers,
});

const addressOf = ({ dialect, baseUrl, apiVersion }: Endpoint, model: string): ClientOptions => {
  if (dialect === 'openai') return { baseURL: baseUrl };
  const root = baseUrl.replace(/\/+$/, '').replace(/\/openai$/, '');
  return {
    baseURL: `${root}/openai/deployments/${encodeURIComponent(model)}`,
    defaultQuery: { 'api-version': apiVersion },
  };
};

export const openClient = (
  endpoint: Endpoint,
  key: string | null,
  model: string,
  exchange = cappedFetch(endpoint.maxAnswerBytes),
): OpenAI =>
  new OpenAI({
    ...addressOf(endpoint, model),
    apiKey: key ?? 'none',
    maxRetries: 0,
    // The client's own limit ends with the headers; ours covers the body too and must be the one that fires.
    timeout: endpoint.timeoutMs + 5_000,
    fetch: exchange,
    defaultHeaders: headersOf(endpoint, key),
    // Otherwise the client reads them from the environment.
    organization: null,
    project: null,
    logLevel: 'off',
  });
