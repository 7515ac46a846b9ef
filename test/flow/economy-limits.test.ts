import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { AppError } from '../../src/errors/app-error.js';
import { GateRefusal } from '../../src/limits/gate-refusal.js';
import { startBatch } from '../../src/runs/starting/start-batch.js';
import { inTransaction } from '../../src/scope/in-transaction.js';
import { deliverBatch, giveUpBatch } from '../../src/scoring/economy/deliver-batch.js';
import { scoreRun } from '../../src/scoring/score-run.js';
import { must } from '../api/client.js';
import { openIdleDrill, type Drill } from '../drills/drill.js';
import { apiError } from '../../src/fake-llm/behaviors.js';
import { withBatches, type FakeBatchApi } from '../../src/fake-llm/batch-api.js';
import { faithful } from '../../src/fake-llm/faithful.js';
import { startFakeOpenAi, type FakeOpenAi } from '../../src/fake-llm/fake-openai.js';

/**
 * Limits of a provider's batch that are hours away: its steps are taken by hand, at whatever time the clock is set to, and
 * no worker and no reconciler is there to take others.
 */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let fake: FakeOpenAi;
let api: FakeBatchApi;
let drill: Drill;
let transcriptId: string;

beforeAll(async () => {
  fake = await startFakeOpenAi(faithful());
  ({ drill, transcriptId } = await openIdleDrill({ openAiUrl: fake.url, openAiConfig: { batch: true } }));
});
afterAll(async () => {
  await drill.close();
  await fake.close();
});
beforeEach(() => {
  api = withBatches(faithful(), { delayMs: null });
  fake.setBehavior(api.behavior);
});

interface Waiting {
  readonly runId: string;
  readonly batchId: string;
}

interface BatchFacts {
  readonly id: string;
  readonly status: string;
  readonly failures: number;
  readonly error_code: string | null;
  readonly created_at: Date;
  readonly submitted_at: Date | null;
  /** From now to the next look. */
  readonly look_ms: number;
}

const step = (runId: string): Promise<void> =>
  scoreRun(drill.organization.scope(), runId, new AbortController().signal);

/** A run whose request lies in a batch that nobody has submitted yet. */
const deferred = async (): Promise<Waiting> => {
  const input = { name: 'late', transcriptIds: [transcriptId], choice: { delivery: 'ECONOMY' as const }, reuse: false };
  const batch = await startBatch(drill.organization.scope(), input);
  const runId = must((await drill.sql<{ id: string }>('select id from run where batch_id = $1', [batch]))[0]).id;
  await step(runId);
  const found = 'select provider_batch_id as id from batch_request where run_id = $1';
  return { runId, batchId: must((await drill.sql<{ id: string }>(found, [runId]))[0]).id };
};

const batchOf = async ({ batchId }: Waiting): Promise<BatchFacts> => {
  const text = `select *, extract(epoch from check_at - clock_timestamp())::float8 * 1000 as look_ms from provider_batch where id = $1`;
  return must((await drill.sql<BatchFacts>(text, [batchId]))[0]);
};

type Closed = 'circuit open' | 'no place';

/** One step of the batch, by a clock that is so far behind the time from which its limit counts. */
const deliver = async (waiting: Waiting, afterMs = 0, closed: Closed | null = null): Promise<BatchFacts> => {
  const { created_at: created, submitted_at: submitted } = await batchOf(waiting);
  const scope = drill.organization.scope();
  const refusal =
    closed === 'no place' ? GateRefusal.noPlace('openai/m', 700) : GateRefusal.circuitOpen('openai/m', 700);
  const gate = closed === null ? scope.gate : { ...scope.gate, acquire: () => Promise.reject(refusal) };
  const now = () => new Date((submitted ?? created).getTime() + afterMs);
  await deliverBatch({ ...scope, gate, now }, waiting.batchId, new AbortController().signal);
  return batchOf(waiting);
};

const submitted = async (): Promise<Waiting> => {
  const waiting = await deferred();
  expect(await deliver(waiting)).toMatchObject({ status: 'SUBMITTED' });
  return waiting;
};

/** The run was woken by the end of its batch; its request is then called by itself, and the run ends as any other. */
const expectGoesOn = async ({ runId }: Waiting, errorCode: string): Promise<void> => {
  expect(await drill.run(runId)).toMatchObject({
    status: 'SCORING',
    waiting_for: null,
    attempts: [{ delivery: 'ECONOMY', status: 'ERROR', error_code: errorCode }],
  });
  fake.setBehavior(faithful());
  await step(runId);
  expect(await drill.run(runId)).toMatchObject({
    status: 'SCORED',
    attempts: [{ status: 'ERROR' }, { delivery: 'IMMEDIATE', status: 'ANSWERED' }],
  });
};

test('a run that waits is looked at when its batch must long have ended', async () => {
  const { runId } = await deferred();
  const [row] = await drill.sql<{ look_ms: number; waiting_for: string }>(
    'select waiting_for, extract(epoch from check_at - clock_timestamp())::float8 * 1000 as look_ms from run where id = $1',
    [runId],
  );
  expect(row?.waiting_for).toBe('PROVIDER_BATCH');
  expect(Math.abs((row?.look_ms ?? 0) - 26 * HOUR)).toBeLessThan(MINUTE);
});

describe('a batch that the service has', () => {
  test('may take 25 hours; then it is cancelled there, and its requests are called one by one', async () => {
    const waiting = await submitted();
    const late = await deliver(waiting, 25 * HOUR - MINUTE);
    expect(late).toMatchObject({ status: 'SUBMITTED', failures: 0 });
    expect(Math.abs(late.look_ms - 15 * MINUTE)).toBeLessThan(MINUTE);
    expect(api.batches[0]?.status).toBe('in_progress');

    expect(await deliver(waiting, 25 * HOUR)).toMatchObject({ status: 'FAILED', error_code: 'PROVIDER_TIMEOUT' });
    expect(api.batches[0]?.status).toBe('cancelled');
    await expectGoesOn(waiting, 'PROVIDER_TIMEOUT');
    expect((await drill.run(waiting.runId)).cost_status).toBe('UNPRICED'); // nothing here has a price
  });

  test('may fail to be asked about for as long, where that may pass', async () => {
    const waiting = await submitted();
    fake.setBehavior(apiError(503, {}));
    for (const [failures, after] of [MINUTE, HOUR, 25 * HOUR - MINUTE].entries()) {
      expect(await deliver(waiting, after)).toMatchObject({ status: 'SUBMITTED', failures: failures + 1 });
    }
    expect(await deliver(waiting, 25 * HOUR + 1)).toMatchObject({
      status: 'FAILED',
      error_code: 'PROVIDER_UNAVAILABLE',
    });
    await expectGoesOn(waiting, 'PROVIDER_UNAVAILABLE');
  });

  test('is given up after three failures that do not pass', async () => {
    const waiting = await submitted();
    fake.setBehavior(apiError(404, {}));
    expect(await deliver(waiting)).toMatchObject({ status: 'SUBMITTED', failures: 1 });
    expect(await deliver(waiting)).toMatchObject({ status: 'SUBMITTED', failures: 2 });
    expect(await deliver(waiting)).toMatchObject({ status: 'FAILED', error_code: 'PROVIDER_BAD_REQUEST' });
    await expectGoesOn(waiting, 'PROVIDER_BAD_REQUEST');
  });
});

describe('a batch that is to be submitted', () => {
  test.each<[Closed, string]>([
    ['no place', 'PROVIDER_RATE_LIMITED'],
    ['circuit open', 'PROVIDER_UNAVAILABLE'],
  ])('waits an hour before the gate (%s), and is no failure meanwhile', async (closed, code) => {
    const waiting = await deferred();
    const early = await deliver(waiting, HOUR - 1, closed);
    expect(early).toMatchObject({ status: 'SUBMITTING', failures: 0 });
    expect(early.look_ms).toBeLessThanOrEqual(700);
    expect(await deliver(waiting, HOUR, closed)).toMatchObject({ status: 'FAILED', error_code: code });
    expect(api.batches).toEqual([]);
    await expectGoesOn(waiting, code);
  });

  test('is tried five times where failures pass, ever later', async () => {
    const waiting = await deferred();
    fake.setBehavior(apiError(503, {}));
    const pauses: number[] = [];
    for (let failures = 1; failures < 5; failures += 1) {
      const { look_ms: pause, ...batch } = await deliver(waiting);
      expect(batch).toMatchObject({ status: 'SUBMITTING', failures });
      pauses.push(pause);
    }
    expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
    expect(await deliver(waiting)).toMatchObject({ status: 'FAILED', error_code: 'PROVIDER_UNAVAILABLE' });
    await expectGoesOn(waiting, 'PROVIDER_UNAVAILABLE');
  });
});

describe('a batch whose job has failed for good', () => {
  const giveUp = (batchId: string): Promise<boolean> =>
    inTransaction(drill.organization.scope(), (scope) =>
      giveUpBatch(scope, batchId, new AppError('UNAVAILABLE', 'The database\u0000 was away.')),
    );

  test('is given up: its requests are called one by one', async () => {
    const waiting = await submitted();
    expect(await giveUp(waiting.batchId)).toBe(true);
    expect(await batchOf(waiting)).toMatchObject({
      status: 'FAILED',
      error_code: 'INTERNAL_SERVER_ERROR',
      error_message: 'The database was away.',
    });
    await expectGoesOn(waiting, 'UNAVAILABLE');
    expect(await giveUp(waiting.batchId)).toBe(false); // it has ended
  });

  test('is left to the worker that is at it', async () => {
    const waiting = await submitted();
    await drill.sql(`update provider_batch set lease_until = clock_timestamp() + interval '8 seconds' where id = $1`, [
      waiting.batchId,
    ]);
    expect(await giveUp(waiting.batchId)).toBe(false);
    expect(await batchOf(waiting)).toMatchObject({ status: 'SUBMITTED' });
  });

  test('is nobody’s trouble where it is gone', async () => {
    expect(await giveUp('00000000-0000-7000-8000-000000000000')).toBe(true);
  });
});
