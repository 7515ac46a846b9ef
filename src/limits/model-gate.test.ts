import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import pg from 'pg';
import { openOrm, type Orm } from '../database/open-orm.js';
import { silentLogger } from '../logging/logger.js';
import { ProviderError, type ProviderLimits } from '../plugin-api/index.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import type { CallOutcome, GatedCall } from './gated-call.js';
import { GateRefusal } from './gate-refusal.js';
import { ModelGate as ModelGateEntity } from './model-gate.entity.js';
import { openModelGate, type ModelGate, type Slot } from './model-gate.js';
import { ModelSlot } from './model-gate.entity.js';

let database: TestDatabase;
let orms: Orm[];
let gates: ModelGate[];
let statements = 0;

const CALL_MS = 60_000;
/** Longest call and grace: then a place is free, whatever became of its worker. */
const PLACE_MS = CALL_MS + 5_000;
const FIRST_OPEN_MS = 20_000;

const options = (orm: Orm) => ({
  forkEm: () => {
    statements += 1;
    return orm.em.fork();
  },
  logger: silentLogger,
  callMs: CALL_MS,
  rules: { firstOpenMs: FIRST_OPEN_MS, recoveryMs: 2_000 },
});

/** A database whose clock stands still but when it is moved: found before that of PostgreSQL itself. */
const HALTED_CLOCK = `
  create schema halted;
  create table halted.clock as select date_trunc('second', clock_timestamp()) as now;
  create function halted.clock_timestamp() returns timestamptz language sql as 'select now from halted.clock';
  grant usage on schema halted to public;
  grant select on halted.clock to public;
  do $$ begin
    execute format('alter database %I set search_path = halted, pg_catalog, public', current_database());
  end $$`;

const asOwner = async (sql: string): Promise<void> => {
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  await client.query(sql).finally(() => client.end());
};

/** Processes that know nothing by heart. */
const openGates = (): void => {
  gates = orms.map((orm) => openModelGate(options(orm)));
};

/** A process caches gates for a second of its own clock, which the test does not move: the gates are opened again. */
const pass = async (ms: number): Promise<void> => {
  await asOwner(`update halted.clock set now = now + interval '${ms} milliseconds'`);
  openGates();
};

beforeAll(async () => {
  database = await createTestDatabase();
  await asOwner(HALTED_CLOCK);
  const entities = [ModelGateEntity, ModelSlot];
  const open = { url: database.appUrl, entities, poolMax: 4, applicationName: 'debrief test' };
  orms = [await openOrm(open), await openOrm(open)];
});
afterAll(async () => {
  for (const orm of orms) await orm.close(true);
  await database.drop();
});
beforeEach(openGates);
afterEach(() => void jest.restoreAllMocks());

let models = 0;
const callOf = (limits: ProviderLimits = {}, more: Partial<GatedCall> = {}): GatedCall => {
  models += 1;
  const name = `provider${models}`;
  return { provider: { name, offline: false, limits }, model: 'm', address: `${name}/m`, account: '', ...more };
};

const signal = new AbortController().signal;
const acquire = (gate: number, call: GatedCall, tokens = 10): Promise<Slot> =>
  gates[gate % gates.length]!.acquire(call, { tokens, signal });
const refusal = async (gate: number, call: GatedCall, tokens = 10): Promise<GateRefusal> => {
  const found: unknown = await acquire(gate, call, tokens).catch((error: unknown) => error);
  if (!(found instanceof GateRefusal)) throw new Error(`expected a refusal, got ${String(found)}`);
  return found;
};

const GOOD: CallOutcome = { answered: true, tokens: 10 };
const failure = (code: ProviderError['code'], retryAfterMs?: number): CallOutcome => ({
  answered: false,
  error: new ProviderError(code, 'no', { retryable: true, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }),
});
const AWAY = failure('PROVIDER_UNAVAILABLE');

const run = async (gate: number, call: GatedCall, outcome: CallOutcome): Promise<void> =>
  (await acquire(gate, call)).release(outcome);
const trip = async (call: GatedCall): Promise<void> => {
  for (let times = 0; times < 5; times += 1) await run(times, call, AWAY);
};

describe('limits', () => {
  test('never more in flight than stated, over two processes', async () => {
    const call = callOf({ concurrency: 3 });
    let left = 24;
    const rounds: number[] = [];
    // All who are left ask side by side; those who get a place keep it until each has its answer.
    while (left > 0 && rounds.length < 24) {
      const asked = await Promise.allSettled(Array.from({ length: left }, (_, nth) => acquire(nth, call)));
      const taken = asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      for (const { reason } of asked.filter((one) => one.status === 'rejected')) {
        expect(reason).toBeInstanceOf(GateRefusal);
        expect(reason).toMatchObject({ code: 'PROVIDER_RATE_LIMITED' });
        expect((reason as GateRefusal).options.retryAfterMs).toBeGreaterThan(0);
      }
      await Promise.all(taken.map((slot) => slot.release(GOOD)));
      rounds.push(taken.length);
      left -= taken.length;
    }
    expect(rounds).toEqual(Array.from({ length: 8 }, () => 3));
  });

  test('a model has its own beside those of the provider', async () => {
    const call = callOf({ concurrency: 2, models: { m: { concurrency: 1 } } });
    const other = { ...call, model: 'other', address: `${call.provider.name}/other` };
    await acquire(0, call);
    expect((await refusal(1, call)).message).toContain(call.address);
    await acquire(1, other);
    expect((await refusal(0, other)).message).toContain(`for ${call.provider.name} `);
  });

  test('requests and tokens of a minute, also of calls that have ended', async () => {
    const requests = callOf({ requestsPerMinute: 2 });
    for (let times = 0; times < 2; times += 1) await run(times, requests, GOOD);
    const waits = [await refusal(0, requests), await refusal(1, requests)].map((one) => one.options.retryAfterMs ?? 0);
    expect(waits).toEqual([60_000, 60_000]);
    const tokens = callOf({ tokensPerMinute: 100 });
    await (await acquire(0, tokens, 90)).release({ answered: true, tokens: 40 });
    await (await acquire(1, tokens, 60)).release({ answered: true, tokens: null });
    expect((await refusal(0, tokens, 1)).code).toBe('PROVIDER_RATE_LIMITED');
  });

  test('an organization with its own account is counted apart', async () => {
    const call = callOf({ concurrency: 1 });
    await acquire(0, call);
    await refusal(1, call);
    await acquire(1, { ...call, account: 'own' });
  });

  test('the place of a worker that died is free when its call must be over', async () => {
    const call = callOf({ concurrency: 1 });
    await acquire(0, call);
    await pass(PLACE_MS - 1);
    await refusal(1, call);
    await pass(1);
    await acquire(1, call);
  });
});

describe('the circuit', () => {
  test('opens for every process, lets one probe through, and closes gradually', async () => {
    const call = callOf();
    await trip(call);
    await pass(FIRST_OPEN_MS - 1);
    for (const gate of [0, 1]) {
      const { code, options: told } = await refusal(gate, call);
      expect([code, told.retryAfterMs! > 0, told.retryAfterMs! <= 1]).toEqual(['PROVIDER_UNAVAILABLE', true, true]);
    }
    await pass(1);
    const asked = await Promise.allSettled(Array.from({ length: 10 }, (_, nth) => acquire(nth, call)));
    const probes = asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(probes).toHaveLength(1);
    await probes[0]!.release(GOOD);
    const first = await acquire(0, call);
    expect((await refusal(1, call)).code).toBe('PROVIDER_RATE_LIMITED');
    await first.release(GOOD);
    await pass(1_000);
    await Promise.all([acquire(0, call), acquire(1, call)]);
    await refusal(0, call);
    await pass(1_000);
    await Promise.all(Array.from({ length: 6 }, (_, nth) => acquire(nth, call)));
  });

  test('opens for longer when the probe fails; a probe that is broken off makes place', async () => {
    const call = callOf();
    await trip(call);
    await pass(FIRST_OPEN_MS);
    await run(0, call, { answered: false, error: new Error('cancelled') });
    await run(0, call, AWAY);
    const { options: told } = await refusal(0, call);
    expect(told.retryAfterMs).toBeGreaterThan(FIRST_OPEN_MS);
    expect(told.retryAfterMs).toBeLessThanOrEqual(2 * FIRST_OPEN_MS);
  });

  test.each<ProviderError['code']>([
    'PROVIDER_QUOTA_EXCEEDED',
    'PROVIDER_UNAUTHORIZED',
    'PROVIDER_BAD_REQUEST',
    'PROVIDER_RATE_LIMITED',
    'MODEL_NOT_FOUND',
  ])('is not opened by %s', async (code) => {
    const call = callOf();
    for (let times = 0; times < 6; times += 1) await run(0, call, failure(code));
    await run(1, call, GOOD);
  });

  test('a 429 with a time closes the gate for everybody until then', async () => {
    const call = callOf();
    await run(0, call, failure('PROVIDER_RATE_LIMITED', 40_000));
    for (const gate of [0, 1]) {
      const { code, options: told } = await refusal(gate, call);
      expect([code, told.retryAfterMs! > 20_000, told.retryAfterMs! <= 40_000]).toEqual([
        'PROVIDER_RATE_LIMITED',
        true,
        true,
      ]);
    }
    await acquire(0, { ...call, account: 'own' });
    await pass(40_000);
    await Promise.all([acquire(0, call), acquire(1, call)]);
  });
});

test('a model that is well costs no statement but one look a second', async () => {
  const call = callOf();
  statements = 0;
  const now = performance.now();
  for (const [looks, ms] of [0, 999, 1_000, 1_999].entries()) {
    jest.spyOn(performance, 'now').mockReturnValue(now + ms);
    await Promise.all(Array.from({ length: 200 }, () => run(0, call, GOOD)));
    expect(statements).toBe(1 + Math.floor(looks / 2));
  }
  const rows: unknown[] = await orms[0]!.em.execute('select 1 from model_gate where address = ?', [call.address]);
  expect(rows).toEqual([]);
});

test('offline models and aborted callers ask nobody', async () => {
  statements = 0;
  const call = callOf({ concurrency: 1 });
  const offline = { ...call, provider: { ...call.provider, offline: true } };
  await Promise.all([acquire(0, offline), acquire(0, offline)]);
  const reason = new Error('gone');
  await expect(gates[0]!.acquire(call, { tokens: 1, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  expect(statements).toBe(0);
});
