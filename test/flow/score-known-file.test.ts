import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openClient, type Client } from '../../src/app/cli/client/client.js';
import type { CallResult } from '../../src/app/cli/score/call.js';
import { scoreFiles } from '../../src/app/cli/score/score-files.js';
import { sampleCall } from '../api/client.js';
import { startTestSystem, type TestSystem } from '../support/system.js';

let running: TestSystem;
let client: Client;

beforeAll(async () => {
  running = await startTestSystem();
  client = openClient({ url: running.api.url, key: (await running.createOrganization()).key });
});
afterAll(() => running.close());

const score = async (nth: number, fields: Record<string, string>): Promise<CallResult> => {
  const text = sampleCall(nth).replaceAll('Rep (Debrief)', 'Ann Roe').replaceAll('Customer:', 'Kim Low:');
  const [result] = await scoreFiles(
    client,
    [{ path: 'call.txt', bytes: Buffer.from(text) }],
    { fields },
    () => undefined,
  );
  if (!result) throw new Error('There is no result.');
  return result;
};

const repOf = ({ call }: CallResult) => call?.participants.find(({ role }) => role === 'REP')?.name;

test('who is named for a known file is scored, and the card says so', async () => {
  expect(repOf(await score(1, {}))).toBe('Ann Roe');
  const other = await score(1, { rep: 'Kim Low', customer: 'Ann Roe' });
  expect(other).toMatchObject({ error: null, call: { representative: { name: 'Kim Low' } } });
  expect(repOf(other)).toBe('Kim Low');
  const first = await score(1, { rep: 'Ann Roe', customer: 'Kim Low' });
  expect(repOf(first)).toBe('Ann Roe');
  expect(first.call?.run.id).not.toBe(other.call?.run.id);
  expect(first.call?.run.overall).toMatchObject({ __typename: 'Scored' });
});

test('a company that is named for a known file goes to the call and to its runs, which are not started again', async () => {
  const before = await score(2, { company: 'Fernhollow' });
  const after = await score(2, { company: 'Quillon' });
  expect(after.call).toMatchObject({ company: { name: 'Quillon' }, run: { id: before.call?.run.id } });
  const { run } = await client.query<{ run: { company: { name: string } } }>(
    'query ($id: ID!) { run(id: $id) { company { name } } }',
    { id: after.call?.run.id },
  );
  expect(run.company.name).toBe('Quillon');
});
