import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { AppError } from '../../src/errors/app-error.js';
import { cancelRun } from '../../src/runs/cancel-runs.js';
import { LEASE_MS } from '../../src/queue/lease.js';
import { giveUpRun } from '../../src/scoring/give-up-run.js';
import { MAX_CLAIMS, scoreRun } from '../../src/scoring/score-run.js';
import { inTransaction } from '../../src/scope/in-transaction.js';
import * as behave from '../../src/fake-llm/behaviors.js';
import { startFakeOpenAi, type Behavior, type FakeOpenAi } from '../../src/fake-llm/fake-openai.js';
import { faithful } from '../../src/fake-llm/faithful.js';
import { spoiled } from './answers.js';
import { openIdleDrill, terminalOf, until, type Drill } from './drill.js';

let fake: FakeOpenAi;
let drill: Drill;
let transcriptId: string;

beforeAll(async () => {
  fake = await startFakeOpenAi(faithful());
  ({ drill, transcriptId } = await openIdleDrill({ openAiUrl: fake.url }));
});
afterAll(async () => {
  await drill.close();
  await fake.close();
});

let asked: number;
beforeEach(() => {
  fake.setBehavior(faithful());
  asked = fake.requests.length;
});
const requests = (): number => fake.requests.length - asked;

const never = AbortSignal.any([]);
/** Works on a run as one delivery of its job does, without the queue. */
const work = (id: string, signal = never): Promise<void> => scoreRun(drill.organization.scope(), id, signal);

/** Holds every request until it is let go, in the order of arrival. */
const gated = () => {
  const waiting: (() => void)[] = [];
  const behavior: Behavior = (request, response) =>
    new Promise<void>((resolve) => {
      waiting.push(() => resolve(faithful()(request, response)));
    });
  return { behavior, letGo: (at: number) => waiting[at]?.() };
};

const unasked = spoiled((output) => Object.assign(output, { verdict: 'good' }));

const lapse = (id: string) =>
  drill.sql(`update run set lease_until = clock_timestamp() - interval '1 second' where id = $1`, [id]);

/**
 * Works on a run as another worker does whose predecessor's lease has run out. The predecessor lives here, and may renew
 * the lease before it is claimed: then it runs out once more.
 */
const takeOver = async (id: string): Promise<{ readonly done: Promise<void> }> => {
  const { lease_epoch: epoch } = await drill.run(id);
  for (;;) {
    await lapse(id);
    let isOver = false;
    const done = work(id).finally(() => (isOver = true));
    const claimed = () => drill.run(id).then((run) => run.lease_epoch > epoch);
    await until('the claim, or that there is none', async () => isOver || (await claimed()));
    if (await claimed()) return { done };
  }
};

describe('one run, several workers', () => {
  test('five deliveries at once have one effect', async () => {
    const id = await drill.startRun(transcriptId);
    await Promise.all(Array.from({ length: 5 }, () => work(id)));
    const run = await drill.run(id);
    expect(run).toMatchObject({ status: 'SCORED', lease_epoch: 1 });
    expect(run.scores).toHaveLength(4);
    expect(run.attempts).toHaveLength(1);
    expect(requests()).toBe(1);
    expect(terminalOf(run)).toEqual(['RUN_SCORED']);
  });

  test('a worker that slept through its lease writes nothing', async () => {
    const { behavior, letGo } = gated();
    fake.setBehavior(behavior);
    const id = await drill.startRun(transcriptId);
    const firstArrived = fake.nextRequest();
    const sleeper = work(id);
    await firstArrived;
    const secondArrived = fake.nextRequest();
    const heir = await takeOver(id);
    await secondArrived;
    letGo(0);
    await sleeper;
    expect(await drill.run(id)).toMatchObject({
      status: 'SCORING',
      lease_epoch: 2,
      scores: [],
      attempts: [{ status: 'LOST' }, { status: 'STARTED' }],
    });
    letGo(1);
    await heir.done;
    const run = await drill.run(id);
    expect(run).toMatchObject({ status: 'SCORED', attempts: [{ status: 'LOST' }, { status: 'ANSWERED' }] });
    expect(terminalOf(run)).toEqual(['RUN_SCORED']);
  });

  test('a worker whose call fails notes nothing on a run that another has', async () => {
    const fail: (() => void)[] = [];
    fake.setBehavior((request, response) => {
      fail.push(() => void behave.status(401)(request, response));
    });
    const id = await drill.startRun(transcriptId);
    const arrived = fake.nextRequest();
    const sleeper = work(id);
    await arrived;
    fake.setBehavior(faithful());
    await (
      await takeOver(id)
    ).done;
    const before = await drill.run(id);
    fail[0]!();
    await sleeper.catch(() => undefined);
    expect(await drill.run(id)).toEqual(before);
    expect(before.status).toBe('SCORED');
  });

  test('giving up leaves a run alone that another worker holds, or that has ended', async () => {
    const { behavior, letGo } = gated();
    fake.setBehavior(behavior);
    const id = await drill.startRun(transcriptId);
    const arrived = fake.nextRequest();
    const working = work(id);
    await arrived;
    const giveUp = () =>
      inTransaction(drill.organization.scope(), (scope) => giveUpRun(scope, id, new AppError('UNAVAILABLE', 'late')));
    expect(await giveUp()).toBe(false);
    letGo(0);
    await working;
    expect(await giveUp()).toBe(false);
    expect((await drill.run(id)).status).toBe('SCORED');
  });

  test('a lease is renewed while the work goes on', async () => {
    const { behavior, letGo } = gated();
    fake.setBehavior(behavior);
    const id = await drill.startRun(transcriptId);
    const arrived = fake.nextRequest();
    const working = work(id);
    await arrived;
    const leaseEnd = async () => {
      const [row] = await drill.sql<{ ms: number }>(
        `select extract(epoch from lease_until)::float8 * 1000 as ms from run where id = $1`,
        [id],
      );
      return row?.ms ?? 0;
    };
    const first = await leaseEnd();
    await until('a renewal', async () => (await leaseEnd()) > first + 1_000);
    letGo(0);
    await working;
    expect((await drill.run(id)).status).toBe('SCORED');
  });
});

describe('a run that is cancelled during the call', () => {
  test('ends CANCELLED, hangs up, and stays so', async () => {
    fake.setBehavior(() => undefined);
    const id = await drill.startRun(transcriptId);
    const arrived = fake.nextRequest();
    const working = work(id);
    const request = await arrived;
    await cancelRun(drill.organization.scope(), id);
    await working;
    expect(await request.ended).toBe(false);
    const run = await drill.run(id);
    expect(run).toMatchObject({
      status: 'CANCELLED',
      scores: [],
      attempts: [{ status: 'LOST' }],
      cost_status: 'UNPRICED',
    });
    expect(terminalOf(run)).toEqual(['RUN_CANCELLED']);
    await work(id);
    expect(await drill.run(id)).toEqual(run);
    expect(requests()).toBe(1);
  });
});

describe('a worker that dies', () => {
  test('between the committed answer and the record: the answer is used, nobody is asked again', async () => {
    const id = await drill.startRun(transcriptId);
    await work(id);
    const scored = await drill.run(id);
    await drill.sql('delete from score where run_id = $1', [id]);
    await drill.sql(
      `update run set status = 'VALIDATING', lease_until = clock_timestamp(), ended_at = null, overall_outcome = null,
         overall_score = null, coaching = null where id = $1`,
      [id],
    );
    await work(id);
    const again = await drill.run(id);
    expect(again).toMatchObject({ status: 'SCORED', lease_epoch: 2 });
    expect(again.scores).toEqual(scored.scores);
    expect(again.attempts).toEqual(scored.attempts);
    expect(requests()).toBe(1);
  });

  test('in the middle of a correction: the first answer is used, the correction asked again', async () => {
    const id = await drill.startRun(transcriptId);
    const stop = new AbortController();
    fake.setBehavior((request, response) => {
      if (requests() === 1) return unasked(request, response);
      if (requests() === 2) return stop.abort('killed');
      return faithful()(request, response);
    });
    await expect(work(id, stop.signal)).rejects.toThrow();
    expect(await drill.run(id)).toMatchObject({
      status: 'CORRECTING',
      attempts: [
        { kind: 'FIRST', status: 'ANSWERED' },
        { kind: 'CORRECTION', status: 'LOST' },
      ],
    });
    await work(id);
    expect(await drill.run(id)).toMatchObject({
      status: 'SCORED',
      attempts: [
        { kind: 'FIRST', status: 'ANSWERED' },
        { kind: 'CORRECTION', status: 'LOST' },
        { kind: 'CORRECTION', status: 'ANSWERED' },
      ],
    });
    expect(requests()).toBe(3);
  });

  test('again and again: FAILED with WORKER_LOST and a dead letter, without another try', async () => {
    const id = await drill.startRun(transcriptId);
    await drill.sql('update run set lease_epoch = $2 where id = $1', [id, MAX_CLAIMS]);
    const worker = drill.startWorker();
    expect(await drill.ended(id)).toMatchObject({
      status: 'FAILED',
      error_code: 'WORKER_LOST',
      scores: [],
      attempts: [],
    });
    await worker.close(0);
    expect(requests()).toBe(0);
    const letters = await drill.sql(`select code, job from dead_letter where payload ->> 'runId' = $1`, [id]);
    expect(letters).toEqual([{ code: 'WORKER_LOST', job: 'score-run' }]);
  });
});

describe('a worker that stops', () => {
  test('hands back what does not end within its grace, and another goes on at once', async () => {
    fake.setBehavior(() => undefined);
    const worker = drill.startWorker();
    const arrived = fake.nextRequest();
    const id = await drill.startRun(transcriptId);
    const request = await arrived;
    await worker.close(100);
    expect(await request.ended).toBe(false);
    expect(await drill.run(id)).toMatchObject({ status: 'SCORING', lease_until: null, attempts: [{ status: 'LOST' }] });
    fake.setBehavior(faithful());
    const next = drill.startWorker();
    const began = performance.now();
    expect((await drill.ended(id)).status).toBe('SCORED');
    // Sooner than its lease would have run out, however busy the machine is.
    expect(performance.now() - began).toBeLessThan(LEASE_MS);
    await next.close(0);
  });
});

describe('two runs of one transcript', () => {
  test('the one that was asked for last is in force, whichever ends last', async () => {
    const older = await drill.startRun(transcriptId);
    const newer = await drill.startRun(transcriptId);
    await work(newer);
    await work(older);
    const superseded = (id: string) => drill.sql(`select superseded_by_id as by from run where id = $1`, [id]);
    expect(await superseded(older)).toEqual([{ by: newer }]);
    expect(await superseded(newer)).toEqual([{ by: null }]);
    const newest = await drill.startRun(transcriptId);
    const sibling = await drill.startRun(transcriptId);
    await Promise.all([work(newest), work(sibling)]);
    expect(await superseded(newest)).toEqual([{ by: sibling }]);
    expect(await superseded(sibling)).toEqual([{ by: null }]);
  });
});
