import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ProviderError, type ModelRequest } from 'debrief/plugin-api';
import * as behave from '../../src/fake-llm/behaviors.js';
import { startFakeOpenAi, type Behavior, type FakeOpenAi } from '../../src/fake-llm/fake-openai.js';
import { createOpenAiProvider } from './create-open-ai-provider.js';
import type { Endpoint } from './endpoint.js';
import { endpointAt } from './test-support.js';

let fake: FakeOpenAi;
let asked: number;
beforeAll(async () => {
  fake = await startFakeOpenAi(behave.hang());
});
beforeEach(() => {
  asked = fake.requests.length;
});
afterAll(() => fake.close());

const schema = {
  type: 'object',
  properties: { ok: { type: 'boolean' } },
  required: ['ok'],
  additionalProperties: false,
};
const request: ModelRequest = {
  model: 'm',
  messages: [
    { role: 'system', content: 'Judge the call.' },
    { role: 'user', content: 'Maren Quillfeather asks: how many returns do you process in a typical week?' },
  ],
  responseSchema: schema,
  temperature: 0,
  seed: 7,
  maxOutputTokens: 500,
};
const context = { signal: new AbortController().signal, credential: null };

const open = (behavior: Behavior, more: Partial<Endpoint> = {}) => {
  fake.setBehavior(behavior);
  return createOpenAiProvider(endpointAt(fake.url, more));
};
const formats = (): (string | undefined)[] => fake.requests.slice(asked).map(({ body }) => body.response_format?.type);
const instructions = (): string => fake.requests.at(-1)!.body.messages[0]!.content;

/** Refuses every format but the given ones, with the given message. */
const knowing =
  (known: readonly (string | undefined)[], refuse: Behavior): Behavior =>
  (asked, response) =>
    (known.includes(asked.body.response_format?.type) ? behave.answer({ ok: true }) : refuse)(asked, response);

/** Messages of endpoints without a response format. */
const REFUSALS: readonly (readonly [string, Behavior])[] = [
  ['400 with the parameter', behave.apiError(400, { param: 'response_format', message: 'not supported' })],
  ['400 with a part of it', behave.apiError(400, { param: 'response_format.type', message: 'bad value' })],
  ['400 in words', behave.apiError(400, { message: 'This model does not support response format `json_schema`.' })],
  ['400 of a grammar', behave.status(400, { error: { message: 'Failed to parse grammar', code: 400 } })],
  [
    '404 of a router',
    behave.apiError(404, { message: 'No endpoints found that can handle the requested parameters.' }),
  ],
  ['422 of a validator', behave.status(422, { detail: [{ loc: ['body', 'response_format', 'type'], msg: 'bad' }] })],
  ['501', behave.status(501, { error: { message: 'not implemented' } })],
];

describe('openai provider: unsupported features of an endpoint', () => {
  it.each(REFUSALS)('steps down from a schema to JSON, %s, and remembers it', async (_what, refuse) => {
    const provider = open(knowing(['json_object'], refuse));
    expect((await provider.complete(request, context)).content).toBe('{"ok":true}');
    expect(formats()).toEqual(['json_schema', 'json_object']);
    expect(instructions()).toContain('Judge the call.');
    expect(instructions()).toContain(JSON.stringify(schema));
    await provider.complete(request, context);
    expect(formats().at(-1)).toBe('json_object');
    await provider.complete({ ...request, model: 'another' }, context);
    expect(formats().slice(3)).toEqual(['json_schema', 'json_object']);
  });

  it.each(REFUSALS)('steps down to plain text, %s', async (_what, refuse) => {
    await open(knowing([undefined], refuse)).complete(request, context);
    expect(formats()).toEqual(['json_schema', 'json_object', undefined]);
    expect(instructions()).toContain(JSON.stringify(schema));
  });

  it.each<[string, Behavior, string]>([
    [
      'a model that is not there',
      behave.apiError(404, { code: 'model_not_found', message: 'json_schema' }),
      'MODEL_NOT_FOUND',
    ],
    ['another fault', behave.apiError(400, { param: 'messages', message: 'too long' }), 'PROVIDER_BAD_REQUEST'],
    ['trouble', behave.status(500, { error: { message: 'response_format' } }), 'PROVIDER_UNAVAILABLE'],
  ])('does not take %s for that', async (_what, refuse, code) => {
    await expect(open(refuse).complete(request, context)).rejects.toMatchObject({ code });
    expect(formats()).toEqual(['json_schema']);
  });

  it('gives up if plain text is refused too, and caches nothing', async () => {
    const provider = open(behave.apiError(400, { param: 'response_format' }));
    await expect(provider.complete(request, context)).rejects.toMatchObject({ code: 'PROVIDER_BAD_REQUEST' });
    await expect(provider.complete(request, context)).rejects.toMatchObject({ code: 'PROVIDER_BAD_REQUEST' });
    expect(formats()).toEqual(['json_schema', 'json_object', undefined, 'json_schema', 'json_object', undefined]);
  });

  it.each<[string, string, (string | undefined)[]]>([
    ['prose', 'A good call.', ['json_schema', 'json_object', undefined, undefined]],
    ['another document', '{"verdict":"good"}', ['json_schema', 'json_object', undefined, undefined]],
    ['a fitting document', '{"ok":true}', ['json_schema', 'json_schema', 'json_schema', 'json_schema']],
  ])('hands on %s, and asks the next time as that shows', async (_what, content, expected) => {
    const provider = open(behave.answer(content));
    for (const _ of expected) expect((await provider.complete(request, context)).content).toBe(content);
    expect(formats()).toEqual(expected);
  });

  it('learns nothing from an answer that was cut, filtered or refused', async () => {
    const provider = open(behave.answer('{"o', { finishReason: 'length' }));
    await provider.complete(request, context);
    fake.setBehavior(behave.answer(null, { refusal: 'no' }));
    await provider.complete(request, context);
    await provider.complete(request, context);
    expect(formats()).toEqual(['json_schema', 'json_schema', 'json_schema']);
  });

  it('asks for JSON if strict mode cannot express the schema', async () => {
    const open_ = { ...schema, required: [] };
    await open(behave.answer({ ok: true })).complete({ ...request, responseSchema: open_ }, context);
    expect(formats()).toEqual(['json_object']);
    expect(instructions()).toContain(JSON.stringify(open_));
  });

  it('sends a schema without what strict mode refuses', async () => {
    const bounded = { ...schema, properties: { ok: { type: 'integer', minimum: 0, maximum: 2 } } };
    await open(behave.answer({ ok: 1 })).complete({ ...request, responseSchema: bounded }, context);
    expect(JSON.stringify(fake.requests.at(-1)!.body.response_format)).not.toMatch(/minimum|maximum/);
  });
});

describe('openai provider: dialects', () => {
  it('speaks to an Azure deployment', async () => {
    const root = fake.url.replace('/v1', '');
    const provider = open(behave.answer({ ok: true }), { dialect: 'azure', baseUrl: `${root}/openai/` });
    await provider.complete({ ...request, model: 'my/deployment' }, { ...context, credential: 'own-key' });
    const { path, headers } = fake.requests.at(-1)!;
    expect(path).toBe('/openai/deployments/my%2Fdeployment/chat/completions?api-version=2024-10-21');
    expect([headers['api-key'], headers.authorization]).toEqual(['own-key', undefined]);
  });

  it('sends further headers, and no key to a keyless endpoint', async () => {
    const headers = { 'x-gateway': 'pass' };
    const provider = open(behave.answer({ ok: true }), { apiKey: null, keyless: true, headers });
    expect(provider.readiness()).toEqual({ ready: true });
    await provider.complete(request, context);
    const sent = fake.requests.at(-1)!.headers;
    expect([sent['x-gateway'], sent.authorization]).toEqual(['pass', undefined]);
  });

  it('is not ready while the secret of a header is missing', () => {
    const provider = open(behave.hang(), { headers: { 'x-gateway': null } });
    expect(provider.readiness()).toMatchObject({ ready: false, reason: expect.stringContaining('x-gateway') });
  });
});

describe('openai provider: what an answer tells', () => {
  it('treats a filtered prompt as an outcome', async () => {
    const provider = open(
      behave.apiError(400, { code: 'content_filter', message: 'filtered by response_format policy' }),
    );
    expect(await provider.complete(request, context)).toMatchObject({ finishReason: 'CONTENT_FILTER', usage: null });
    expect(formats()).toHaveLength(1);
  });

  it.each([
    ['max_tokens', 'LENGTH'],
    ['SAFETY', 'CONTENT_FILTER'],
    ['end_turn', 'STOP'],
  ])('knows the reason %s', async (finishReason, expected) => {
    const provider = open(behave.answer('{"ok":true}', { finishReason }));
    expect((await provider.complete(request, context)).finishReason).toBe(expected);
  });

  it('reads tier, fingerprint and content in pieces; missing usage stays unknown', async () => {
    const message = {
      content: [{ type: 'thinking' }, { type: 'text', text: '{"ok"' }, { type: 'text', text: ':true}' }],
    };
    const body = { choices: [{ finish_reason: 'stop', message }], service_tier: 'flex', system_fingerprint: 'fp' };
    const answer = await open(behave.status(200, body)).complete(request, context);
    expect(answer).toMatchObject({ content: '{"ok":true}', serviceTier: 'flex', systemFingerprint: 'fp', usage: null });
  });

  it.each<[string, Behavior]>([
    ['the transcript', behave.apiError(400, { message: `bad input: ${request.messages[1]!.content}` })],
    ['the key', behave.apiError(401, { message: 'Incorrect API key provided: key-of-t****host. Find yours at …' })],
    ['the whole key', behave.apiError(401, { message: 'Key (key-of-the-host) is unknown.' })],
  ])('never repeats %s that an endpoint echoes', async (_what, behavior) => {
    const error: unknown = await open(behavior)
      .complete(request, context)
      .catch((reason: unknown) => reason);
    if (!(error instanceof ProviderError)) throw new Error('expected a ProviderError');
    const shown = `${error.message} ${JSON.stringify(error.options)} ${String(error.cause)}`;
    expect(shown).not.toMatch(/Quillfeather|returns|key-of|host/);
    expect(error.message.length).toBeGreaterThan(20);
  });
});
