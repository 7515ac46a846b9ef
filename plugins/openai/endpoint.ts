import { ProviderError, type ModelCallContext } from 'debrief/plugin-api';
import { OpenAI, type ClientOptions } from 'openai';
import { cappedFetch } from './capped-fetch.js';
import type { EndpointConfig } from './config.js';

/** An endpoint with its secrets read. */
export interface Endpoint extends Omit<EndpointConfig, 'headers'> {
  readonly name: string;
  readonly baseUrl: string;
  readonly apiKey: string | null;
  /** Values of the further headers; null where the secret is not set. */
  readonly headers: Readonly<Record<string, string | null>>;
}

type Readiness = { readonly ready: true } | { readonly ready: false; readonly reason: string };

/** Whether calls can be made without an organization's own key, or what is missing for it. */
export const readinessOf = ({ apiKey, apiKeySecret, keyless, headers }: Endpoint): Readiness => {
  const missing = Object.entries(headers).find(([, value]) => value === null)?.[0];
  if (missing !== undefined) return { ready: false, reason: `The secret of the header ${missing} is not set.` };
  if (keyless || apiKey !== null) return { ready: true };
  return { ready: false, reason: `${apiKeySecret ?? 'The key'} is not set.` };
};

/** The organization's own key before the host's; null where the endpoint takes none. */
export const keyFor = (endpoint: Endpoint, { credential }: ModelCallContext): string | null => {
  const key = credential ?? endpoint.apiKey;
  if (key !== null || endpoint.keyless) return key;
  const reason = `No key: ${endpoint.apiKeySecret ?? 'none'} is not set.`;
  throw new ProviderError('PROVIDER_UNAUTHORIZED', reason, { retryable: false });
};

const headersOf = (endpoint: Endpoint, key: string | null): ClientOptions['defaultHeaders'] => ({
  // The client sets one by itself; null takes it out.
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
    // Else read from the environment behind the host's back.
    organization: null,
    project: null,
    logLevel: 'off',
  });
