import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { setScoringPolicy } from '../../src/profiles/set-scoring-policy.js';
import { cancelRun } from '../../src/runs/cancel-runs.js';
import { fromGlobalId, toGlobalId } from '../../src/scope/global-id.js';
import { openDrill, until, type Drill } from '../drills/drill.js';
import { startFakeOpenAi, type Behavior, type FakeOpenAi } from '../../src/fake-llm/fake-openai.js';
import { faithful } from '../../src/fake-llm/faithful.js';
import { hostile } from '../../src/fake-llm/hostile.js';
import { apiClient, must, type ApiClient, type UserError } from './client.js';

interface Started {
  readonly run: {
    readonly id: string;
    readonly status: string;
    readonly flags: readonly string[];
    readonly reusedFrom: { readonly id: string } | null;
    readonly supersededBy: { readonly id: string } | null;
    readonly cost: { readonly amount: string | null; readonly status: string };
    readonly attempts: readonly unknown[];
    readonly overall: { readonly value?: number } | null;
    readonly scores: readonly unknown[];
  } | null;
  readonly mode: string | null;
  readonly modeReason: string | null;
  readonly userErrors: readonly UserError[];
}

const START = `mutation ($input: StartRunInput!) { startRun(input: $input) { mode modeReason
  run { id status flags reusedFrom { id } supersededBy { id } cost { amount status } attempts { number }
    overall { ... on Scored { value } } scores { dimension outcome { ... on Scored { value evidence { quote turn startMs } } } } }
  userErrors { code message path } } }`;

/** Two for the app: fewer than there are who wait. */
const POOL = 2;

let fake: FakeOpenAi;
let drill: Drill;
let client: ApiClient;
let calls: readonly string[];

/** Answers when told to. */
const parked: (() => void)[] = [];
const park: Behavior = (request, response) => void parked.push(() => void faithful()(request, response));
const release = async (count: number): Promise<void> => {
  await until('the requests', () => Promise.resolve(parked.length >= count));
  for (const answer of parked.splice(0)) answer();
};

beforeAll(async () => {
  fake = await startFakeOpenAi(faithful());
  drill = await openDrill({ openAiUrl: fake.url, poolMax: POOL, limits: { retryBaseMs: 10 } });
  client = apiClient(drill, drill.organization.key);
  calls = (await drill.transcripts(3)).map((id) => toGlobalId('Transcript', id));
});
afterEach(async () => {
  fake.setBehavior(faithful());
  for (const answer of parked.splice(0)) answer();
  await until('rest', async () => (await drill.sql(`select 1 from run where ended_at is null limit 1`)).length === 0);
});
afterAll(async () => {
  await drill.close();
  await fake.close();
});

const start = async (input: Record<string, unknown>, by: ApiClient = client): Promise<Started> =>
  (await by.read<{ startRun: Started }>(START, { input: { transcriptId: calls[0], reuse: false, ...input } })).startRun;

const listeners = (): number => drill.system.bus.listeners;
/** As the server counts it; a count may be a second old. */
const backlog = async (): Promise<number> => (await drill.system.backlog.count(drill.organization.id)).own;

/** Ends what has not ended: to score them all would take longer than the test is about. */
const cancelAll = async (): Promise<void> => {
  const runs = await drill.sql<{ id: string }>('select id from run where ended_at is null');
  for (const { id } of runs) await cancelRun(drill.organization.scope(), id);
};

describe('startRun', () => {
  it('answers with the finished run where it is done in time, and says why it waited', async () => {
    const { run, mode, modeReason } = await start({});
    expect({ mode, modeReason }).toEqual({ mode: 'SYNC', modeReason: 'SHORT_CALL' });
    expect(run).toMatchObject({ status: 'SCORED', reusedFrom: null, attempts: [{ number: 1 }] });
    expect(run?.scores).toHaveLength(4);
    expect(listeners()).toBe(0);
  });

  it('answers with the run on its way where the time is over, or nobody is to wait', async () => {
    fake.setBehavior(park);
    expect(await start({ mode: 'ASYNC', waitMs: 20_000, idempotencyKey: 'on its way' })).toMatchObject({
      mode: 'ASYNC',
      modeReason: 'ASKED',
    });
    await until('the request', () => Promise.resolve(parked.length === 1));
    expect(await start({ mode: 'SYNC', waitMs: 50, idempotencyKey: 'on its way' })).toMatchObject({
      mode: 'SYNC',
      modeReason: 'ASKED',
      run: { status: 'SCORING', scores: [] },
    });
    // Of a new run nobody knows how far it comes in that time.
    const { run, mode } = await start({ mode: 'SYNC', waitMs: 50 });
    expect({ mode, scores: run?.scores }).toEqual({ mode: 'SYNC', scores: [] });
    expect(run?.status).toMatch(/^(QUEUED|SCORING)$/);
    expect(await start({ waitMs: 0 })).toMatchObject({ mode: 'SYNC', modeReason: 'SHORT_CALL' });
    expect(listeners()).toBe(0);
    await release(3);
  });

  it.each([-1, 20_001])('refuses to wait for %i ms', async (waitMs) => {
    const { run, userErrors } = await start({ waitMs });
    expect(run).toBeNull();
    expect(userErrors).toMatchObject([{ code: 'BAD_USER_INPUT', path: ['input', 'waitMs'] }]);
  });

  it('does as the policy says, and with AUTO waits for no long call', async () => {
    const scope = () => drill.organization.scope();
    await setScoringPolicy(scope(), { mode: 'ASYNC' });
    expect(await start({})).toMatchObject({ mode: 'ASYNC', modeReason: 'POLICY' });
    await setScoringPolicy(scope(), { asyncAboveTurns: 3 });
    expect(await start({ mode: 'AUTO' })).toMatchObject({ mode: 'ASYNC', modeReason: 'LONG_CALL' });
    expect(await start({ mode: 'SYNC' })).toMatchObject({ modeReason: 'ASKED', run: { status: 'SCORED' } });
    await setScoringPolicy(scope(), { mode: 'AUTO', asyncAboveTurns: 400 });
  });

  it('with AUTO waits no more when too many runs have not ended', async () => {
    fake.setBehavior(park);
    const ids = calls.map((id) => fromGlobalId('Transcript', id));
    for (let batches = 0; batches < 17; batches += 1) await drill.startBatch(ids);
    // The count may be a second old.
    await until('the pressure', async () => (await start({ waitMs: 1 })).modeReason === 'QUEUE_PRESSURE');
    expect(await start({ mode: 'SYNC', waitMs: 1 })).toMatchObject({ mode: 'SYNC', modeReason: 'ASKED' });
    await cancelAll();
    await until('the end of the pressure', async () => (await backlog()) === 0);
  });

  it('holds no database connection for those who wait, and answers each when its run has ended', async () => {
    fake.setBehavior(park);
    const waiting = Array.from({ length: 8 }, (_, at) => start({ transcriptId: calls[at % 3], waitMs: 20_000 }));
    await until('the requests', () => Promise.resolve(parked.length === 8 && listeners() === 8));
    // Others are served at once, and before any of them has its answer, though more wait than there are connections.
    await Promise.all(Array.from({ length: 10 }, () => client.read('{ runs(first: 5) { edges { node { id } } } }')));
    expect({ waiting: listeners(), asked: parked.length }).toEqual({ waiting: 8, asked: 8 });
    await release(8);
    const ended = await Promise.all(waiting);
    expect(ended.map(({ run }) => run?.status)).toEqual(Array.from({ length: 8 }, () => 'SCORED'));
    expect(listeners()).toBe(0);
  });

  it('stops to wait when the client hangs up; the run goes on', async () => {
    fake.setBehavior(park);
    const hangUp = new AbortController();
    const body = JSON.stringify({
      query: START,
      variables: { input: { transcriptId: calls[0], reuse: false, waitMs: 20_000 } },
    });
    const request = client.request('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: hangUp.signal,
    });
    await until('the listener', () => Promise.resolve(listeners() === 1 && parked.length === 1));
    hangUp.abort();
    await expect(request).rejects.toThrow();
    await until('the end of the waiting', () => Promise.resolve(listeners() === 0));
    await release(1);
    const [{ id }] = (await drill.sql<{ id: string }>('select id from run order by id desc limit 1')) as [
      { id: string },
    ];
    expect((await drill.ended(id)).status).toBe('SCORED');
  });

  it('waits again for the same run where the key is the same', async () => {
    fake.setBehavior(park);
    const first = await start({ idempotencyKey: 'once', waitMs: 0 });
    const second = start({ idempotencyKey: 'once', waitMs: 20_000 });
    await release(1);
    expect((await second).run).toMatchObject({ id: first.run?.id, status: 'SCORED' });
  });
});

describe('a run that asks what was asked before', () => {
  const again = (input: Record<string, unknown> = {}) => start({ ...input, reuse: null });
  const callsMade = (): number => fake.requests.length;

  it('takes the result of the earlier one: no call, no cost, and both are kept', async () => {
    const source = must((await start({})).run);
    const before = callsMade();
    const { run } = await again();
    expect(callsMade()).toBe(before);
    expect(run).toMatchObject({
      status: 'SCORED',
      reusedFrom: { id: source.id },
      attempts: [],
      cost: { amount: '0', status: 'EXACT' },
      supersededBy: null,
      overall: source.overall,
      scores: source.scores,
    });
    expect(run?.flags).toEqual([...source.flags, 'REUSED'].toSorted());
    const superseded = await client.read<{ run: { supersededBy: { id: string } | null } }>(
      'query ($id: ID!) { run(id: $id) { supersededBy { id } } }',
      { id: source.id },
    );
    expect(superseded.run.supersededBy?.id).toBe(run?.id);
    // Of a result that was taken, the first giver is named.
    expect((await again()).run?.reusedFrom?.id).toBe(source.id);
  });

  it('takes it for a copy of the call too, and in a batch that ends at once', async () => {
    const source = must((await start({ transcriptId: calls[1] })).run);
    const before = callsMade();
    const copy = must((await again({ transcriptId: calls[2] })).run);
    expect(copy).toMatchObject({ reusedFrom: { id: source.id }, scores: source.scores });
    const { startBatch } = await client.read<{ startBatch: { batch: { progress: unknown } } }>(
      `mutation ($ids: [ID!]!) { startBatch(input: { transcriptIds: $ids }) { batch { progress { done total } } } }`,
      { ids: calls },
    );
    expect(startBatch.batch.progress).toEqual({ done: true, total: 3 });
    expect(callsMade()).toBe(before);
  });

  it('asks where model, rubric, caller or policy differ, and in a retry', async () => {
    const first = must((await start({})).run);
    const asked = async (input: Record<string, unknown>): Promise<number> => {
      const before = callsMade();
      expect((await start(input)).run).toMatchObject({ status: 'SCORED', reusedFrom: null });
      return callsMade() - before;
    };
    expect(await asked({ reuse: null, model: 'openai/another-judge' })).toBe(1);
    expect(await asked({ reuse: null, rubric: 'bant' })).toBe(1);
    expect(await asked({ reuse: false })).toBe(1);
    await setScoringPolicy(drill.organization.scope(), { reuse: false });
    expect(await asked({ reuse: null })).toBe(1);
    // What is not of the question makes no other question: the version of the policy is another now.
    await setScoringPolicy(drill.organization.scope(), { reuse: true });
    expect((await again()).run?.flags).toContain('REUSED');
    const { retryRun } = await client.read<{ retryRun: { run: { id: string } } }>(
      'mutation ($id: ID!) { retryRun(input: { runId: $id }) { run { id } } }',
      { id: first.id },
    );
    const retried = await drill.ended(fromGlobalId('Run', retryRun.run.id));
    expect(retried.attempts).toHaveLength(1);
  });

  it('asks where the earlier answer came from a model that stepped in, and never looks at other organizations', async () => {
    const scope = drill.organization.scope();
    await setScoringPolicy(scope, { fallbackModels: ['openai/steady'] });
    const model = 'openai/wrong-turn';
    fake.setBehavior(hostile());
    expect((await again({ model })).run?.flags).toContain('FALLBACK_MODEL');
    fake.setBehavior(faithful());
    expect((await again({ model })).run).toMatchObject({ status: 'SCORED', reusedFrom: null });
    await setScoringPolicy(scope, { fallbackModels: [] });

    const other = apiClient(drill, (await drill.createOrganization('Other', [])).key);
    const bytes = await readFile('client-examples/sample-calls/01-saltlark-discovery.vtt');
    const transcriptId = await other.upload(new Uint8Array(bytes), { rep: 'Mara Quillfeather', score: 'false' });
    const run = await until('the foreign run', async () => (await start({ transcriptId, reuse: null }, other)).run);
    expect(run).toMatchObject({ status: 'SCORED', reusedFrom: null, attempts: [{ number: 1 }] });
  });
});
