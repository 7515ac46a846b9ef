import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { cancelBatch } from '../../src/runs/cancel-runs.js';
import { toGlobalId } from '../../src/scope/global-id.js';
import { scoreRun } from '../../src/scoring/score-run.js';
import { apiClient, must } from '../api/client.js';
import { openDrill, terminalOf, type Drill, type RunFacts } from '../drills/drill.js';
import { faithful } from '../../src/fake-llm/faithful.js';
import { startFakeOpenAi, type FakeOpenAi } from '../../src/fake-llm/fake-openai.js';

let fake: FakeOpenAi;
let drill: Drill;
let transcriptIds: string[];

beforeAll(async () => {
  fake = await startFakeOpenAi(faithful());
  drill = await openDrill({ openAiUrl: fake.url, worker: false });
  const worker = drill.startWorker();
  transcriptIds = await drill.transcripts(3);
  await worker.close(0);
});
afterAll(async () => {
  await drill.close();
  await fake.close();
});
afterEach(() => void jest.restoreAllMocks());

const runsOf = async (batchId: string): Promise<RunFacts[]> => {
  const rows = await drill.sql<{ id: string }>('select id from run where batch_id = $1 order by id', [batchId]);
  return Promise.all(rows.map(({ id }) => drill.run(id)));
};
const work = (id: string): Promise<unknown> =>
  scoreRun(drill.organization.scope(), id, new AbortController().signal).catch(() => undefined);

const actionsOf = (ids: readonly string[]) =>
  drill.sql<{ action: string; before: unknown; after: unknown }>(
    `select action, before, after from audit_entry where subject_id = any($1) and action like '%.cancel' order by action, before->>'status'`,
    [ids],
  );

const CANCEL = `mutation Cancel($input: CancelBatchInput!) { cancelBatch(input: $input) {
  cancelled batch { id progress { done counts { status count } } } userErrors { code } } }`;
interface Cancelled {
  readonly cancelBatch: {
    readonly cancelled: number;
    readonly batch: { readonly progress: { readonly done: boolean; readonly counts: readonly object[] } };
  };
}

test('ends what has not ended: queued runs at once, the call under way is hung up on, what ended stays', async () => {
  const client = apiClient(drill, drill.organization.key);
  const batchId = await drill.startBatch(transcriptIds);
  const [first, second, third] = (await runsOf(batchId)).map(({ id }) => id);
  fake.setBehavior(faithful());
  await work(must(first));
  fake.setBehavior(() => undefined);
  const arrived = fake.nextRequest();
  const working = work(must(second));
  const request = await arrived;

  const input = { batchId: toGlobalId('Batch', batchId) };
  const { cancelBatch: answer } = await client.read<Cancelled>(CANCEL, { input });
  expect(answer).toMatchObject({ cancelled: 2, userErrors: [], batch: { progress: { done: true } } });
  expect(answer.batch.progress.counts).toEqual(
    expect.arrayContaining([
      { status: 'SCORED', count: 1 },
      { status: 'CANCELLED', count: 2 },
    ]),
  );
  await working;
  expect(await request.ended).toBe(false);
  const asked = fake.requests.length;
  await work(must(third));
  expect(fake.requests).toHaveLength(asked);

  const runs = await runsOf(batchId);
  expect(runs.map(terminalOf)).toEqual([['RUN_SCORED'], ['RUN_CANCELLED'], ['RUN_CANCELLED']]);
  expect(runs).toMatchObject([
    { status: 'SCORED' },
    { status: 'CANCELLED', attempts: [{ status: 'LOST' }], cost_pusd: null, cost_status: 'UNPRICED' },
    { status: 'CANCELLED', attempts: [], cost_pusd: '0', cost_status: 'EXACT' },
  ]);
  const ids = [batchId, ...runs.map(({ id }) => id)];
  const noted = [
    { action: 'batch.cancel', before: null, after: { cancelled: 2 } },
    { action: 'run.cancel', before: { status: 'QUEUED' }, after: null },
    { action: 'run.cancel', before: { status: 'SCORING' }, after: null },
  ];
  expect(await actionsOf(ids)).toEqual(noted);

  expect((await client.read<Cancelled>(CANCEL, { input })).cancelBatch).toMatchObject({ cancelled: 0, userErrors: [] });
  expect(await runsOf(batchId)).toEqual(runs);
  expect(await actionsOf(ids)).toEqual(noted);
});

/** Copies the only run of a batch, so that it has that many. */
const multiply = async (batchId: string, runs: number): Promise<void> => {
  const columns = await drill.sql<{ name: string }>(
    `select quote_ident(column_name) as name from information_schema.columns
     where table_name = 'run' and is_generated = 'NEVER' and column_name <> 'id'`,
  );
  const names = columns.map(({ name }) => name).join(', ');
  await drill.sql(
    `insert into run (id, ${names}) select gen_random_uuid(), ${names} from run, generate_series(2, $2) where batch_id = $1`,
    [batchId, runs],
  );
};

test('of thousands of runs takes a few statements', async () => {
  const ended: number[] = [];
  const statements: number[] = [];
  for (const runs of [1, 2_000]) {
    const batchId = await drill.startBatch(transcriptIds.slice(0, 1));
    if (runs > 1) await multiply(batchId, runs);
    const scope = drill.organization.scope();
    const log = jest.spyOn(scope.em.config.getLogger(), 'logQuery');
    ended.push(await cancelBatch(scope, batchId));
    statements.push(log.mock.calls.length);
    log.mockRestore();
    const [events] = await drill.sql<{ count: number }>(
      `select count(*)::int as count from event where batch_id = $1 and kind = 'RUN_CANCELLED'`,
      [batchId],
    );
    expect(events?.count).toBe(runs);
  }
  expect(ended).toEqual([1, 2_000]);
  const [one = 0, many = 0] = statements;
  expect(one).toBeGreaterThan(3);
  // Rows are inserted some hundred at a time.
  expect(many - one).toBeLessThan(30);
});
