import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openDrill, until, type Drill } from './drill.js';

let skewMs = 0;
let drill: Drill;

beforeAll(async () => {
  drill = await openDrill({ clock: () => Date.now() + skewMs });
});
afterAll(() => drill.close());

/** Until a measurement counts that comes to this: one that the database answers slowly says nothing. */
const measured = (tolerable: boolean, isIt = (_skewMs: number) => true) =>
  until('a measurement', async () => {
    const { clock } = drill.system;
    await clock?.measure();
    return clock?.tolerable === tolerable && isIt(clock.skewMs);
  });

const readiness = async () => {
  const response = await fetch(`${drill.api.url}/readyz`);
  const { problems } = (await response.json()) as { problems: string[] };
  return { status: response.status, problems: problems.join() };
};

test.each([20_000, -3_600_000])('a worker whose clock is off by %d ms takes no jobs until it is set', async (off) => {
  const [transcriptId = ''] = await drill.transcripts(1);
  expect(await readiness()).toMatchObject({ status: 200, problems: '' });
  skewMs = off;
  await measured(false);
  const { status, problems } = await readiness();
  expect(status).toBe(503);
  expect(problems).toMatch(/clock is -?\d+(\.\d+)? s off/);
  const id = await drill.startRun(transcriptId);
  await until(
    'the job in the queue',
    async () => (await drill.sql(`select from bullmq.job where id = $1`, [`${id}-0`]))[0],
  );
  // Long enough for a worker that takes jobs: that takes some 10 ms.
  await sleep(500);
  expect(await drill.run(id)).toMatchObject({ status: 'QUEUED', lease_epoch: 0 });
  skewMs = 0;
  await measured(true);
  expect((await drill.ended(id)).status).toBe('SCORED');
});

test('a second of difference is tolerated', async () => {
  skewMs = 1_000;
  await measured(true, (found) => found < -900);
  expect((await readiness()).status).toBe(200);
  skewMs = 0;
});
