import type { Endpoint } from './endpoint.js';

/** An endpoint for tests with defaults and a key of the host. */
export const endpointAt = (baseUrl: string, more: Partial<Endpoint> = {}): Endpoint => ({
  name: 'openai',
  dialect: 'openai',
  apiKey: 'key-of-the-host',
  apiKeySecret: 'OPENAI_API_KEY',
  keyless: false,
  apiVersion: '2024-10-21',
  headers: {},
  baseUrl,
  defaultModel: 'gpt-5-mini',
  models: [],
  timeoutMs: 5_000,
  maxAnswerBytes: 1_048_576,
  ...more,
});
