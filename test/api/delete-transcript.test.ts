import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createApiKey } from '../../src/access/api-keys.js';
import { auditPage } from '../../src/audit/audit-reads.js';
import { fromGlobalId, toGlobalId } from '../../src/scope/global-id.js';
import { superuserUrl } from '../support/database.js';
import { withClient } from '../../src/database/with-client.js';
import { startTestSystem, type TestOrganization, type TestSystem } from '../support/system.js';
import { apiClient, must, sampleCall, type ApiClient, type UserError } from './client.js';

let running: TestSystem;
let own: TestOrganization;
let client: ApiClient;

beforeAll(async () => {
  running = await startTestSystem();
  own = await running.createOrganization('Nimbus');
  client = apiClient(running, own.key);
});
afterAll(() => running.close());

const CANARY = 'kingfisher';
const withCanary = (nth: number): string => sampleCall(nth).replaceAll('orders', `${CANARY} orders`);

interface Deleted {
  readonly transcriptId: string | null;
  readonly transcripts: number | null;
  readonly runs: number | null;
  readonly parent: { readonly id: string } | null;
  readonly userErrors: readonly UserError[];
}

const DELETE = `mutation ($id: ID!) { deleteTranscript(input: { transcriptId: $id }) {
  transcriptId transcripts runs parent { id } userErrors { code message path retryable } } }`;

const remove = async (id: string, as: ApiClient = client): Promise<Deleted> =>
  (await as.read<{ deleteTranscript: Deleted }>(DELETE, { id })).deleteTranscript;

const STATE = 'query ($id: ID!) { transcript(id: $id) { status currentRun { status } } }';

interface State {
  readonly status: string;
  readonly currentRun: { readonly status: string } | null;
}

const stateOf = async (id: string): Promise<State | null> =>
  (await client.read<{ transcript: State | null }>(STATE, { id })).transcript;

const until = async (id: string, fits: (state: State) => boolean): Promise<void> => {
  const deadline = Date.now() + 60_000;
  for (let state = await stateOf(id); !state || !fits(state); state = await stateOf(id)) {
    if (Date.now() > deadline) throw new Error(`It never came to that: ${JSON.stringify(state)}`);
    await sleep(25);
  }
};
const untilScored = (id: string): Promise<void> => until(id, ({ currentRun }) => currentRun?.status === 'SCORED');

/** Tables with a row in which the word stands, as text or as bytes, the queue's tables included. */
const tablesWith = (word: string): Promise<string[]> =>
  withClient({ connectionString: superuserUrl(running.database) }, async (database) => {
    const { rows } = await database.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'bullmq')`,
    );
    const found: string[] = [];
    for (const { name } of rows) {
      const hit = await database.query(
        `select 1 from ${name} as line where line::text like $1 or line::text like $2 limit 1`,
        [`%${word}%`, `%${Buffer.from(word).toString('hex')}%`],
      );
      if (hit.rows.length > 0) found.push(name);
    }
    return found;
  });

test('nothing is left of the words of a deleted call, and other calls stay', async () => {
  const kept = await client.upload(sampleCall(1));
  const id = await client.upload(withCanary(2), { title: `About ${CANARY}` });
  await Promise.all([untilScored(kept), untilScored(id)]);
  expect(await tablesWith(CANARY)).toEqual(expect.arrayContaining(['public.raw_file', 'public.normalization']));
  expect(await remove(id)).toEqual({ transcriptId: id, transcripts: 1, runs: 1, parent: null, userErrors: [] });
  expect(await tablesWith(CANARY)).toEqual([]);
  expect(await stateOf(id)).toBeNull();
  expect((await client.request(`/transcripts/${id}/raw`)).status).toBe(404);
  expect(await stateOf(kept)).toMatchObject({ currentRun: { status: 'SCORED' } });
  const { rows } = await auditPage(own.scope(), { action: 'transcript.delete' }, true, { first: 1 });
  expect(must(rows[0])).toMatchObject({
    subjectId: fromGlobalId('Transcript', id),
    after: { transcripts: 1, runs: 1 },
  });
});

test('a second deletion finds nothing; the same bytes are a new call', async () => {
  const id = await client.upload(sampleCall(3));
  await untilScored(id);
  await remove(id);
  expect((await remove(id)).userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'transcriptId'] }]);
  const again = await client.upload(sampleCall(3));
  expect(again).not.toBe(id);
  await untilScored(again);
});

test('a call that is read or scored just then is gone too, and the worker goes on with others', async () => {
  const ids = await Promise.all(Array.from({ length: 8 }, (_, nth) => client.upload(withCanary(10 + nth))));
  for (const [nth, id] of ids.entries()) {
    await sleep(nth * 4);
    expect((await remove(id)).userErrors).toEqual([]);
  }
  const after = await client.upload(sampleCall(20));
  await untilScored(after);
  expect(await tablesWith(CANARY)).toEqual([]);
});

test('the messages of its events are gone, their places stay, and subscribers are told', async () => {
  const id = await client.upload(`${CANARY} without any speaker`, { format: 'srt' });
  await until(id, ({ status }) => status === 'REFUSED');
  const bare = fromGlobalId('Transcript', id);
  const events = (): Promise<{ kind: string; message: string | null }[]> =>
    own
      .scope()
      .em.execute(
        `select kind, payload->>'errorMessage' as message from event where subject_id = ? order by position`,
        [bare],
      );
  const before = await events();
  expect(must(before.at(-1)).message).toEqual(expect.any(String));
  await remove(id);
  const after = await events();
  expect(after.map(({ kind }) => kind)).toEqual([...before.map(({ kind }) => kind), 'TRANSCRIPT_DELETED']);
  expect(new Set(after.map(({ message }) => message))).toEqual(new Set([null, 'deleted']));
});

test('the calls of a file go with it; a call alone says where its words still are', async () => {
  const [one, two] = [30, 31].map((nth) => sampleCall(nth).split('\n'));
  const rows = [...must(one).map((line) => ['a', line]), ...must(two).map((line) => ['b', line])].map(
    ([call, line]) => `${call},${must(line).replace(': ', ',').replaceAll(', ', ' ')}`,
  );
  const id = await client.upload(['call_id,speaker,text', ...rows].join('\n'));
  await until(id, ({ status }) => status === 'SPLIT');
  const { transcript } = await client.read<{ transcript: { parts: { edges: { node: { id: string } }[] } } }>(
    'query ($id: ID!) { transcript(id: $id) { parts { edges { node { id } } } } }',
    { id },
  );
  const parts = transcript.parts.edges.map(({ node }) => node.id);
  expect(parts).toHaveLength(2);
  expect(await remove(must(parts[0]))).toMatchObject({ transcripts: 1, parent: { id } });
  expect(await remove(id)).toMatchObject({ transcripts: 2, parent: null });
  expect(await stateOf(must(parts[1]))).toBeNull();
});

test('it takes an administrator of the same organization', async () => {
  const id = await client.upload(sampleCall(40), { score: 'false' });
  const analyst = apiClient(running, (await createApiKey(own.scope(), { name: 'analyst', role: 'ANALYST' })).key);
  expect((await remove(id, analyst)).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
  const foreign = apiClient(running, (await running.createOrganization('Other')).key);
  expect((await remove(id, foreign)).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  expect((await remove(toGlobalId('Run', own.id))).userErrors).toMatchObject([{ path: ['input', 'transcriptId'] }]);
  expect(await stateOf(id)).not.toBeNull();
});
