import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ProviderError, type ModelCallContext, type ModelRequest } from 'debrief/plugin-api';
import { mayBeBilled } from '../../src/costs/prices/cost-of.js';
import * as behave from '../../src/fake-llm/behaviors.js';
import { startFakeOpenAi, type Behavior, type FakeOpenAi } from '../../src/fake-llm/fake-openai.js';
import { createOpenAiProvider } from './create-open-ai-provider.js';
import type { Endpoint } from './endpoint.js';
import { endpointAt } from './test-support.js';

let fake: FakeOpenAi;
beforeAll(async () => {
  fake = await startFakeOpenAi(behave.hang());
});
afterAll(() => fake.close());

const settings = (): Endpoint => endpointAt(fake.url);

const request: ModelRequest = {
  model: 'test-model',
  messages: [
    { role: 'system', content: 'Judge.' },
    { role: 'user', content: 'A call.' },
  ],
  responseSchema: { type: 'object', properties: {}, required: [], additionalProperties: false },
  temperature: 0,
  seed: 7,
  maxOutputTokens: 500,
};

const context = (more: Partial<ModelCallContext> = {}): ModelCallContext => ({
  signal: new AbortController().signal,
  credential: null,
  ...more,
});

const complete = (behavior: Behavior, more: Partial<Endpoint> = {}, ctx = context()) => {
  fake.setBehavior(behavior);
  return createOpenAiProvider({ ...settings(), ...more }).complete(request, ctx);
};

const failure = async (...args: Parameters<typeof complete>): Promise<ProviderError> => {
  const error: unknown = await complete(...args).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ProviderError)) throw new Error(`expected a ProviderError, got ${String(error)}`);
  return error;
};

const closedUrl = async (): Promise<string> => {
  const closed = await startFakeOpenAi(behave.hang());
  await closed.close();
  return closed.url;
};

const asked = () => fake.requests.at(-1)!;

describe('openai provider: a call', () => {
  it('sends strict structured output and reads the answer', async () => {
    const usage = {
      prompt_tokens: 9126,
      completion_tokens: 3197,
      prompt_tokens_details: { cached_tokens: 4864 },
      completion_tokens_details: { reasoning_tokens: 1000 },
    };
    const headers = { 'x-request-id': 'req-1' };
    const answer = await complete(behave.answer({ ok: true }, { usage, model: 'test-model-2026-01-01', headers }));
    expect(answer).toEqual({
      content: '{"ok":true}',
      modelUsed: 'test-model-2026-01-01',
      finishReason: 'STOP',
      refusal: null,
      usage: { inputUncached: 4262, inputCacheRead: 4864, inputCacheWrite: 0, outputText: 2197, outputReasoning: 1000 },
      providerRequestId: 'req-1',
      serviceTier: null,
      systemFingerprint: 'fp_fake',
    });
    expect(asked().path).toBe('/v1/chat/completions');
    expect(asked().headers.authorization).toBe('Bearer key-of-the-host');
    expect(asked().body).toEqual({
      model: 'test-model',
      messages: request.messages,
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'scorecard', strict: true, schema: request.responseSchema },
      },
      temperature: 0,
      seed: 7,
      max_completion_tokens: 500,
    });
  });

  it('uses the credential of the call before its own', async () => {
    await complete(behave.answer('{}'), {}, context({ credential: 'key-of-the-organization' }));
    expect(asked().headers.authorization).toBe('Bearer key-of-the-organization');
  });

  it.each([
    ['length', { finishReason: 'length' }, '{"cut":', { finishReason: 'LENGTH', refusal: null }],
    ['content_filter', { finishReason: 'content_filter' }, null, { finishReason: 'CONTENT_FILTER', content: '' }],
    ['refusal', { refusal: 'I will not.' }, null, { refusal: 'I will not.', content: '' }],
    ['an unknown reason', { finishReason: 'novel' }, '{}', { finishReason: 'OTHER' }],
  ])('hands on %s as an outcome', async (_what, options, content, expected) => {
    expect(await complete(behave.answer(content, options))).toMatchObject(expected);
  });

  it('remembers per model what an endpoint refuses, and repeats the call without it', async () => {
    const provider = createOpenAiProvider(settings());
    fake.setBehavior(({ body }, response) => {
      const bad = ['temperature', 'seed', 'max_completion_tokens'].find((name) => name in body);
      const refuse = behave.apiError(400, { param: bad ?? null, code: 'unsupported_value' });
      return (bad === undefined ? behave.answer('{}') : refuse)({ body } as never, response);
    });
    const before = fake.requests.length;
    await Promise.all([provider.complete(request, context()), provider.complete(request, context())]);
    expect(fake.requests.length - before).toBe(8);
    expect(asked().body).toMatchObject({ max_tokens: 500 });
    await provider.complete(request, context());
    expect(fake.requests.length - before).toBe(9);
    await provider.complete({ ...request, model: 'another' }, context());
    expect(fake.requests.length - before).toBe(13);
  });
});

describe('openai provider: failures', () => {
  it.each<[string, Behavior, string, boolean]>([
    ['429', behave.apiError(429, { code: 'rate_limit_exceeded' }), 'PROVIDER_RATE_LIMITED', true],
    ['429 without quota', behave.apiError(429, { code: 'insufficient_quota' }), 'PROVIDER_QUOTA_EXCEEDED', false],
    ['402', behave.apiError(402, {}), 'PROVIDER_QUOTA_EXCEEDED', false],
    ['401', behave.apiError(401, {}), 'PROVIDER_UNAUTHORIZED', false],
    ['403', behave.apiError(403, {}), 'PROVIDER_UNAUTHORIZED', false],
    ['404', behave.apiError(404, { code: 'model_not_found' }), 'MODEL_NOT_FOUND', false],
    ['400', behave.apiError(400, { param: 'messages' }), 'PROVIDER_BAD_REQUEST', false],
    ['a redirect', behave.status(307, {}, { location: 'http://127.0.0.1:1/' }), 'PROVIDER_BAD_REQUEST', false],
    ['408', behave.status(408), 'PROVIDER_TIMEOUT', true],
    ['425', behave.status(425), 'PROVIDER_UNAVAILABLE', true],
    ['500', behave.status(500), 'PROVIDER_UNAVAILABLE', true],
    ['505', behave.status(505), 'PROVIDER_BAD_REQUEST', false],
    [
      'an Azure deployment that is not there',
      behave.apiError(404, { code: 'DeploymentNotFound' }),
      'MODEL_NOT_FOUND',
      false,
    ],
    [
      'an error within a success',
      behave.status(200, { error: { code: 429, message: 'slow down' } }),
      'PROVIDER_RATE_LIMITED',
      true,
    ],
    [
      'an error within a choice',
      behave.status(200, { choices: [{ error: { code: 502 } }] }),
      'PROVIDER_UNAVAILABLE',
      true,
    ],
    ['an error without a number', behave.status(200, { error: { message: 'no' } }), 'PROVIDER_BAD_RESPONSE', true],
    ['a 503 page', behave.html(503), 'PROVIDER_UNAVAILABLE', true],
    ['a 200 page', behave.html(), 'PROVIDER_BAD_RESPONSE', true],
    ['no content type', behave.untyped(), 'PROVIDER_BAD_RESPONSE', true],
    ['half JSON', behave.truncatedJson(), 'PROVIDER_BAD_RESPONSE', true],
    ['no choices', behave.emptyChoices(), 'PROVIDER_BAD_RESPONSE', true],
    ['a JSON null', behave.status(200, null), 'PROVIDER_BAD_RESPONSE', true],
    ['choices of another type', behave.status(200, { choices: [7] }), 'PROVIDER_BAD_RESPONSE', true],
    ['no content', behave.answer(null), 'PROVIDER_BAD_RESPONSE', true],
    ['a body above the cap', behave.hugeBody(), 'PROVIDER_BAD_RESPONSE', true],
    ['a reset before the headers', behave.reset(), 'PROVIDER_UNAVAILABLE', true],
    ['a reset in the body', behave.reset('in-body'), 'PROVIDER_UNAVAILABLE', true],
  ])('classifies %s', async (_what, behavior, code, retryable) => {
    const before = fake.requests.length;
    const error = await failure(behavior);
    expect([error.code, error.options.retryable]).toEqual([code, retryable]);
    expect(fake.requests.length - before).toBe(1);
    expect(error.message).not.toContain('key-of-the-host');
    expect(error.message.length).toBeLessThan(400);
  });

  it.each<[string, Behavior, billed: boolean]>([
    ['401', behave.apiError(401, {}), false],
    ['408', behave.status(408), false],
    ['429', behave.apiError(429, {}), false],
    ['500', behave.status(500), false],
    ['503 as a page', behave.html(503), false],
    ['an error above the cap', behave.status(500, { error: 'x'.repeat(3_000_000) }), false],
    ['504: the service behind the gateway may still be at work', behave.status(504), true],
    ['an error in place of the choices', behave.status(200, { error: { code: 502 } }), false],
    ['an error within a choice', behave.status(200, { choices: [{ error: { code: 502 } }] }), true],
    ['half JSON', behave.truncatedJson(), true],
    ['a body above the cap', behave.hugeBody(), true],
    ['a reset before the headers', behave.reset(), true],
    ['a reset in the body', behave.reset('in-body'), true],
  ])('knows whether %s may be billed', async (_what, behavior, expected) => {
    expect(mayBeBilled(await failure(behavior, { maxAnswerBytes: 2_000_000 }))).toBe(expected);
  });

  it.each([
    ['an endpoint that nobody listens at', closedUrl],
    ['a host that is not there', () => Promise.resolve('http://nowhere.invalid/v1')],
  ])('classifies %s, and bills nothing', async (_what, baseUrl) => {
    const error = await failure(behave.hang(), { baseUrl: await baseUrl() });
    expect([error.code, mayBeBilled(error)]).toEqual(['PROVIDER_UNAVAILABLE', false]);
  });

  it('obeys Retry-After', async () => {
    expect((await failure(behave.apiError(429, {}, { 'retry-after': '2' }))).options.retryAfterMs).toBe(2_000);
    expect((await failure(behave.status(503, {}, { 'retry-after-ms': '150' }))).options.retryAfterMs).toBe(150);
    expect((await failure(behave.apiError(429, {}, { 'retry-after': 'abc' }))).options.retryAfterMs).toBeUndefined();
  });

  it.each([
    ['before the headers', behave.hang()],
    ['in a body sent byte by byte', behave.sendSlowly()],
  ])('ends at the time limit %s and hangs up', async (_what, behavior) => {
    const arrived = fake.nextRequest();
    const error = await failure(behavior, { timeoutMs: 600 });
    expect([error.code, error.options.retryable, mayBeBilled(error)]).toEqual(['PROVIDER_TIMEOUT', true, true]);
    expect(await (await arrived).ended).toBe(false);
  });

  it.each([
    ['before the headers', behave.hang()],
    ['in a body sent byte by byte', behave.sendSlowly()],
  ])('passes the abort of the caller on %s', async (_what, behavior) => {
    const controller = new AbortController();
    const arrived = fake.nextRequest();
    const work = complete(behavior, {}, context({ signal: controller.signal }));
    const reason = new Error('run cancelled');
    void arrived.then(() => controller.abort(reason));
    await expect(work).rejects.toBe(reason);
    expect(await (await arrived).ended).toBe(false);
  });

  it('sends no request once aborted, or without a key', async () => {
    const before = fake.requests.length;
    const reason = new Error('too late');
    await expect(complete(behave.hang(), {}, context({ signal: AbortSignal.abort(reason) }))).rejects.toBe(reason);
    const error = await failure(behave.hang(), { apiKey: null });
    expect([error.code, error.options.retryable]).toEqual(['PROVIDER_UNAUTHORIZED', false]);
    expect(fake.requests.length).toBe(before);
  });
});
