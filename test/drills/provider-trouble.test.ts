import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { MAX_CALLS } from '../../src/profiles/scoring-policy.js';
import type { JudgeEvidence, JudgeOutput } from '../../src/plugin-api/index.js';
import * as behave from '../../src/fake-llm/behaviors.js';
import { startFakeOpenAi, type Behavior, type FakeOpenAi } from '../../src/fake-llm/fake-openai.js';
import { faithful } from '../../src/fake-llm/faithful.js';
import { huge, spoiled } from './answers.js';
import { openDrill, terminalOf, type Drill, type RunFacts } from './drill.js';

let fake: FakeOpenAi;
let drill: Drill;
let transcriptId: string;

beforeAll(async () => {
  fake = await startFakeOpenAi(faithful());
  drill = await openDrill({ openAiUrl: fake.url, limits: { retryBaseMs: 10 } });
  [transcriptId = ''] = await drill.transcripts(1);
});
afterAll(async () => {
  await drill.close();
  await fake.close();
});

let asked: number;
beforeEach(() => {
  asked = fake.requests.length;
});
const requests = () => fake.requests.slice(asked);

/** Scores the sample with an endpoint that behaves so. */
const score = async (behavior: Behavior): Promise<RunFacts> => {
  fake.setBehavior(behavior);
  return drill.ended(await drill.startRun(transcriptId));
};

const limitCalls = (modelCallMs: number) => Object.assign(drill.organization.scope().settings, { modelCallMs });

/** Takes one request and never answers it. That call alone has a short time: the others are not about it. */
const hangingOnce = (): Behavior => {
  limitCalls(1_000);
  return behave.inTurn(() => void limitCalls(60_000), faithful());
};

const summary = (run: RunFacts) => ({
  status: run.status,
  code: run.error_code,
  scores: run.scores.length,
  attempts: run.attempts.map(({ kind, status, error_code: code }) => `${kind} ${status}${code ? ` ${code}` : ''}`),
});

const deadLetters = (run: RunFacts) =>
  drill.sql<{ code: string }>(`select code from dead_letter where payload ->> 'runId' = $1`, [run.id]);

describe('a provider that can be reached again', () => {
  test('two 500s and then an answer: tried again, and scored', async () => {
    const run = await score(behave.inTurn(behave.status(500), behave.html(502), faithful()));
    const down = 'FIRST ERROR PROVIDER_UNAVAILABLE';
    expect(summary(run)).toEqual({
      status: 'SCORED',
      code: null,
      scores: 4,
      attempts: [down, down, 'FIRST ANSWERED'],
    });
    expect(terminalOf(run)).toEqual(['RUN_SCORED']);
    expect(await deadLetters(run)).toEqual([]);
  });

  test('429 with Retry-After: not before that time', async () => {
    const limited = behave.apiError(429, { code: 'rate_limit_exceeded' }, { 'retry-after-ms': '700' });
    const began = performance.now();
    const run = await score(behave.inTurn(limited, faithful()));
    expect(performance.now() - began).toBeGreaterThan(700);
    expect(summary(run)).toMatchObject({
      status: 'SCORED',
      attempts: ['FIRST ERROR PROVIDER_RATE_LIMITED', 'FIRST ANSWERED'],
    });
  });

  test.each<[string, Behavior, string]>([
    ['a page with status 200', behave.html(200), 'PROVIDER_BAD_RESPONSE'],
    ['truncated JSON', behave.truncatedJson(), 'PROVIDER_BAD_RESPONSE'],
    ['empty choices', behave.emptyChoices(), 'PROVIDER_BAD_RESPONSE'],
    ['a broken connection', behave.reset('in-body'), 'PROVIDER_UNAVAILABLE'],
    ['50 MB', huge(50 * 1024 * 1024), 'PROVIDER_BAD_RESPONSE'],
  ])('%s: noted with its code, then tried again', async (_what, trouble, code) => {
    const run = await score(behave.inTurn(trouble, faithful()));
    expect(summary(run)).toEqual({
      status: 'SCORED',
      code: null,
      scores: 4,
      attempts: [`FIRST ERROR ${code}`, 'FIRST ANSWERED'],
    });
  });

  test('no answer: noted as TIMEOUT, then tried again', async () => {
    expect(summary(await score(hangingOnce()))).toMatchObject({
      status: 'SCORED',
      code: null,
      scores: 4,
      attempts: ['FIRST ERROR PROVIDER_TIMEOUT', 'FIRST ANSWERED'],
    });
  });

  test('a call that hangs is hung up on', async () => {
    fake.setBehavior(hangingOnce());
    const arrived = fake.nextRequest();
    const id = await drill.startRun(transcriptId);
    expect(await (await arrived).ended).toBe(false);
    expect((await drill.ended(id)).status).toBe('SCORED');
  });
});

describe('a provider that stays away', () => {
  test('503 for ever: FAILED after the last call, once, with a dead letter', async () => {
    const run = await score(behave.status(503));
    expect(summary(run)).toEqual({
      status: 'FAILED',
      code: 'PROVIDER_UNAVAILABLE',
      scores: 0,
      attempts: Array.from({ length: MAX_CALLS }, () => 'FIRST ERROR PROVIDER_UNAVAILABLE'),
    });
    expect(requests()).toHaveLength(MAX_CALLS);
    expect(terminalOf(run)).toEqual(['RUN_FAILED']);
    expect(run.events.at(-1)).toBe('RUN_FAILED');
    expect(await deadLetters(run)).toEqual([{ code: 'PROVIDER_UNAVAILABLE' }]);
  });

  test.each<[string, Behavior, string]>([
    ['401', behave.apiError(401, {}), 'PROVIDER_UNAUTHORIZED'],
    ['429 without quota', behave.apiError(429, { code: 'insufficient_quota' }), 'PROVIDER_QUOTA_EXCEEDED'],
    ['an unknown model', behave.apiError(404, { code: 'model_not_found' }), 'MODEL_NOT_FOUND'],
  ])('%s: FAILED at once, asked once', async (_what, behavior, code) => {
    const run = await score(behavior);
    expect(summary(run)).toEqual({ status: 'FAILED', code, scores: 0, attempts: [`FIRST ERROR ${code}`] });
    expect(requests()).toHaveLength(1);
  });
});

const first = (output: JudgeOutput) => Object.values(output.dimensions)[0]!;

/** Answers that are wrong, each with the path and the code of what is found. */
const WRONG: readonly (readonly [string, Behavior, string, string])[] = [
  ['no JSON', behave.answer('I would say this was a good call.'), '', 'NOT_JSON'],
  ['an array', behave.answer([1, 2]), '', 'SCHEMA'],
  ['half the JSON', behave.answer('{"call_check":'), '', 'NOT_JSON'],
  [
    'a score in words',
    spoiled((output) => Object.assign(first(output), { score: 'three' })),
    '/dimensions/situation/score',
    'SCHEMA',
  ],
  [
    'a score above the scale',
    spoiled((output) => Object.assign(first(output), { score: 11 })),
    '/dimensions/situation/score',
    'SCHEMA',
  ],
  ['an extra key', spoiled((output) => Object.assign(output, { verdict: 'good' })), '', 'SCHEMA'],
  [
    'a quote that nobody said',
    spoiled((output) =>
      Object.assign(first(output).evidence[0]!, { quote: 'Is the moon made of green cheese today?' }),
    ),
    '/dimensions/situation/evidence/0/quote',
    'QUOTE_NOT_IN_TURN',
  ],
  [
    'a quote by the other side',
    spoiled((output) => {
      const { evidence } = first(output);
      const customer = evidence.find(({ kind }) => kind === 'customer_response')!;
      evidence[0] = { ...customer, kind: 'rep_question' };
    }),
    '/dimensions/situation/evidence/0',
    'SPEAKER',
  ],
  [
    'a turn that is not there',
    spoiled((output) => Object.assign(first(output).evidence[0]!, { turn_index: 9_999 })),
    '/dimensions/situation/evidence/0',
    'TURN',
  ],
  [
    'a score without the evidence for it',
    spoiled((output) => Object.assign(first(output), { score: 5, evidence: first(output).evidence.slice(0, 1) })),
    '/dimensions/situation',
    'EVIDENCE',
  ],
];

describe('an answer that fails its checks', () => {
  test.each(WRONG)('%s: sent back once with what failed, then INVALID', async (_what, wrong, path, code) => {
    const run = await score(wrong);
    expect(summary(run)).toEqual({
      status: 'INVALID',
      code: 'OUTPUT_INVALID',
      scores: 0,
      attempts: ['FIRST ANSWERED', 'CORRECTION ANSWERED'],
    });
    const found = run.violations.filter(({ severity, repaired }) => severity === 'error' && !repaired);
    expect(found.map((violation) => violation.path).join(' ')).toContain(path);
    expect(found.map((violation) => violation.code).join(' ')).toContain(code);
    expect(requests()).toHaveLength(2);
    const correction = requests()[1]!.body.messages.at(-1)!;
    expect(correction.role).toBe('user');
    expect(correction.content).toContain(path === '' ? 'the whole answer' : path);
    expect(terminalOf(run)).toEqual(['RUN_INVALID']);
    expect(await deadLetters(run)).toEqual([]);
  });

  test('a correction that is right counts: SCORED with two attempts', async () => {
    const run = await score(behave.inTurn(WRONG[3]![1], faithful()));
    expect(summary(run)).toEqual({
      status: 'SCORED',
      code: null,
      scores: 4,
      attempts: ['FIRST ANSWERED', 'CORRECTION ANSWERED'],
    });
    expect(run.attempts[0]!.violations[0]).toMatchObject({ path: '/dimensions/situation/score', repaired: false });
  });

  test.each<[string, Behavior]>([
    ['a refusal', behave.answer(null, { refusal: 'I will not judge people.' })],
    ['a content filter', behave.answer(null, { finishReason: 'content_filter' })],
  ])('%s is final: INVALID without a correction', async (_what, behavior) => {
    const run = await score(behavior);
    expect(summary(run)).toEqual({
      status: 'INVALID',
      code: 'MODEL_REFUSED',
      scores: 0,
      attempts: ['FIRST ANSWERED'],
    });
    expect(run.violations).toMatchObject([{ code: 'MODEL_REFUSED' }]);
  });

  test('an answer cut at the limit is asked for once more, with more room, and never stored as a score', async () => {
    const run = await score(behave.answer('{"call_check":', { finishReason: 'length' }));
    const attempts = ['FIRST ANSWERED', 'CORRECTION ANSWERED'];
    expect(summary(run)).toEqual({ status: 'INVALID', code: 'ANSWER_TRUNCATED', scores: 0, attempts });
    const [first, second] = requests().map(({ body }) => body);
    expect(second!.messages).toEqual(first!.messages);
    expect(second!.max_completion_tokens).toBe(2 * first!.max_completion_tokens!);
  });

  test.each<[string, (piece: JudgeEvidence) => void]>([
    ['one word changed', (piece) => void (piece.quote = piece.quote.replace(' typical ', ' normal '))],
    ['cited from another turn', (piece) => void (piece.turn_index += 2)],
  ])('a quote with %s is put right, marked, and stored with the real words', async (_what, change) => {
    const real = 'How many returns do you process in a typical week now?';
    const run = await score(spoiled((output) => change(first(output).evidence.find(({ quote }) => quote === real)!)));
    expect(run.status).toBe('SCORED');
    const stored = run.scores[0]!.evidence.find(({ quote }) => real.startsWith(quote))!;
    expect(stored.status).toBe('REPAIRED');
    const [turn] = await drill.sql<{ text: string }>(
      `select document -> 'turns' -> $2::int ->> 'text' as text from normalization where transcript_id = $1`,
      [transcriptId, stored.turn],
    );
    expect(turn!.text).toContain(stored.quote);
    expect(turn!.text).toContain(real);
    expect(run.violations).toMatchObject([{ repaired: true }]);
  });

  test('analytics see an invalid run as invalid, and no score of it', async () => {
    const before = await drill.sql<{ count: number }>(`select count(*)::int as count from score`);
    const run = await score(WRONG[0]![1]);
    const after = await drill.sql<{ count: number }>(`select count(*)::int as count from score`);
    expect(after).toEqual(before);
    const [figures] = await drill.sql(`select overall_outcome, overall_score, coaching from run where id = $1`, [
      run.id,
    ]);
    expect(figures).toEqual({ overall_outcome: null, overall_score: null, coaching: null });
  });
});

describe('what is kept of a call', () => {
  const usage = {
    prompt_tokens: 9_126,
    completion_tokens: 3_197,
    prompt_tokens_details: { cached_tokens: 4_864 },
    completion_tokens_details: { reasoning_tokens: 197 },
  };
  const asModel = (options: Parameters<typeof behave.answer>[1]): Behavior => {
    return async (request, response) => {
      const { faithfulOutput } = await import('../../src/fake-llm/faithful.js');
      return behave.answer(faithfulOutput(request.body), options)(request, response);
    };
  };

  test('model, usage, cost, latency, versions and the request id of the service', async () => {
    const headers = { 'x-request-id': 'req-42' };
    const run = await score(asModel({ usage, model: 'gpt-5-2025-08-07', headers }));
    expect(run.attempts).toMatchObject([
      {
        model_asked: 'openai/fake-judge',
        model_used: 'gpt-5-2025-08-07',
        provider_request_id: 'req-42',
        cost_status: 'EXACT',
        cost_pusd: 37_905_500_000,
        usage: { inputUncached: 4_262, inputCacheRead: 4_864, outputText: 3_000, outputReasoning: 197 },
      },
    ]);
    expect(run.attempts[0]!.latency_ms).toBeGreaterThanOrEqual(0);
    expect(run).toMatchObject({
      cost_status: 'EXACT',
      cost_pusd: '37905500000',
      model: 'openai/fake-judge',
      rubric_key: 'spin',
      spec: { promptVersion: { key: 'base' }, rubric: { key: 'spin' } },
    });
  });

  test.each<[string, Parameters<typeof behave.answer>[1]]>([
    ['a model without a known price', { usage }],
    ['no usage at all, of a model without one', { usage: null, model: 'nameless' }],
  ])('%s: the cost is unknown, not 0', async (_what, options) => {
    const run = await score(asModel(options));
    expect(run).toMatchObject({ status: 'SCORED', cost_status: 'UNPRICED', cost_pusd: null });
    expect(run.attempts).toMatchObject([{ cost_status: 'UNPRICED', cost_pusd: null }]);
  });

  test('no usage at all, of a model with a price: the cost is estimated, and said to be', async () => {
    const run = await score(asModel({ usage: null, model: 'gpt-5' }));
    const estimated = { cost_status: 'ESTIMATED', cost_pusd: expect.stringMatching(/^[1-9]\d{9,10}$/) as unknown };
    expect(run).toMatchObject({ status: 'SCORED', ...estimated });
    expect(run.attempts).toMatchObject([{ cost_status: 'ESTIMATED', usage: null }]);
  });

  test('NUL and half a surrogate pair in an answer do not keep it from being stored', async () => {
    const run = await score(asModel({ model: 'judge\u0000\ud800', headers: {} }));
    expect(summary(run)).toMatchObject({ status: 'SCORED', attempts: ['FIRST ANSWERED'] });
  });
});
