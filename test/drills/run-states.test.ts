import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AppError } from '../../src/errors/app-error.js';
import { cancelRun } from '../../src/runs/cancel-runs.js';
import { retryRun } from '../../src/runs/starting/repeat-run.js';
import { giveUpRun } from '../../src/scoring/give-up-run.js';
import { scoreRun } from '../../src/scoring/score-run.js';
import { inTransaction } from '../../src/scope/in-transaction.js';
import * as behave from '../../src/fake-llm/behaviors.js';
import { startFakeOpenAi, type Behavior, type FakeOpenAi } from '../../src/fake-llm/fake-openai.js';
import { faithful } from '../../src/fake-llm/faithful.js';
import { openIdleDrill, terminalOf, type Drill, type RunFacts } from './drill.js';

/**
 * Whatever workers, people and the reconciler do to a run, and in whatever order: what holds for one run holds.
 * The commands are the real ones, on the real database; each worker stands still in its call to the model until a
 * command lets it go on.
 */
const COMMANDS = [
  'deliver',
  'take over',
  'take over',
  'take over',
  'answer',
  'answer',
  'answer wrongly',
  'answer wrongly',
  'fail',
  'kill',
  'give up',
  'cancel',
  'retry',
  'reconcile',
] as const;
type Command = (typeof COMMANDS)[number];

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

/** A worker in its call to the model. */
interface Parked {
  go(behavior: Behavior): void;
  kill(): void;
  readonly done: Promise<void>;
}

interface Trial {
  readonly id: string;
  readonly parked: Parked[];
  last: RunFacts;
}

const gates: ((behavior: Behavior) => void)[] = [];
const park: Behavior = (request, response) =>
  new Promise<void>((resolve) => {
    gates.push((behavior) => resolve(behavior(request, response)));
  });

/** Lets a worker run until it stands in a call or has ended. */
const settle = async (trial: Trial, kill: () => void, done: Promise<void>, act: () => void): Promise<void> => {
  const arrived = fake.nextRequest().then(() => true);
  act();
  if (!(await Promise.race([arrived, done.then(() => false)]))) return;
  const go = gates.pop();
  if (go) trial.parked.push({ go, kill, done });
};

const deliver = async (trial: Trial): Promise<void> => {
  const stop = new AbortController();
  let begin = (): void => undefined;
  const done = new Promise<void>((resolve) => {
    begin = () => resolve(scoreRun(drill.organization.scope(), trial.id, stop.signal).catch(() => undefined));
  });
  await settle(trial, () => stop.abort(new Error('killed')), done, begin);
};

/** The worker that stands longest goes on. */
const goOn = async (trial: Trial, behavior: Behavior): Promise<void> => {
  const worker = trial.parked.shift();
  if (worker)
    await settle(
      trial,
      () => worker.kill(),
      worker.done,
      () => worker.go(behavior),
    );
};

const refused = (error: unknown): void => {
  if (!(error instanceof AppError)) throw error;
};

const ACT: Readonly<Record<Command, (trial: Trial) => Promise<unknown>>> = {
  deliver,
  answer: (trial) => goOn(trial, faithful()),
  'answer wrongly': (trial) => goOn(trial, behave.answer({ no: 'scorecard' })),
  fail: (trial) => goOn(trial, behave.status(401)),
  kill: async ({ parked }) => {
    const worker = parked.shift();
    worker?.kill();
    await worker?.done;
  },
  'take over': async (trial) => {
    await drill.sql(`update run set lease_until = clock_timestamp() - interval '1 ms' where id = $1`, [trial.id]);
    await deliver(trial);
  },
  'give up': ({ id }) =>
    inTransaction(drill.organization.scope(), (scope) => giveUpRun(scope, id, new AppError('UNAVAILABLE', 'gave up'))),
  cancel: ({ id }) => cancelRun(drill.organization.scope(), id).catch(refused),
  retry: ({ id }) => retryRun(drill.organization.scope(), id).catch(refused),
  reconcile: ({ id }) => drill.sql('update run set check_at = clock_timestamp() where id = $1', [id]),
};

const hasEnded = (run: RunFacts): boolean => /^(SCORED|INVALID|FAILED|CANCELLED)$/.test(run.status);

const check = (before: RunFacts, after: RunFacts): void => {
  const ended = hasEnded(after);
  if (hasEnded(before)) expect(after.status).toBe(before.status);
  expect(after.lease_epoch).toBeGreaterThanOrEqual(before.lease_epoch);
  expect(after.scores).toHaveLength(after.status === 'SCORED' ? 4 : 0);
  expect(terminalOf(after)).toEqual(ended ? [`RUN_${after.status}`] : []);
  expect(after.events.at(-1)).toBe(`RUN_${after.status}`);
  // An attempt that came to its end stays as it is; its violations are noted a moment later.
  for (const [at, { status, ...attempt }] of before.attempts.entries()) {
    if (status !== 'STARTED') expect(after.attempts[at]).toMatchObject({ status, error_code: attempt.error_code });
  }
  const started = after.attempts.filter(({ status }) => status === 'STARTED');
  expect(started.length).toBeLessThanOrEqual(ended ? 0 : 1);
  expect(after.attempts.filter(({ kind, status }) => kind === 'FIRST' && status === 'ANSWERED').length).toBeLessThan(2);
  expect(after.error_code !== null).toBe(after.status === 'INVALID' || after.status === 'FAILED');
  // The model here has no price: the cost is unknown as soon as a call was answered, or broken off; a refusal is free.
  const mayBeBilled = after.attempts.some(({ status }) => status === 'ANSWERED' || status === 'LOST');
  if (ended) expect([after.cost_status, after.cost_pusd]).toEqual(mayBeBilled ? ['UNPRICED', null] : ['EXACT', '0']);
};

const act = async (trial: Trial, command: Command): Promise<void> => {
  await ACT[command](trial);
  const now = await drill.run(trial.id);
  check(trial.last, now);
  trial.last = now;
};

test('a run keeps its word in any order of events', async () => {
  fake.setBehavior(park);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...COMMANDS), { minLength: 4, maxLength: 14 }), async (commands) => {
      const id = await drill.startRun(transcriptId);
      const trial: Trial = { id, parked: [], last: await drill.run(id) };
      for (const command of ['deliver', ...commands] as const) await act(trial, command);
      while (trial.parked.length > 0) await act(trial, 'answer');
      for (let n = 0; n < 3 && !hasEnded(trial.last); n += 1) {
        await act(trial, 'take over');
        await act(trial, 'answer');
        // Nobody is asked again after a failure that cannot pass, nor a fifth time: the queue then gives the run up.
        await act(trial, 'give up');
      }
      expect(hasEnded(trial.last)).toBe(true);
    }),
    { numRuns: 30, endOnFailure: true },
  );
});
