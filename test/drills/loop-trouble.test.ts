import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { withClient } from '../../src/database/with-client.js';
import { superuserUrl } from '../support/database.js';
import { startTestSystem, type TestSystem } from '../support/system.js';

let running: TestSystem;

beforeAll(async () => {
  running = await startTestSystem();
});
afterAll(() => running.close());

const readiness = async (): Promise<{ status: number; problems: readonly string[] }> => {
  const response = await fetch(`${running.api.url}/readyz`);
  const { problems } = (await response.json()) as { problems: string[] };
  return { status: response.status, problems };
};

const until = async (status: number): Promise<readonly string[]> => {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const found = await readiness();
    if (found.status === status) return found.problems;
    if (Date.now() > deadline) throw new Error(`It never came to that: ${JSON.stringify(found)}`);
    await sleep(50);
  }
};

const change = (sql: string): Promise<unknown> =>
  withClient({ connectionString: superuserUrl(running.database) }, (client) => client.query(sql));

test.each([
  ['dispatcher', 'outbox', 'available_at'],
  ['event stamper', 'event', 'sequence'],
  ['reconciler', 'transcript', 'check_at'],
])('a %s that fails makes the process unready, with the reason, until it succeeds', async (loop, table, column) => {
  expect(await until(200)).toEqual([]);
  await change(`alter table "${table}" rename column "${column}" to broken`);
  const problems = await until(503);
  expect(problems).toEqual([expect.stringMatching(new RegExp(`^The ${loop} fails: .*${column}.* does not exist`))]);
  await change(`alter table "${table}" rename column broken to "${column}"`);
  expect(await until(200)).toEqual([]);
});
