import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { setBudget } from '../../src/costs/budgets/set-budget.js';
import { setModelPrice } from '../../src/costs/prices/set-model-price.js';
import { cancelBatch, cancelRun } from '../../src/runs/cancel-runs.js';
import { retryRun } from '../../src/runs/starting/repeat-run.js';
import { startBatch } from '../../src/runs/starting/start-batch.js';
import type { JobWorkers } from '../../src/queue/job-worker.js';
import { replayRun } from '../../src/scoring/replay/replay-run.js';
import type { ReproductionBundle } from '../../src/scoring/replay/reproduction-bundle.js';
import { toGlobalId } from '../../src/scope/global-id.js';
import { apiClient, must } from '../api/client.js';
import { spoiled } from '../drills/answers.js';
import { openDrill, until, type Drill, type RunFacts } from '../drills/drill.js';
import { withBatches, type BatchOptions, type FakeBatchApi } from '../../src/fake-llm/batch-api.js';
import { faithful } from '../../src/fake-llm/faithful.js';
import { apiError, inTurn } from '../../src/fake-llm/behaviors.js';
import { startFakeOpenAi, type Behavior, type FakeOpenAi } from '../../src/fake-llm/fake-openai.js';

let fake: FakeOpenAi;
let drill: Drill;
let workers: JobWorkers;
let transcriptIds: string[];

const CALL = Array.from(
  { length: 10 },
  (_, n) =>
    `Ann: What goes wrong with the export on day ${n}?\nBob: It loses every third row, which costs us ${n + 2} hours.`,
).join('\n');

const RATES = (input: string, output: string) => [
  { bucket: 'INPUT_UNCACHED' as const, usdPerMillionTokens: input },
  { bucket: 'OUTPUT_TEXT' as const, usdPerMillionTokens: output },
];

beforeAll(async () => {
  fake = await startFakeOpenAi(faithful());
  drill = await openDrill({
    openAiUrl: fake.url,
    openAiConfig: { batch: true },
    worker: false,
    limits: { batchGatherMs: 600_000, batchPollMs: 200 },
  });
  workers = drill.startWorker();
  const price = { provider: 'openai', model: 'fake-judge' };
  await setModelPrice(drill.organization.scope(), { ...price, rates: RATES('1', '10') });
  await setModelPrice(drill.organization.scope(), { ...price, serviceTier: 'batch', rates: RATES('0.5', '5') });
  await setBudget(drill.organization.scope(), { kind: 'MONTH', limit: '50', refuseUnpriced: true });
  transcriptIds = await drill.transcripts(6);
});
afterAll(async () => {
  await drill.close();
  await fake.close();
});
let before = 0;
beforeEach(() => void (before = fake.requests.length));

const serve = (behavior: Behavior, options: BatchOptions = { delayMs: null }): FakeBatchApi => {
  const api = withBatches(behavior, options);
  fake.setBehavior(api.behavior);
  return api;
};

const runsOf = async (batchId: string): Promise<RunFacts[]> => {
  const rows = await drill.sql<{ id: string }>('select id from run where batch_id = $1 order by id', [batchId]);
  return Promise.all(rows.map(({ id }) => drill.run(id)));
};

const startEconomy = (count: number): Promise<string> =>
  startBatch(drill.organization.scope(), {
    name: 'economy',
    transcriptIds: transcriptIds.slice(0, count),
    choice: { delivery: 'ECONOMY' },
    reuse: false,
  });

const allEnded = (batchId: string): Promise<RunFacts[]> =>
  until('the end of the batch', async () => {
    const runs = await runsOf(batchId);
    return runs.every(({ ended_at }) => ended_at !== null) && runs;
  });

/** Ends the gathering once so many requests are in one batch: as if its time had passed. */
const gathered = (count: number) =>
  until('the gathering', async () => {
    const closed = await drill.sql(
      `update provider_batch set check_at = clock_timestamp() where status = 'GATHERING' and request_count = $1 returning id`,
      [count],
    );
    return closed.length === 1;
  });

const submitted = (api: FakeBatchApi) =>
  until('the submission', async () => {
    const [batch] = api.batches;
    const held = `select 1 from provider_batch where status = 'SUBMITTED' and reference = $1`;
    return batch && (await drill.sql(held, [batch.id])).length > 0 && batch;
  });
const waiting = (batchId: string, count: number) =>
  until('the wait', async () => {
    const [row] = await drill.sql<{ n: number }>(
      `select count(*)::int as n from run where batch_id = $1 and waiting_for = 'PROVIDER_BATCH' and lease_until is null`,
      [batchId],
    );
    return row?.n === count;
  });

const requests = () => fake.requests.slice(before);
const calls = () => requests().filter(({ path }) => path.endsWith('/chat/completions'));
const submissions = () => requests().filter(({ path, method }) => method === 'POST' && path.endsWith('/batches'));

const priceOf = ({ usage, service_tier: tier }: RunFacts['attempts'][number]): bigint => {
  const [input, output] = [BigInt(must(must(usage).inputUncached)), BigInt(must(must(usage).outputText))];
  return tier === 'batch' ? input * 500_000n + output * 5_000_000n : input * 1_000_000n + output * 10_000_000n;
};
const spend = async () => {
  const [row] = await drill.sql<{ spent: string; reserved: string }>(
    'select spent_pusd::text as spent, reserved_pusd::text as reserved from budget_spend where organization_id = $1',
    [drill.organization.id],
  );
  return { spent: BigInt(row?.spent ?? 0), reserved: BigInt(row?.reserved ?? 0) };
};

const settled = () => until('the settling', async () => (await spend()).reserved === 0n);

describe('an economic batch', () => {
  test('is scored from one submission at half the price; what the batch did not bring is called at once', async () => {
    const flawed = spoiled((output) => {
      for (const dimension of Object.values(output.dimensions))
        if (dimension.evidence[0]) dimension.evidence[0].quote = 'nobody said this';
    });
    const api = serve(inTurn(flawed, faithful()), {
      delayMs: null,
      spoil: ([invalid, first, second, failed, , cut]) => [
        ...[must(second), must(first), must(invalid), must(first)],
        { ...must(first), custom_id: 'nobody-1' },
        {
          ...must(failed),
          response: { status_code: 429, request_id: 'r', body: { error: { code: 'rate_limit_exceeded' } } },
        },
        JSON.stringify(cut).slice(0, 200),
      ],
    });
    const client = apiClient(drill, drill.organization.key);
    const unspent = await spend();
    const batchId = await startEconomy(6);
    await waiting(batchId, 6);
    await gathered(6);
    const batch = await submitted(api);
    const ids = transcriptIds.map((id) => toGlobalId('Transcript', id));
    const [least, usual] = await Promise.all(
      ['ECONOMY', 'IMMEDIATE'].map(async (delivery) => {
        const input = { transcriptIds: ids, delivery };
        const asked = 'query Estimate($input: EstimateCostInput!) { estimateCost(input: $input) { atLeast } }';
        return Number(
          (await client.read<{ estimateCost: { atLeast: string } }>(asked, { input })).estimateCost.atLeast,
        );
      }),
    );
    expect(must(least)).toBeCloseTo(must(usual) / 2, 9);
    expect(batch.requests).toHaveLength(6);
    const kept = await spend();
    expect(kept.spent).toBe(unspent.spent);
    expect(kept.reserved).toBeGreaterThan(6n * 8_000n * 5_000_000n);
    expect(kept.reserved).toBeLessThan(6n * 8_000n * 10_000_000n);
    expect(await drill.sql('select 1 from batch_request where request is not null')).toEqual([]);
    const seen = await client.read<{ batch: object }>(
      `query Economy($id: ID!) { batch(id: $id) { delivery
        providerBatches { provider model status requests answered reference submittedAt nextLookAt }
        runs(first: 1) { edges { node { status waitingFor attempts { status delivery } } } } } }`,
      { id: toGlobalId('Batch', batchId) },
    );
    expect(seen.batch).toMatchObject({
      delivery: 'ECONOMY',
      providerBatches: [{ provider: 'openai', model: 'fake-judge', status: 'SUBMITTED', requests: 6, answered: 0 }],
      runs: {
        edges: [
          {
            node: {
              status: 'SCORING',
              waitingFor: 'PROVIDER_BATCH',
              attempts: [{ status: 'PENDING', delivery: 'ECONOMY' }],
            },
          },
        ],
      },
    });

    await api.finish();
    const runs = await allEnded(batchId);
    expect(runs.map(({ status }) => status)).toEqual(Array(6).fill('SCORED'));
    const shapes = runs.map(({ attempts }) =>
      attempts.map((one) => `${one.kind} ${one.delivery} ${one.status} ${one.error_code ?? one.service_tier ?? '-'}`),
    );
    const bought = 'FIRST ECONOMY ANSWERED batch';
    const again = 'FIRST IMMEDIATE ANSWERED -';
    const missed = ['FIRST ECONOMY ERROR PROVIDER_BAD_RESPONSE', again];
    expect(shapes.toSorted()).toEqual(
      [
        [bought],
        [bought],
        [bought, 'CORRECTION IMMEDIATE ANSWERED -'],
        ['FIRST ECONOMY ERROR PROVIDER_RATE_LIMITED', again],
        missed,
        missed,
      ].toSorted(),
    );
    expect(calls()).toHaveLength(4);
    for (const { id } of runs) {
      const bundle = await client.request(`/runs/${toGlobalId('Run', id)}/bundle`);
      const { plugins } = drill.organization.scope();
      expect(await replayRun(plugins, (await bundle.json()) as ReproductionBundle)).toMatchObject({ differences: [] });
    }
    expect(submissions()).toHaveLength(1);
    expect(api.files.size).toBe(0);
    for (const { attempts, cost_pusd, cost_status } of runs) {
      const cost = attempts.filter(({ status }) => status === 'ANSWERED').reduce((sum, one) => sum + priceOf(one), 0n);
      expect(cost_pusd).toBe(cost.toString());
      // A line that is missing may have been paid.
      if (!attempts.some((one) => one.error_code === 'PROVIDER_BAD_RESPONSE')) expect(cost_status).toBe('EXACT');
    }
    const paid = runs.reduce((sum, { cost_pusd }) => sum + BigInt(must(cost_pusd)), 0n);
    await settled();
    expect((await spend()).spent - unspent.spent).toBe(paid);
  });

  test('is submitted once though its worker dies in between, and nothing of it is lost', async () => {
    const api = serve(faithful());
    const { behavior } = api;
    // The service has it, and its answer never comes.
    fake.setBehavior((request, response) => {
      if (request.method !== 'POST' || !request.path.endsWith('/batches')) return behavior(request, response);
      void behavior(request, { writeHead: () => ({ end: () => undefined }) } as never);
    });
    const batchId = await startEconomy(2);
    await waiting(batchId, 2);
    await gathered(2);
    await until('the submission', () => Promise.resolve(api.batches[0]));
    await workers.close(0);
    fake.setBehavior(behavior);
    workers = drill.startWorker();
    await submitted(api);
    await api.finish();
    const runs = await allEnded(batchId);
    expect(runs.map(({ status, attempts }) => [status, attempts.length])).toEqual([
      ['SCORED', 1],
      ['SCORED', 1],
    ]);
    expect(submissions()).toHaveLength(1);
    expect(calls()).toHaveLength(0);
  });

  test('comes of an upload too, and what it costs is booked though the budget was set meanwhile', async () => {
    const { id: organizationId, key, scope } = await drill.createOrganization('Uploads');
    const api = serve(faithful());
    const price = { provider: 'openai', model: 'fake-judge', serviceTier: 'batch', rates: RATES('0.5', '5') };
    await setModelPrice(scope(), price);
    const client = apiClient(drill, key);
    const form = new FormData();
    form.set('delivery', 'SOMETIME');
    form.set('file', new Blob([CALL]), 'call.txt');
    expect((await client.request('/uploads', { method: 'POST', body: form })).status).toBe(400);
    await client.upload(CALL, { delivery: 'ECONOMY', rep: 'Ann' });
    await gathered(1);
    await submitted(api);
    await setBudget(scope(), { kind: 'MONTH', limit: '5', refuseUnpriced: false });
    await api.finish();
    const run = await until('its end', async () => {
      const [row] = await drill.sql<{ id: string }>('select id from run where organization_id = $1', [organizationId]);
      return row && drill.ended(row.id);
    });
    expect(run).toMatchObject({ status: 'SCORED', attempts: [{ delivery: 'ECONOMY', service_tier: 'batch' }] });
    const [books] = await drill.sql<{ spent: string }>(
      'select spent_pusd::text as spent from budget_spend where organization_id = $1',
      [organizationId],
    );
    expect(books?.spent).toBe(run.cost_pusd);
  });

  test.each(['failed', 'expired'] as const)('that the service gives up (%s) is called run by run', async (end) => {
    const api = serve(faithful());
    const batchId = await startEconomy(2);
    await gathered(2);
    await submitted(api);
    await api.finish(end);
    for (const { status, attempts } of await allEnded(batchId)) {
      expect(status).toBe('SCORED');
      expect(attempts.map((one) => one.status)).toEqual(['ERROR', 'ANSWERED']);
    }
  });

  test('goes on after trouble that passes, on the way there and back', async () => {
    const api = serve(faithful());
    const seen = new Set<string>();
    // The first of each kind of exchange fails.
    fake.setBehavior((request, response) => {
      const kind = `${request.method} ${request.path.replace(/_?[0-9a-f-]{36}/g, '')}`;
      const isFirst = !seen.has(kind);
      seen.add(kind);
      return (isFirst ? apiError(503, {}) : api.behavior)(request, response);
    });
    const batchId = await startEconomy(1);
    await gathered(1);
    await submitted(api);
    await api.finish();
    expect(await allEnded(batchId)).toMatchObject([{ status: 'SCORED', attempts: [{ service_tier: 'batch' }] }]);
    expect(api.batches).toHaveLength(1);
    expect(seen.size).toBeGreaterThanOrEqual(4);
    expect(calls()).toHaveLength(0);
  });

  test('that the service does not take is called run by run', async () => {
    serve(faithful());
    const { behavior } = withBatches(faithful());
    fake.setBehavior((request, response) =>
      (request.path.endsWith('/files') ? apiError(404, {}) : behavior)(request, response),
    );
    const batchId = await startEconomy(1);
    await gathered(1);
    const [run] = await allEnded(batchId);
    expect(run).toMatchObject({
      status: 'SCORED',
      attempts: [{ status: 'ERROR', error_code: 'PROVIDER_BAD_REQUEST' }, { status: 'ANSWERED' }],
    });
    await settled();
  });

  test('that is cancelled is cancelled there; a late answer is kept and billed, and changes nothing', async () => {
    const api = serve(faithful());
    const batchId = await startEconomy(2);
    await waiting(batchId, 2);
    await gathered(2);
    await submitted(api);
    const runs = await runsOf(batchId);
    const [first, second] = runs.map(({ id }) => id);
    await cancelRun(drill.organization.scope(), must(first));
    await api.finish();
    await drill.ended(must(second));
    const late = await until('the late answer', async () => {
      const run = await drill.run(must(first));
      return run.attempts[0]?.status === 'ANSWERED' && run;
    });
    expect(late).toMatchObject({
      status: 'CANCELLED',
      scores: [],
      cost_pusd: priceOf(must(late.attempts[0])).toString(),
    });

    const other = serve(faithful());
    const again = await retryRun(drill.organization.scope(), must(second));
    await gathered(1);
    await submitted(other);
    await cancelRun(drill.organization.scope(), again);
    await until('the cancelling', () => Promise.resolve(other.batches[0]?.status === 'cancelled'));
    await until('the end of what waited', async () => (await drill.run(again)).attempts[0]?.status === 'ERROR');
    expect(await drill.run(again)).toMatchObject({ status: 'CANCELLED', cost_pusd: '0' });
    expect(calls()).toHaveLength(0);

    const third = serve(faithful());
    const whole = await startEconomy(2);
    await waiting(whole, 2);
    await gathered(2);
    await submitted(third);
    expect(await cancelBatch(drill.organization.scope(), whole)).toBe(2);
    await until('the cancelling of the batch', () => Promise.resolve(third.batches[0]?.status === 'cancelled'));
    await until('the end of what waited', async () =>
      (await runsOf(whole)).every(({ attempts }) => attempts[0]?.status === 'ERROR'),
    );
    expect((await runsOf(whole)).map(({ status, cost_pusd: cost }) => [status, cost])).toEqual([
      ['CANCELLED', '0'],
      ['CANCELLED', '0'],
    ]);
    expect(calls()).toHaveLength(0);

    const unsent = await retryRun(drill.organization.scope(), must(second));
    await until('its wait', async () => (await drill.run(unsent)).attempts[0]?.status === 'PENDING');
    await cancelRun(drill.organization.scope(), unsent);
    await gathered(1);
    await until('its end', async () => (await drill.run(unsent)).attempts[0]?.status === 'HELD_BACK');
    await settled();
  });
});
