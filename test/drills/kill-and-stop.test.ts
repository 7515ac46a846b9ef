import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { startFakeOpenAi, type FakeOpenAi } from '../../src/fake-llm/fake-openai.js';
import { faithful } from '../../src/fake-llm/faithful.js';
import { later } from './answers.js';
import { openDrill, terminalOf, until, type Drill, type RunFacts } from './drill.js';
import { longCall } from '../support/long-call.js';
import { buildDist, startWorkerProcess, type WorkerProcess } from './worker-process.js';

const SIZE = 50;
/** Parts of a long call that are asked for side by side. */
const LANES = 4;

let fake: FakeOpenAi;
let drill: Drill;
let transcriptIds: readonly string[];
let longId: string;
const workers: WorkerProcess[] = [];

beforeAll(async () => {
  await buildDist();
  fake = await startFakeOpenAi(faithful());
  drill = await openDrill({ openAiUrl: fake.url, worker: false });
  const worker = drill.startWorker();
  longId = await drill.upload(Buffer.from(longCall(900)), 'Nora Samplewright');
  transcriptIds = await drill.transcripts(SIZE);
  await worker.close(0);
}, 120_000);
afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.end('SIGKILL');
});
afterAll(async () => {
  await drill.close();
  await fake.close();
});

const startWorker = async (): Promise<WorkerProcess> => {
  const worker = await startWorkerProcess(drill.database, { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: fake.url });
  workers.push(worker);
  return worker;
};

/** Answers take 300 ms, those of later requests a little more, so that there is a middle. */
const unhurried = () => {
  let nth = 0;
  fake.setBehavior((request, response) => {
    nth += 1;
    return later(300 + nth * 15, faithful())(request, response);
  });
};

/** The first requests are answered, the ones after them never; tells how many of these have arrived. */
const holdAfter = (count: number): (() => number) => {
  let nth = 0;
  fake.setBehavior((request, response) => {
    nth += 1;
    return nth > count ? undefined : faithful()(request, response);
  });
  return () => Math.max(0, nth - count);
};

const runsOf = async (batchId: string): Promise<RunFacts[]> => {
  const rows = await drill.sql<{ id: string }>('select id from run where batch_id = $1', [batchId]);
  return Promise.all(rows.map(({ id }) => drill.run(id)));
};

const isAnswered = ({ attempts }: RunFacts): boolean => attempts.some(({ status }) => status === 'ANSWERED');

const answered = (batchId: string, count: number) =>
  until(`${count} answers`, async () => {
    const rows = await drill.sql(
      `select from attempt join run on run.id = attempt.run_id where run.batch_id = $1 and attempt.status = 'ANSWERED'`,
      [batchId],
    );
    return rows.length >= count;
  });

/** How long it takes is for the machine to say. */
const allEnded = (batchId: string) =>
  until('the end of the batch', async () => {
    const rows = await drill.sql(
      `select from run where batch_id = $1 and status in ('QUEUED', 'SCORING', 'VALIDATING', 'CORRECTING')`,
      [batchId],
    );
    return rows.length === 0;
  });

/** Each of the runs has been begun once more since it was looked at, or has ended. */
const begunAgain = (batchId: string, before: readonly RunFacts[], withinMs: number) => {
  const epochs = new Map(before.map(({ id, lease_epoch: epoch }) => [id, epoch]));
  return until(
    'that every run is worked on again',
    async () => {
      const rows = await drill.sql<Pick<RunFacts, 'id' | 'lease_epoch' | 'ended_at'>>(
        'select id, lease_epoch, ended_at from run where batch_id = $1',
        [batchId],
      );
      return rows.every(({ id, lease_epoch: epoch, ended_at: end }) => end !== null || epoch > (epochs.get(id) ?? -1));
    },
    withinMs,
  );
};

/** How often the endpoint was asked for a run, by the random delimiters of its attempts. */
const requestsFor = ({ attempts }: RunFacts): number =>
  fake.requests.filter(({ body }) => attempts.some(({ nonce }) => body.messages[0]?.content.includes(nonce))).length;

const expectWhole = (runs: readonly RunFacts[]): void => {
  for (const run of runs) {
    expect(run).toMatchObject({ status: 'SCORED', error_code: null });
    expect(run.scores.map(({ dimension }) => dimension)).toEqual([
      'situation',
      'problem',
      'implication',
      'need_payoff',
    ]);
    expect(run.attempts.filter(({ kind, status }) => kind === 'FIRST' && status === 'ANSWERED')).toHaveLength(1);
    expect(terminalOf(run)).toEqual(['RUN_SCORED']);
    expect(requestsFor(run)).toBeLessThanOrEqual(run.attempts.length);
  }
};

const expectGaplessEvents = async (): Promise<void> => {
  await until(
    'all events stamped',
    async () => (await drill.sql('select from event where sequence is null')).length === 0,
  );
  const [figures] = await drill.sql<{ count: string; most: string; distinct: string }>(
    'select count(*), max(sequence) as most, count(distinct sequence) as distinct from event where organization_id = $1',
    [drill.organization.id],
  );
  expect([figures!.most, figures!.distinct]).toEqual([figures!.count, figures!.count]);
};

test('kill -9 in the middle of a batch of 50: after a restart all end, nothing twice, nothing paid twice', async () => {
  const held = holdAfter(10);
  const worker = await startWorker();
  const batchId = await drill.startBatch(transcriptIds);
  await answered(batchId, 10);
  await until('that as many are being asked', () => Promise.resolve(held() >= 10));
  expect(await worker.end('SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' });
  const atDeath = await runsOf(batchId);
  const before = atDeath.filter(isAnswered);
  expect(before).toHaveLength(10);

  unhurried();
  await startWorker();
  await begunAgain(batchId, atDeath, 15_000);
  await allEnded(batchId);

  const runs = await runsOf(batchId);
  expect(runs).toHaveLength(SIZE);
  expectWhole(runs);
  const answeredBefore = new Set(before.map(({ id }) => id));
  for (const run of runs.filter(({ id }) => answeredBefore.has(id))) {
    expect(run.attempts).toHaveLength(1);
    expect(requestsFor(run)).toBe(1);
  }
  await expectGaplessEvents();
  expect(await drill.sql('select code from dead_letter')).toEqual([]);
}, 120_000);

test('kill -9 with parts of a long call under way: they are asked for again, and no part that was stored', async () => {
  const held = holdAfter(3);
  const worker = await startWorker();
  const runId = await drill.startRun(longId);
  const read = async () => (await drill.run(runId)).attempts.filter(({ status }) => status === 'ANSWERED');
  await until('three parts read and every lane asking for another', async () => {
    return held() === LANES && (await read()).length === 3;
  });
  await worker.end('SIGKILL');
  const before = await read();
  // As if the rest of its lease had passed: how long that takes is known from the batch.
  await drill.sql('update run set lease_until = clock_timestamp(), check_at = clock_timestamp() where id = $1', [
    runId,
  ]);
  unhurried();
  await startWorker();
  const run = await drill.ended(runId);
  expect(run).toMatchObject({ status: 'SCORED', error_code: null });
  expect(run.attempts.filter(({ status }) => status === 'LOST')).toHaveLength(LANES);
  const paid = run.attempts.filter(({ status }) => status === 'ANSWERED');
  expect(paid).toEqual(
    expect.arrayContaining(before.map(({ number }) => expect.objectContaining({ number }) as unknown)),
  );
  const parts = paid.map(({ kind, part }) => `${kind} ${part}`);
  expect(new Set(parts).size).toBe(parts.length);
  expect(requestsFor(run)).toBe(run.attempts.length);
}, 120_000);

test('SIGTERM in the middle: exits with 0 after what was under way, and another worker ends the rest', async () => {
  unhurried();
  const worker = await startWorker();
  const batchId = await drill.startBatch(transcriptIds);
  await answered(batchId, 5);
  expect(await worker.end('SIGTERM')).toEqual({ code: 0, signal: null });
  expect(worker.said()).not.toMatch(/error/i);
  const left = await runsOf(batchId);
  // Ended, or never begun: a stopping worker leaves no call without its end.
  expect(left.flatMap(({ attempts }) => attempts).filter(({ status }) => status === 'STARTED')).toEqual([]);
  await startWorker();
  await allEnded(batchId);
  const runs = await runsOf(batchId);
  expect(runs).toHaveLength(SIZE);
  expectWhole(runs);
  await expectGaplessEvents();
}, 120_000);
