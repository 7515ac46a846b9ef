import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ProviderError, type BatchDelivery, type ModelCallContext, type ModelRequest } from 'debrief/plugin-api';
import { withBatches, type BatchOptions } from '../../src/fake-llm/batch-api.js';
import * as behave from '../../src/fake-llm/behaviors.js';
import { startFakeOpenAi, type Behavior, type FakeOpenAi } from '../../src/fake-llm/fake-openai.js';
import { expectWithin } from '../../test/support/expect-within.js';
import { readLines } from './batch-lines.js';
import { createOpenAiProvider } from './create-open-ai-provider.js';
import type { Endpoint } from './endpoint.js';
import { endpointAt } from './test-support.js';

let fake: FakeOpenAi;
beforeAll(async () => {
  fake = await startFakeOpenAi(behave.hang());
});
afterAll(() => fake.close());

const deliveryOf = (more: Partial<Endpoint> = {}): BatchDelivery => {
  const { batch } = createOpenAiProvider(endpointAt(fake.url, { batch: true, ...more }));
  if (!batch) throw new Error('the endpoint takes no batches');
  return batch;
};

const request: ModelRequest = {
  model: 'test-model',
  messages: [{ role: 'user', content: 'A call with\nseveral lines.' }],
  responseSchema: { type: 'object', properties: {}, required: [], additionalProperties: false },
  temperature: 0,
  seed: 7,
  maxOutputTokens: 500,
};
const requests = ['run-1', 'run-2'].map((id) => ({ id, request }));
const context = (signal = new AbortController().signal): ModelCallContext => ({ signal, credential: 'own-key' });

const failure = async (work: Promise<unknown>): Promise<ProviderError> => {
  const error: unknown = await work.catch((reason: unknown) => reason);
  if (error instanceof ProviderError) return error;
  throw new Error(`expected a ProviderError, got ${String(error)}`);
};

const ok = behave.answer({ ok: true }, { model: 'test-model-2026' });
const serve = (behavior: Behavior = ok, options: BatchOptions = { delayMs: null }) => {
  const api = withBatches(behavior, options);
  fake.setBehavior(api.behavior);
  return api;
};

const endOf = async (delivery: BatchDelivery, reference: string) => {
  const state = await delivery.poll({ reference, model: 'test-model' }, context());
  if (state.state !== 'ENDED') throw new Error('it is still running');
  return state;
};

describe('a batch', () => {
  test('is uploaded as a file of requests, and read in any order at its own tier', async () => {
    const api = serve();
    const delivery = deliveryOf();
    const reference = await delivery.submit('ours', requests, context());
    const [batch] = api.batches;
    expect(batch).toMatchObject({
      metadata: { debrief_batch: 'ours' },
      requests: [{ custom_id: 'run-1' }, { custom_id: 'run-2' }],
    });
    expect(batch?.requests[0]?.body).toMatchObject({ model: 'test-model', seed: 7, messages: request.messages });
    expect(fake.requests.at(-1)?.headers.authorization).toBe('Bearer own-key');
    expect(await delivery.poll({ reference, model: 'test-model' }, context())).toEqual({ state: 'RUNNING' });
    await api.finish();
    const { lines, reason } = await endOf(delivery, reference);
    expect(reason).toBeNull();
    expect(lines.map(({ id }) => id)).toEqual(['run-2', 'run-1']);
    expect(lines[0]).toMatchObject({
      answer: {
        content: '{"ok":true}',
        modelUsed: 'test-model-2026',
        serviceTier: 'batch',
        providerRequestId: 'req-run-2',
      },
    });
  });

  test('is found by our id, cancelled, and leaves nothing behind', async () => {
    const api = serve();
    const delivery = deliveryOf();
    const reference = await delivery.submit('ours', requests, context());
    expect(await delivery.find('ours', context())).toBe(reference);
    expect(await delivery.find('theirs', context())).toBeNull();
    await delivery.cancel(reference, context());
    expect(await endOf(delivery, reference)).toEqual({ state: 'ENDED', lines: [], reason: 'cancelled' });
    await delivery.discard(reference, context());
    await delivery.discard(reference, context());
    expect(api.files.size).toBe(0);
  });

  test('that the service gives up ends without lines and with its word', async () => {
    const api = serve();
    const delivery = deliveryOf();
    const reference = await delivery.submit('ours', requests, context());
    await api.finish('expired');
    expect(await endOf(delivery, reference)).toEqual({ state: 'ENDED', lines: [], reason: 'expired' });
  });

  test.each<[string, Behavior, ProviderError['code'], boolean]>([
    ['a limit', behave.apiError(429, {}, { 'retry-after': '7' }), 'PROVIDER_RATE_LIMITED', true],
    ['a bad key', behave.apiError(401, {}), 'PROVIDER_UNAUTHORIZED', false],
    ['no such door', behave.apiError(404, {}), 'PROVIDER_BAD_REQUEST', false],
    ['an outage', behave.status(503), 'PROVIDER_UNAVAILABLE', true],
    ['a page', behave.html(), 'PROVIDER_BAD_RESPONSE', true],
    ['no id', behave.status(200, { object: 'file' }), 'PROVIDER_BAD_RESPONSE', true],
    ['a reset', behave.reset(), 'PROVIDER_UNAVAILABLE', true],
    ['silence', behave.hang(), 'PROVIDER_TIMEOUT', true],
    ['a body sent byte by byte', behave.sendSlowly(), 'PROVIDER_TIMEOUT', true],
  ])('that meets %s fails as a single call does, without what was sent', async (_what, behavior, code, retryable) => {
    fake.setBehavior(behavior);
    const timeoutMs = code === 'PROVIDER_TIMEOUT' ? 300 : 20_000;
    const error = await failure(deliveryOf({ timeoutMs }).submit('ours', requests, context()));
    expect(error).toMatchObject({ code, options: { retryable } });
    if (code === 'PROVIDER_RATE_LIMITED') expect(error.options.retryAfterMs).toBe(7_000);
  });

  test('sends no request once aborted', async () => {
    const reason = new Error('aborted');
    await expect(deliveryOf().find('ours', context(AbortSignal.abort(reason)))).rejects.toBe(reason);
  });
});

describe('an endpoint', () => {
  test.each<[Partial<Endpoint>, boolean]>([
    [{ baseUrl: 'https://api.openai.com/v1' }, true],
    [{ baseUrl: 'https://api.openai.com/v1', batch: false }, false],
    [{ baseUrl: 'http://localhost:11434/v1' }, false],
    [{ baseUrl: 'http://localhost:11434/v1', batch: true }, true],
    [{ baseUrl: 'https://x.openai.azure.com', dialect: 'azure', batch: true }, false],
  ])('%j takes batches: %s', (more, takes) => {
    expect(createOpenAiProvider(endpointAt(fake.url, more)).batch !== undefined).toBe(takes);
  });
});

describe('a line', () => {
  const line = (more: object): string =>
    JSON.stringify({ id: 'x', custom_id: 'run-1', response: null, error: null, ...more });
  const response = (status_code: number, body: unknown) => line({ response: { status_code, request_id: 'r', body } });
  const secret = 'the customer said something private';

  test.each<[string, string, object | null]>([
    ['an expired one', line({ error: { code: 'batch_expired', message: secret } }), { code: 'PROVIDER_UNAVAILABLE' }],
    ['a cancelled one', line({ error: { code: 'batch_cancelled' } }), { code: 'PROVIDER_UNAVAILABLE' }],
    ['neither answer nor error', line({}), { code: 'PROVIDER_BAD_RESPONSE' }],
    [
      'a limit',
      response(429, { error: { code: 'rate_limit_exceeded', message: secret } }),
      { code: 'PROVIDER_RATE_LIMITED' },
    ],
    [
      'a refusal of the request',
      response(400, { error: { code: 'context_length_exceeded', message: secret } }),
      { code: 'TRANSCRIPT_TOO_LONG' },
    ],
    ['no status', response(NaN, { error: { message: secret } }), { code: 'PROVIDER_UNAVAILABLE' }],
    ['a body that is none', response(200, 'words'), { code: 'PROVIDER_BAD_RESPONSE' }],
    [
      'an error inside a success',
      response(200, { error: { code: 500, message: secret } }),
      { code: 'PROVIDER_UNAVAILABLE' },
    ],
    ['one cut off', line({}).slice(0, 30), null],
    ['no id', '{"response":{}}', null],
    ['a list', '[1]', null],
    ['a number', '7', null],
    ['a blank', '  ', null],
    ['one that is too long', response(200, { choices: 'x'.repeat(3_000) }), null],
  ])('of %s ends coded or is passed over', (_what, text, error) => {
    const lines = readLines(`${text}\n`, 'test-model', 2_000);
    expect(JSON.stringify(lines.map((one) => ('error' in one ? one.error.message : one)))).not.toContain(secret);
    if (error === null) expect(lines).toEqual([]);
    else expect(lines).toMatchObject([{ id: 'run-1', error }]);
  });

  test('that the filter stopped is an answer, as in a single call', () => {
    const [filtered] = readLines(response(400, { error: { code: 'content_filter' } }), 'test-model', 2_000);
    expect(filtered).toMatchObject({
      id: 'run-1',
      answer: { finishReason: 'CONTENT_FILTER', modelUsed: 'test-model' },
    });
  });

  test('of a file of hostile lines is fast', () => {
    const lines = `${'{"a":'.repeat(200_000)}\n${'\n'.repeat(200_000)}`;
    expectWithin(500, () => expect(readLines(lines, 'm', 2_000_000)).toEqual([]));
  });
});
