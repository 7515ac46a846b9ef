import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { createApiKey } from '../../src/access/api-keys.js';
import type { ModelCall } from '../../src/costs/budgets/estimate-call.js';
import { reserveBudget, settleBudget } from '../../src/costs/budgets/budget-reservations.js';
import { setBudget } from '../../src/costs/budgets/set-budget.js';
import { setModelPrice } from '../../src/costs/prices/set-model-price.js';
import { withinBudget } from '../support/within-budget.js';
import { parseDecimal } from '../../src/costs/decimal.js';
import { ProviderError, type ModelAnswer, type ModelProvider } from '../../src/plugin-api/index.js';
import { setScoringPolicy } from '../../src/profiles/set-scoring-policy.js';
import { retryRun } from '../../src/runs/starting/repeat-run.js';
import { startRun } from '../../src/runs/starting/start-run.js';
import { replayRun } from '../../src/scoring/replay/replay-run.js';
import { reproductionBundle } from '../../src/scoring/replay/reproduction-bundle.js';
import { toGlobalId } from '../../src/scope/global-id.js';
import { apiClient, must, type ApiClient } from '../api/client.js';
import { openDrill, type Drill } from '../drills/drill.js';
import { faithful } from '../../src/fake-llm/faithful.js';
import { startFakeOpenAi, type FakeOpenAi } from '../../src/fake-llm/fake-openai.js';
import type { TestOrganization } from '../support/system.js';

let fake: FakeOpenAi;
let drill: Drill;
let admin: ApiClient;
let other: TestOrganization;
let transcriptIds: string[];

const PRICES = {
  provider: 'openai',
  model: 'fake-judge',
  rates: [
    { bucket: 'INPUT_UNCACHED', usdPerMillionTokens: '1' },
    { bucket: 'OUTPUT_TEXT', usdPerMillionTokens: '10' },
  ],
} as const;

beforeAll(async () => {
  fake = await startFakeOpenAi(faithful());
  drill = await openDrill({ openAiUrl: fake.url });
  admin = apiClient(drill, drill.organization.key);
  other = await drill.createOrganization('Other');
  transcriptIds = await drill.transcripts(2);
});
afterAll(async () => {
  await drill.close();
  await fake.close();
});

interface Spend {
  readonly kind: string;
  readonly spent: string;
  readonly reserved: string;
  readonly unpriced: number;
}

const spendOf = (organizationId: string): Promise<Spend[]> =>
  drill.sql<Spend>(
    `select kind, spent_pusd::text as spent, reserved_pusd::text as reserved, unpriced_calls as unpriced
     from budget_spend where organization_id = $1 order by kind, period`,
    [organizationId],
  );

const costOfRun = async (id: string): Promise<string> =>
  must((await drill.sql<{ pusd: string }>('select cost_pusd::text as pusd from run where id = $1', [id]))[0]).pusd;

const limit = (organization: TestOrganization, amount: string | null, more = {}): Promise<void> =>
  setBudget(organization.scope(), { kind: 'MONTH', limit: amount, refuseUnpriced: false, ...more });

const BUDGETS = '{ viewer { organization { budgets { kind limit spent reserved unpricedCalls state period } } } }';
interface Budgets {
  readonly viewer: { readonly organization: { readonly budgets: readonly Record<string, unknown>[] } };
}
const budgetsSeenBy = async (client: ApiClient) => (await client.read<Budgets>(BUDGETS)).viewer.organization.budgets;

describe('a run', () => {
  test('without a known price is unpriced, and counted apart once there is a budget', async () => {
    const [transcriptId = ''] = transcriptIds;
    expect(await drill.ended(await drill.startRun(transcriptId))).toMatchObject({
      status: 'SCORED',
      cost_status: 'UNPRICED',
    });
    await limit(drill.organization, '5');
    expect(await spendOf(drill.organization.id)).toEqual([{ kind: 'MONTH', spent: '0', reserved: '0', unpriced: 1 }]);
    await drill.ended(await drill.startRun(transcriptId));
    expect(must((await budgetsSeenBy(admin))[0])).toMatchObject({ spent: '0', unpricedCalls: 2, state: 'OPEN' });
  });

  test('is refused where the budget wants to know every price', async () => {
    await limit(drill.organization, '5', { refuseUnpriced: true });
    expect(await drill.ended(await drill.startRun(must(transcriptIds[0])))).toMatchObject({
      status: 'FAILED',
      error_code: 'PRICE_UNKNOWN',
    });
  });

  test('costs what its tokens cost, and that is what is booked', async () => {
    await setModelPrice(drill.organization.scope(), PRICES);
    const run = await drill.ended(await drill.startRun(must(transcriptIds[0])));
    const usage = must(must(run.attempts[0]).usage);
    const expected = BigInt(must(usage.inputUncached)) * 1_000_000n + BigInt(must(usage.outputText)) * 10_000_000n;
    expect(run).toMatchObject({ status: 'SCORED', cost_status: 'EXACT', cost_pusd: expected.toString() });
    expect(await spendOf(drill.organization.id)).toEqual([
      { kind: 'MONTH', spent: expected.toString(), reserved: '0', unpriced: 2 },
    ]);
    expect(await drill.sql('select 1 from budget_reservation')).toEqual([]);
  });

  test('that could pass the limit ends FAILED without a call, and goes on by retryRun once there is room', async () => {
    await limit(drill.organization, '0.01');
    const before = fake.requests.length;
    const refused = await drill.ended(await drill.startRun(must(transcriptIds[1])));
    expect(refused).toMatchObject({ status: 'FAILED', error_code: 'BUDGET_EXCEEDED' });
    expect(fake.requests.length).toBe(before);
    await limit(drill.organization, '5');
    const again = await retryRun(drill.organization.scope(), refused.id);
    expect(await drill.ended(again)).toMatchObject({ status: 'SCORED' });
  });

  test('counts against the budget of its batch too', async () => {
    await setBudget(drill.organization.scope(), { kind: 'BATCH', limit: '0.0001', refuseUnpriced: false });
    const batchId = await drill.startBatch(transcriptIds);
    const runs = await drill.sql<{ id: string }>('select id from run where batch_id = $1', [batchId]);
    for (const { id } of runs) expect((await drill.ended(id)).error_code).toBe('BUDGET_EXCEEDED');
    const { batch } = await admin.read<{ batch: Record<string, Record<string, unknown>> }>(
      'query Batch($id: ID!) { batch(id: $id) { budget { kind limit state period } spending { calls amount unpricedCalls } costEstimate { calls atLeast atMost status method } } }',
      { id: toGlobalId('Batch', batchId) },
    );
    expect(batch).toMatchObject({
      budget: { kind: 'BATCH', limit: '0.0001', state: 'OPEN', period: batchId },
      spending: { amount: '0', unpricedCalls: 0 },
      costEstimate: { calls: 2, status: 'ESTIMATED', method: 'CHARACTERS' },
    });
    expect(Number(must(batch.costEstimate).atMost)).toBeCloseTo(Number(must(batch.costEstimate).atLeast) + 0.16, 9);
    await setBudget(drill.organization.scope(), { kind: 'BATCH', limit: null, refuseUnpriced: false });
  });

  test('goes on with a fallback whose price is known where that of its judge is not, and replays so', async () => {
    const scope = () => drill.organization.scope();
    await limit(drill.organization, '5', { refuseUnpriced: true });
    await setScoringPolicy(scope(), { fallbackModels: ['openai/third-judge', 'openai/fake-judge'] });
    const [transcriptId = ''] = transcriptIds;
    const choice = { model: 'openai/second-judge' };
    const run = await drill.ended(await startRun(scope(), { transcriptId, choice, reuse: false }));
    expect(run).toMatchObject({ status: 'SCORED', cost_status: 'EXACT' });
    expect(run.attempts.map(({ status, error_code }) => [status, error_code])).toEqual([
      ['HELD_BACK', 'PRICE_UNKNOWN'],
      ['HELD_BACK', 'PRICE_UNKNOWN'],
      ['ANSWERED', null],
    ]);
    const bundle = await reproductionBundle(scope(), run.id);
    expect((await replayRun(scope().plugins, bundle)).differences).toEqual([]);
    await setScoringPolicy(scope(), { fallbackModels: [] });
    await limit(drill.organization, '5');
  });
});

const provider = { name: 'openai', offline: false } as ModelProvider;
const callOf = (runId: string): ModelCall => ({
  runId,
  provider,
  leaseEpoch: 1,
  batchId: null,
  model: 'fake-judge',
  address: 'openai/fake-judge',
  messages: [],
  responseSchema: {},
  maxOutputTokens: 1_000,
  limitMs: 200,
});
const answerWith = (outputText: number): ModelAnswer => ({
  content: '',
  modelUsed: 'fake-judge',
  finishReason: 'STOP',
  refusal: null,
  usage: { inputUncached: 0, inputCacheRead: 0, inputCacheWrite: 0, outputText, outputReasoning: 0 },
  providerRequestId: null,
});
const { signal } = new AbortController();

describe('a worker that died', () => {
  test('holds its reservation until it expires; what it had paid is then taken from the attempt', async () => {
    const { scope, id: organizationId } = drill.organization;
    const answered = await drill.ended(await drill.startRun(must(transcriptIds[0])));
    const [before] = await spendOf(organizationId).then((rows) => rows.filter(({ kind }) => kind === 'MONTH'));
    // One worker died between the answer and the settling, the other before any answer came.
    for (const runId of [answered.id, uuidv7()]) {
      const reserved = await reserveBudget(scope(), callOf(runId), 1_000n);
      expect(reserved.outcome).toBe('RESERVED');
    }
    expect((await spendOf(organizationId)).at(-1)).toMatchObject({ reserved: '2000', spent: must(before).spent });
    // As they were made, before the call was begun.
    await drill.sql(
      `update budget_reservation set expires_at = clock_timestamp() - interval '1 second',
         created_at = (select created_at from attempt where run_id = $1 order by number limit 1) - interval '1 millisecond'`,
      [answered.id],
    );
    await limit(drill.organization, '5');
    const paid = BigInt(must(before).spent) + BigInt(await costOfRun(answered.id));
    expect((await spendOf(organizationId)).at(-1)).toMatchObject({ reserved: '0', spent: paid.toString() });
    expect(await drill.sql('select 1 from budget_reservation')).toEqual([]);
  });
});

test('what began in one month is booked in it, though it ends in the next, which begins with nothing', async () => {
  const organization = await drill.createOrganization('Rollover');
  const at = (time: string) => ({ ...organization.scope(), now: () => new Date(time) });
  await setModelPrice(organization.scope(), PRICES);
  await limit(organization, '5');
  const make = async () => {
    await withinBudget(at('2099-12-01T00:00:00Z'), callOf(uuidv7()), signal, () =>
      Promise.resolve({ answer: answerWith(2) }),
    );
    return { answer: answerWith(1) };
  };
  // The prices of now hold then too.
  await withinBudget(at('2099-11-30T23:59:59Z'), callOf(uuidv7()), signal, make);
  const rows = await drill.sql(
    `select period, spent_pusd::text as spent, reserved_pusd::text as reserved from budget_spend
     where organization_id = $1 and period like '2099%' order by period`,
    [organization.id],
  );
  expect(rows).toEqual([
    { period: '2099-11', spent: '10000000', reserved: '0' },
    { period: '2099-12', spent: '20000000', reserved: '0' },
  ]);
});

test('a call that broke off is counted as one of unknown cost, one that was refused is not', async () => {
  const organization = await drill.createOrganization('Broken');
  await setModelPrice(organization.scope(), PRICES);
  await setBudget(organization.scope(), { kind: 'MONTH', limit: '5', refuseUnpriced: false });
  const fail = (maybeBilled: boolean) => {
    const error = new ProviderError('PROVIDER_UNAVAILABLE', 'gone', { retryable: true, maybeBilled });
    const made = withinBudget(organization.scope(), callOf(uuidv7()), signal, () => Promise.reject(error));
    return expect(made).rejects.toBe(error);
  };
  await Promise.all([fail(true), fail(false)]);
  expect(await spendOf(organization.id)).toEqual([{ kind: 'MONTH', spent: '0', reserved: '0', unpriced: 1 }]);
});

test('limits are changed while calls are made, and nothing waits for ever', async () => {
  const organization = await drill.createOrganization('Changing');
  await setModelPrice(organization.scope(), PRICES);
  const kinds = ['MONTH', 'DAY'] as const;
  for (const kind of kinds) await setBudget(organization.scope(), { kind, limit: '5', refuseUnpriced: false });
  const call = () =>
    withinBudget(organization.scope(), callOf(uuidv7()), signal, () => Promise.resolve({ answer: answerWith(1) }));
  const change = (n: number) =>
    setBudget(organization.scope(), { kind: kinds[n % 2] ?? 'DAY', limit: `${5 + n}`, refuseUnpriced: false });
  await Promise.all(Array.from({ length: 20 }, (_, n) => Promise.all([call(), change(n)])));
  expect(await spendOf(organization.id)).toEqual(
    kinds.toSorted().map((kind) => ({ kind, spent: '200000000', reserved: '0', unpriced: 0 })),
  );
});

test('of reservations at once so many are made as fit, and what they give back is exact', async () => {
  const amounts = fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 8, maxLength: 16 });
  await fc.assert(
    fc.asyncProperty(amounts, fc.integer({ min: 1_000, max: 4_000 }), async (wanted, most) => {
      const organization = await drill.createOrganization('Reservations');
      await limit(organization, `0.${String(most).padStart(12, '0')}`);
      const made = await Promise.all(
        wanted.map((amount) => reserveBudget(organization.scope(), callOf(uuidv7()), BigInt(amount))),
      );
      const kept = wanted.filter((_, n) => made[n]?.outcome === 'RESERVED').reduce((sum, amount) => sum + amount, 0);
      expect(kept).toBeLessThanOrEqual(most);
      expect(await spendOf(organization.id)).toMatchObject([{ spent: '0', reserved: String(kept) }]);
      // Who was turned away would not have fit even into what was left at the end.
      const least = Math.min(...wanted.filter((_, n) => made[n]?.outcome === 'BUSY'));
      expect(kept + least).toBeGreaterThan(most);
      const costs = wanted.map((amount) => BigInt(amount) / 2n);
      await Promise.all(
        made.flatMap((one, n) =>
          one.outcome === 'RESERVED'
            ? [settleBudget(organization.scope(), one.id, { status: 'EXACT', pusd: costs[n] ?? 0n, priceIds: [] })]
            : [],
        ),
      );
      const spent = costs.filter((_, n) => made[n]?.outcome === 'RESERVED').reduce((sum, cost) => sum + cost, 0n);
      expect(await spendOf(organization.id)).toMatchObject([{ spent: String(spent), reserved: '0' }]);
    }),
    { numRuns: 8 },
  );
});

/** Slots that make one call after the other; what each saw when it began, in pico-USD. */
const work = async (organization: TestOrganization, slots: readonly (readonly number[])[]) => {
  const begun = { now: 0, most: 0, refused: 0 };
  const slot = async (outputs: readonly number[]): Promise<void> => {
    for (const output of outputs) {
      const make = async () => {
        begun.now += 1;
        begun.most = Math.max(begun.most, begun.now);
        await new Promise((resolve) => setImmediate(resolve));
        begun.now -= 1;
        if (output === 0) throw new Error('no answer');
        return { answer: answerWith(output) };
      };
      await withinBudget(organization.scope(), callOf(uuidv7()), signal, make).catch(() => (begun.refused += 1));
    }
  };
  await Promise.all(slots.map(slot));
  return begun;
};

test('many workers at once: what is kept back and spent never passes the limit by more than calls cost beyond their estimate', async () => {
  const outputs = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 1_500 })), {
    minLength: 1,
    maxLength: 4,
  });
  const trials = fc.record({
    slots: fc.array(outputs, { minLength: 2, maxLength: 6 }),
    calls: fc.integer({ min: 1, max: 8 }),
  });
  await fc.assert(
    fc.asyncProperty(trials, async ({ slots, calls }) => {
      const organization = await drill.createOrganization('Property');
      await setModelPrice(organization.scope(), PRICES);
      const most = BigInt(calls) * 10n ** 10n + 10n ** 7n;
      await limit(organization, `${calls / 100}`.concat(calls === 100 ? '' : '001'));
      const begun = await work(organization, slots);
      const [spend] = await spendOf(organization.id);
      expect(must(spend).reserved).toBe('0');
      // One call may cost 1,500 tokens where 1,000 were expected.
      const beyond = BigInt(slots.length) * 500n * 10_000_000n;
      expect(BigInt(must(spend).spent)).toBeLessThanOrEqual(most + beyond);
      expect(begun.most).toBeLessThanOrEqual(calls);
      const spent = slots.flat().reduce((sum, output) => sum + BigInt(output) * 10_000_000n, 0n);
      if (begun.refused === slots.flat().filter((output) => output === 0).length) {
        expect(BigInt(must(spend).spent)).toBe(spent);
      }
    }),
    { numRuns: 4 },
  );
});

describe('the API', () => {
  const SET_BUDGET = `mutation Set($input: SetBudgetInput!) { setBudget(input: $input) { budgets { kind limit } userErrors { code path } } }`;
  const SET_PRICE = `mutation Set($input: SetModelPriceInput!) { setModelPrice(input: $input) { modelPrices { bucket usdPerMillionTokens own } userErrors { code path } } }`;
  const own = '{ modelPrices { own provider model bucket usdPerMillionTokens } }';

  test('only administrators set budgets and prices', async () => {
    const { key } = await createApiKey(drill.organization.scope(), { name: 'analyst', role: 'ANALYST' });
    const analyst = apiClient(drill, key);
    const refused = { code: 'FORBIDDEN', path: [] };
    const budget = await analyst.read(SET_BUDGET, { input: { kind: 'DAY', limit: '1' } });
    expect(budget).toEqual({ setBudget: { budgets: null, userErrors: [refused] } });
    const price = await analyst.read(SET_PRICE, { input: PRICES });
    expect(price).toEqual({ setModelPrice: { modelPrices: null, userErrors: [refused] } });
  });

  test.each([
    [{ limit: '1e3' }, ['input', 'limit']],
    [{ limit: '-1' }, ['input', 'limit']],
    [{ limit: '1000000.01' }, ['input', 'limit']],
  ])('refuses the budget %j', async (input, path) => {
    const answer = await admin.read(SET_BUDGET, { input: { kind: 'DAY', ...input } });
    expect(answer).toEqual({ setBudget: { budgets: null, userErrors: [{ code: 'BAD_USER_INPUT', path }] } });
  });

  test.each([
    [{ rates: [{ bucket: 'OUTPUT_TEXT', usdPerMillionTokens: '0.0000001' }] }, 'rates'],
    [{ rates: [{ bucket: 'OUTPUT_TEXT', usdPerMillionTokens: '1001' }] }, 'rates'],
    [{ rates: [] }, 'rates'],
    [{ provider: 'Open AI' }, 'provider'],
    [{ model: 'a*b' }, 'model'],
    [{ validFrom: '2020-01-01T00:00:00Z' }, 'validFrom'],
    [{ minInputTokens: -1 }, 'minInputTokens'],
  ])('refuses the price %j', async (more, field) => {
    const answer = await admin.read(SET_PRICE, { input: { ...PRICES, ...more } });
    const userErrors = [{ code: 'BAD_USER_INPUT', path: ['input', field] }];
    expect(answer).toEqual({ setModelPrice: { modelPrices: null, userErrors } });
  });

  test('a new price closes the one before, which stays readable', async () => {
    const input = { ...PRICES, model: 'changing', rates: [{ bucket: 'OUTPUT_TEXT', usdPerMillionTokens: '8' }] };
    await admin.read(SET_PRICE, { input });
    const next = [{ bucket: 'OUTPUT_TEXT', usdPerMillionTokens: '6.5' }];
    const answer = await admin.read(SET_PRICE, { input: { ...input, rates: next } });
    expect(answer).toEqual({
      setModelPrice: {
        modelPrices: [{ bucket: 'OUTPUT_TEXT', usdPerMillionTokens: '6.5', own: true }],
        userErrors: [],
      },
    });
    const { modelPrices } = await admin.read<{ modelPrices: { validFrom: string; validTo: string | null }[] }>(
      '{ modelPrices(model: "changing", includeClosed: true) { validFrom validTo } }',
    );
    expect(modelPrices).toHaveLength(2);
    expect(must(modelPrices[1]).validTo).toBe(must(modelPrices[0]).validFrom);
    const [{ count } = { count: 0 }] = await drill.sql<{ count: number }>(
      `select count(*)::int as count from audit_entry where action = 'modelPrice.set' and after->>'model' = 'changing'`,
    );
    expect(count).toBe(2);
  });

  test('estimates what transcripts would cost; what is free is free, what is unknown is unknown', async () => {
    const estimate = async (model: string): Promise<Readonly<Record<string, unknown>>> => {
      const { estimateCost } = await admin.read<{ estimateCost: Record<string, unknown> }>(
        'query Estimate($input: EstimateCostInput!) { estimateCost(input: $input) { calls callsAtMost inputTokens outputTokensAtMost atLeast expected atMost status method } }',
        { input: { model, transcriptIds: transcriptIds.map((id) => toGlobalId('Transcript', id)) } },
      );
      return estimateCost;
    };
    const alone = await estimate('openai/fake-judge');
    expect(alone).toMatchObject({ calls: 2, callsAtMost: 2, status: 'ESTIMATED', method: 'CHARACTERS' });
    expect(parseDecimal(String(alone.atLeast), 12)).toBe(BigInt(Number(alone.inputTokens)) * 1_000_000n);
    expect(await estimate('baseline')).toMatchObject({ atMost: '0', status: 'EXACT' });
    expect(await estimate('openai/nameless')).toMatchObject({ atMost: null, status: 'UNPRICED' });
    expect(await estimate('openai/gpt-5-mini')).toMatchObject({ method: 'TOKENIZER' });

    const panel = { models: ['openai/second', 'openai/third'], when: 'BORDERLINE' } as const;
    await setScoringPolicy(drill.organization.scope(), { panel, repeat: { share: 0.5, times: 3 } });
    const judged = await estimate('openai/fake-judge');
    expect(judged).toMatchObject({ calls: 5, callsAtMost: 10, atLeast: alone.atLeast, expected: null, atMost: null });
    expect(judged).toMatchObject({ status: 'UNPRICED', outputTokensAtMost: 80_000 });
    for (const model of ['second', 'third']) await setModelPrice(drill.organization.scope(), { ...PRICES, model });
    const priced = await estimate('openai/fake-judge');
    const [atLeast, expected, atMost] = [priced.atLeast, priced.expected, priced.atMost].map(Number);
    expect(expected).toBeCloseTo(must(atLeast) * 2.5 + 5 * 0.02, 9);
    expect(atMost).toBeCloseTo(must(atLeast) * 5 + 0.8, 9);
    await setScoringPolicy(drill.organization.scope(), { panel: null, repeat: null });
  });

  test('shows an organization its own prices, budgets and usage, and the shipped list to all', async () => {
    const foreign = apiClient(drill, other.key);
    const seen = await foreign.read<{ modelPrices: { own: boolean; model: string }[] }>(own);
    expect(seen.modelPrices.filter(({ own }) => own)).toEqual([]);
    expect(new Set(seen.modelPrices.map(({ model }) => model))).toEqual(new Set(['gpt-5', 'gpt-4.1-mini']));
    expect(await budgetsSeenBy(foreign)).toEqual([]);
    const usage = '{ usage { day model purpose calls amount unpricedCalls inputTokens outputTokens } }';
    expect(await foreign.read(usage)).toEqual({ usage: [] });
    const { usage: rows } = await admin.read<{ usage: { model: string; calls: number; amount: string }[] }>(usage);
    expect(new Set(rows.map(({ model }) => model))).toEqual(new Set(['openai/fake-judge']));
    const [{ pusd } = { pusd: '' }] = await drill.sql<{ pusd: string }>(
      'select sum(cost_pusd)::text as pusd from attempt where organization_id = $1',
      [drill.organization.id],
    );
    expect(rows.reduce((sum, { amount }) => sum + must(parseDecimal(amount, 12)), 0n)).toBe(BigInt(pusd));
    const theirs = { input: { transcriptIds: transcriptIds.map((id) => toGlobalId('Transcript', id)) } };
    const { errors } = await foreign.ask(
      'query Estimate($input: EstimateCostInput!) { estimateCost(input: $input) { calls } }',
      theirs,
    );
    expect(errors?.[0]?.extensions.code).toBe('NOT_FOUND');
  });
});
