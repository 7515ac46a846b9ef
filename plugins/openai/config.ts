import type { JsonSchema, ProviderLimits } from 'debrief/plugin-api';

/** One place to reach models at. */
export interface EndpointConfig {
  /** `azure`: the model names a deployment in the path, the key travels as `api-key`, the API version in the query. */
  readonly dialect: 'openai' | 'azure';
  /** Name of the secret that holds the key; may be left out of an endpoint that is keyless. */
  readonly apiKeySecret?: string;
  /** True where the endpoint asks for no key, as local servers do. */
  readonly keyless: boolean;
  readonly baseUrl?: string;
  /** `api-version` of the dialect `azure`. */
  readonly apiVersion: string;
  /** Further headers of every call: the header's name, and the name of the secret that holds its value. */
  readonly headers: Readonly<Record<string, string>>;
  readonly defaultModel: string;
  /** Models to be named in a list; others may be asked for all the same. */
  readonly models: readonly string[];
  readonly limits?: ProviderLimits;
  /** Longest prompt that a model is given whole, in tokens, by the model's name; calls that make a longer one are judged in parts. */
  readonly promptBudgets?: Readonly<Record<string, number>>;
  /** Whether it takes batches for a lower price; left out, only the service itself is taken to. */
  readonly batch?: boolean;
  /** Limit of one call, from the first byte sent to the last byte read. */
  readonly timeoutMs: number;
  /** Answers above this many bytes are cut off and refused. */
  readonly maxAnswerBytes: number;
}

export interface OpenAiConfig extends EndpointConfig {
  /** Name of the setting that holds the base URL, where `baseUrl` is left out. */
  readonly baseUrlSecret: string;
  /** Further endpoints, each a provider of its own under its key. */
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

/** Nothing is taken over from the first endpoint, least of all its key: that would send it to another host. */
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
