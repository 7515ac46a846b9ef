import type { JsonSchema } from 'debrief/plugin-api';

export interface OpenAiConfig {
  /** Name of the secret that holds the key. */
  readonly apiKeySecret: string;
  /** Name of the setting that holds the base URL, where `baseUrl` is left out. */
  readonly baseUrlSecret: string;
  readonly baseUrl?: string;
  readonly defaultModel: string;
  /** Limit of one call, from the first byte sent to the last byte read. */
  readonly timeoutMs: number;
  /** Answers above this many bytes are cut off and refused. */
  readonly maxAnswerBytes: number;
}

export const CONFIG_SCHEMA: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    apiKeySecret: { type: 'string', minLength: 1, default: 'OPENAI_API_KEY' },
    baseUrlSecret: { type: 'string', minLength: 1, default: 'OPENAI_BASE_URL' },
    baseUrl: { type: 'string', minLength: 1 },
    defaultModel: { type: 'string', minLength: 1, default: 'gpt-5-mini' },
    timeoutMs: { type: 'integer', minimum: 1, maximum: 600_000, default: 60_000 },
    maxAnswerBytes: { type: 'integer', minimum: 1024, maximum: 16_777_216, default: 1_048_576 },
  },
};
