import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ProviderError, type ModelRequest } from 'debrief/plugin-api';
import * as behave from '../../src/fake-llm/behaviors.js';
import { startFakeOpenAi, type Behavior, type FakeOpenAi } from '../../src/fake-llm/fake-openai.js';
import { createOpenAiProvider } from './create-open-ai-provider.js';
import { endpointAt } from './test-support.js';

let fake: FakeOpenAi;
beforeAll(async () => {
  fake = await startFakeOpenAi(behave.hang());
});
afterAll(() => fake.close());

const request: ModelRequest = {
  model: 'test-model',
  messages: [{ role: 'user', content: 'A call.' }],
  responseSchema: { type: 'object', properties: {}, required: [], additionalProperties: false },
  temperature: 0,
  seed: 7,
  maxOutputTokens: 8_000,
};
const context = () => ({ signal: new AbortController().signal, credential: null });

const answering =
  (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Behavior =>
  (_request, response) =>
    void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

const error = (message: string, more: object = {}): object => ({
  error: { message, type: 'invalid_request_error', ...more },
});

const ask = (behavior: Behavior) => {
  fake.setBehavior(behavior);
  return createOpenAiProvider(endpointAt(fake.url)).complete(request, context());
};

const failure = async (
  behavior: Behavior,
): Promise<{ code: string; retryable: boolean; retryAfterMs: number | null; message: string }> => {
  const thrown: unknown = await ask(behavior).catch((reason: unknown) => reason);
  if (!(thrown instanceof ProviderError)) throw new Error(`expected a ProviderError, got ${String(thrown)}`);
  const { retryable, retryAfterMs = null } = thrown.options;
  return { code: thrown.code, retryable, retryAfterMs, message: thrown.message };
};

const gemini = (code: number, message: string, status: string, details: readonly object[]): object => ({
  error: { code, message, status, details },
});
const KEY = gemini(400, 'API key not valid. Please pass a valid API key.', 'INVALID_ARGUMENT', [
  { reason: 'API_KEY_INVALID' },
]);
const QUOTA = 'You exceeded your current quota, please check your plan and billing details.';

describe('an account', () => {
  test.each<[string, number, unknown, string]>([
    ['a bad key in a list', 400, [KEY], 'PROVIDER_UNAUTHORIZED'],
    ['a bad key as a bad request', 400, KEY, 'PROVIDER_UNAUTHORIZED'],
    [
      'a bad key in a success',
      200,
      { error: { code: 'invalid_api_key', message: 'Incorrect API key' } },
      'PROVIDER_UNAUTHORIZED',
    ],
    [
      'a user who is not known, in a success',
      200,
      { error: { code: '401', message: 'User not found.' } },
      'PROVIDER_UNAUTHORIZED',
    ],
    [
      'credit that is used up',
      400,
      error('Your credit balance is too low to access the API.'),
      'PROVIDER_QUOTA_EXCEEDED',
    ],
    [
      'a quota without a code',
      429,
      { error: { message: QUOTA, type: 'rate_limit', code: null } },
      'PROVIDER_QUOTA_EXCEEDED',
    ],
    [
      'a balance as forbidden',
      403,
      error('Insufficient account balance', { code: 'insufficient_balance' }),
      'PROVIDER_QUOTA_EXCEEDED',
    ],
    ['a quota in a success', 200, { error: { code: 'insufficient_quota', message: QUOTA } }, 'PROVIDER_QUOTA_EXCEEDED'],
    ['credits in a success', 200, { error: { code: 402, message: 'Insufficient credits' } }, 'PROVIDER_QUOTA_EXCEEDED'],
    [
      'a model as a bad request',
      400,
      error('The model `gpt-old` does not exist.', { code: 'model_not_found' }),
      'MODEL_NOT_FOUND',
    ],
    ['a model in words', 400, error('Model not exist.'), 'MODEL_NOT_FOUND'],
    ['a model in a success', 200, { error: 'model "x" not found, try pulling it first' }, 'MODEL_NOT_FOUND'],
  ])('%s has its true code, is not tried again, and keeps the words', async (_what, status, body, code) => {
    const found = await failure(answering(status, body));
    expect(found).toMatchObject({ code, retryable: false });
    expect(found.message.length).toBeGreaterThan(40);
  });
});

describe('a wait', () => {
  const words = 'Rate limit reached on tokens per min (TPM). Please try again in 2.5s.';
  test.each<[string, number, unknown, Record<string, string>, number | null]>([
    ['in words', 429, error(words, { code: 'rate_limit_exceeded' }), {}, 2_500],
    [
      'of a quota that is filled again',
      429,
      [gemini(429, `${QUOTA} Please retry in 2.5s.`, 'RESOURCE_EXHAUSTED', [{ retryDelay: '2.5s' }])],
      {},
      2_500,
    ],
    [
      'until a reset',
      429,
      error('slow'),
      { 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '2.5s' },
      2_500,
    ],
    ['with a unit', 429, error('slow'), { 'retry-after': '2s' }, 2_000],
    [
      'of a service behind a gateway',
      200,
      { error: { code: 429, message: 'Provider returned error', metadata: { headers: { 'Retry-After': '1' } } } },
      {},
      1_000,
    ],
    ['that is not named', 429, error('slow'), {}, null],
    ['in a success', 200, { error: { code: '429', message: 'Rate limit exceeded upstream' } }, {}, null],
    ['in a success by its status', 200, { error: { status: 429, message: 'Rate limit exceeded upstream' } }, {}, null],
    ['in a success by a word', 200, { error: { code: 'rate_limit_exceeded', message: 'Slow down' } }, {}, null],
    [
      'in a success by its message',
      200,
      { choices: null, error: { message: 'ResourceExhausted: Worker local total request limit reached (16/16)' } },
      {},
      null,
    ],
  ])('%s is read', async (_what, status, body, headers, retryAfterMs) => {
    const code = 'PROVIDER_RATE_LIMITED';
    expect(await failure(answering(status, body, headers))).toMatchObject({ code, retryable: true, retryAfterMs });
  });

  test.each([
    [529, { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }],
    [200, { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }],
    [200, { detail: 'Model is overloaded' }],
    [
      200,
      {
        choices: [
          { finish_reason: 'error', message: { content: '' }, error: { code: 502, message: 'Upstream error' } },
        ],
      },
    ],
  ])('%i %j is an outage that passes', async (status, body) => {
    expect(await failure(answering(status, body))).toMatchObject({ code: 'PROVIDER_UNAVAILABLE', retryable: true });
  });
});

describe('a limit', () => {
  const document = behave.answer({ ok: true });
  /** Refuses more than so many tokens for the answer. */
  const limited =
    (most: number, refuse: (asked: number) => unknown): Behavior =>
    (request, response) => {
      const { max_completion_tokens: tokens = 0 } = request.body as { max_completion_tokens?: number };
      return tokens > most ? answering(400, refuse(tokens))(request, response) : document(request, response);
    };

  test.each<[string, (asked: number) => unknown]>([
    ['a range', () => error('Invalid max_tokens value, the valid range of max_tokens is [1, 4096]')],
    [
      'a bound',
      () =>
        error('`max_completion_tokens` must be less than or equal to `4096`, the maximum value', {
          param: 'max_completion_tokens',
        }),
    ],
    [
      'a comparison',
      (n) => ({
        type: 'error',
        error: { message: `max_tokens: ${n} > 4096, which is the maximum allowed number of output tokens` },
      }),
    ],
    [
      'a sentence',
      (n) =>
        error(`max_tokens is too large: ${n}. This model supports at most 4096 completion tokens.`, {
          param: 'max_tokens',
        }),
    ],
    [
      'another range',
      () => error('<400> InternalError.Algo.InvalidParameter: Range of max_tokens should be [1, 4096]'),
    ],
  ])('that is named as %s is kept to, and remembered for the model', async (_how, refuse) => {
    fake.setBehavior(limited(4_096, refuse));
    const provider = createOpenAiProvider(endpointAt(fake.url));
    const before = fake.requests.length;
    expect((await provider.complete(request, context())).content).toBe('{"ok":true}');
    expect(fake.requests.length - before).toBe(2);
    await provider.complete(request, context());
    expect(fake.requests.length - before).toBe(3);
    expect(fake.requests.at(-1)?.body).toMatchObject({ max_completion_tokens: 4_096 });
  });

  const context8k = (prompt: number) => (n: number) => ({
    object: 'error',
    message: `This model's maximum context length is 8192 tokens. However, you requested ${prompt + n} tokens (${prompt} in the messages, ${n} in the completion). Please reduce the length.`,
    type: 'BadRequestError',
    code: 400,
  });

  test('of a context that is shared leaves the answer what the prompt leaves, for this prompt alone', async () => {
    fake.setBehavior(limited(4_192, context8k(4_000)));
    const provider = createOpenAiProvider(endpointAt(fake.url));
    expect((await provider.complete(request, context())).content).toBe('{"ok":true}');
    expect(fake.requests.at(-1)?.body).toMatchObject({ max_completion_tokens: 4_192 });
    fake.setBehavior(document);
    await provider.complete(request, context());
    expect(fake.requests.at(-1)?.body).toMatchObject({ max_completion_tokens: 8_000 });
  });

  test.each([
    [context8k(8_000)(8_000)],
    [
      error("This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.", {
        code: 'context_length_exceeded',
      }),
    ],
  ])('of a context that is too short for the prompt says what to do: %#', async (body) => {
    const found = await failure(answering(400, body));
    expect(found).toMatchObject({ code: 'TRANSCRIPT_TOO_LONG', retryable: false });
    expect(found.message).toContain('promptBudgets');
  });
});

describe('a blocked call', () => {
  test.each<[string, number, unknown]>([
    [
      'a policy',
      400,
      error('The response was filtered due to the prompt triggering the content management policy.', {
        code: 'content_filter',
      }),
    ],
    ['a filter in words', 400, error('Output blocked by content filtering policy')],
    ['an inspection', 400, error('Input data may contain inappropriate content.', { code: 'data_inspection_failed' })],
    ['a guardrail', 403, { message: 'The request was blocked by a guardrail.' }],
    ['a moderation', 403, error('Your input was flagged by moderation')],
  ])('by %s is an answer and no outage', async (_by, status, body) => {
    expect(await ask(answering(status, body))).toMatchObject({ finishReason: 'CONTENT_FILTER', content: '' });
  });

  test.each([
    'content_filter',
    'SAFETY',
    'RECITATION',
    'PROHIBITED_CONTENT',
    'guardrail_intervened',
    'content_filtered',
  ])('that ends with %s is one too', async (reason) => {
    const body = { choices: [{ finish_reason: reason, message: { role: 'assistant', content: '' } }] };
    expect(await ask(answering(200, body))).toMatchObject({ finishReason: 'CONTENT_FILTER' });
  });
});

describe('what an endpoint does not know', () => {
  /** Refuses requests with this field. */
  const without =
    (field: string, status: number, body: unknown): Behavior =>
    (request, response) =>
      Object.hasOwn(request.body, field)
        ? answering(status, body)(request, response)
        : behave.answer({ ok: true })(request, response);
  const detail = (field: string) => [
    { type: 'extra_forbidden', loc: ['body', field], msg: 'Extra inputs are not permitted' },
  ];

  test.each<[string, Behavior]>([
    ['a seed', without('seed', 422, { detail: detail('seed') })],
    [
      'a seed, in a list',
      without('seed', 400, [
        gemini(400, 'Invalid JSON payload received. Unknown name "seed": Cannot find field.', 'INVALID_ARGUMENT', []),
      ]),
    ],
    [
      'a seed, within a message',
      without('seed', 422, { object: 'error', message: { detail: detail('seed') }, type: 'invalid_request_error' }),
    ],
    [
      'a limit under its newer name',
      without('max_completion_tokens', 422, { detail: detail('max_completion_tokens') }),
    ],
    [
      'a format',
      without('response_format', 400, {
        object: 'error',
        message: 'response_format of type json_schema is not supported by this server',
      }),
    ],
    [
      'a format, by another code',
      without('response_format', 400, {
        error_code: 'BAD_REQUEST',
        message: 'Invalid response_format: json_schema is not supported',
      }),
    ],
    [
      'a temperature',
      without('temperature', 400, {
        error_code: 'BAD_REQUEST',
        message: 'temperature is not supported for this model',
      }),
    ],
  ])('%s is left out', async (_what, behavior) => {
    expect((await ask(behavior)).content).toBe('{"ok":true}');
  });

  test('a refusal without any form keeps the words of the service', async () => {
    expect((await failure(answering(400, { detail: 'The account is not active' }))).message).toContain('not active');
    const page: Behavior = (_request, response) =>
      void response.writeHead(400, { 'content-type': 'text/plain' }).end('Deployment is paused');
    expect((await failure(page)).message).toContain('Deployment is paused');
  });
});
