import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { v7 as uuidv7 } from 'uuid';
import pg from 'pg';
import { WebSocket } from 'ws';
import { createApiKey } from '../../src/access/api-keys.js';
import { SessionReads, type Reads } from '../../src/database/wire/read-as.js';
import { toGlobalId } from '../../src/scope/global-id.js';
import { superuserUrl } from '../support/database.js';
import { secondsUntil } from '../support/seconds-until.js';
import { startTestSystem, type TestOrganization, type TestSystem } from '../support/system.js';
import { apiClient, collect, must, sampleCall, type ApiClient } from './client.js';

let running: TestSystem;
let own: TestOrganization;
let client: ApiClient;

beforeAll(async () => {
  running = await startTestSystem();
  own = await running.createOrganization();
  client = apiClient(running, own.key);
});
afterAll(() => running.close());

interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

/** Bytes that are still needed, not what the garbage collector has not looked at yet. */
const memoryInUse = (): number => {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

/** A socket of which a test sees every message and how it was closed. */
const rawSocket = async (options: { origin?: string; key?: string | null; init?: boolean } = {}) => {
  const socket = new WebSocket(`${running.api.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
    ...(options.origin ? { headers: { origin: options.origin } } : {}),
  });
  const messages: Message[] = [];
  let arrived: () => void = () => undefined;
  socket.on('message', (data: Buffer) => {
    messages.push(JSON.parse(data.toString()) as Message);
    arrived();
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  await once(socket, 'open');
  const key = options.key === undefined ? own.key : options.key;
  const send = (message: Message): void => socket.send(JSON.stringify(message));
  /** The first message that fits, as soon as it is there. */
  const until = async (fits: (message: Message) => boolean): Promise<Message> => {
    for (;;) {
      const found = messages.find(fits);
      if (found) return found;
      await new Promise<void>((resolve) => {
        arrived = resolve;
      });
    }
  };
  if (options.init ?? true) {
    send({ type: 'connection_init', payload: key === null ? {} : { authorization: `Bearer ${key}` } });
  }
  const subscribe = (id: string, query: string, variables: Record<string, unknown> = {}): void =>
    send({ id, type: 'subscribe', payload: { query, variables } });
  return {
    socket,
    messages,
    closed,
    send,
    until,
    subscribe,
    ready: () => until(({ type }) => type === 'connection_ack'),
  };
};

const errorOf = ({ payload }: Message): { code: string; message: string } => {
  const [error] = payload as { message: string; extensions: { code: string } }[];
  return { code: error?.extensions.code ?? '', message: error?.message ?? '' };
};

const noListeners = async (): Promise<void> => {
  const since = Date.now();
  while (running.system.bus.listeners > 0) {
    if (Date.now() - since > 20_000) throw new Error(`${running.system.bus.listeners} listeners are left.`);
    await sleep(5);
  }
};

const EVENTS =
  'subscription ($after: Int, $kinds: [String!]) { organizationEvents(after: $after, kinds: $kinds) { sequence kind subjectId at } }';
const RUN = `subscription ($runId: ID!, $after: Int) { runEvents(runId: $runId, after: $after) {
  sequence runId status attempts terminal flags overall { ... on Scored { score potential normalized } ... on Unscored { reason } } error { code } } }`;
const BATCH =
  'subscription ($batchId: ID!, $after: Int) { batchProgress(batchId: $batchId, after: $after) { sequence total ended progress done counts { status count } } }';

interface RunEvent {
  readonly sequence: number;
  readonly status: string;
  readonly terminal: boolean;
  readonly overall: { readonly score: number; readonly potential: number; readonly normalized: number } | null;
}

describe('who gets a socket', () => {
  test.each([
    ['no key', null],
    ['a garbage key', 'nonsense'],
    ['a key that nobody has', `dbf_${'0'.repeat(32)}_000000`],
  ])('%s: closed with 4403', async (_name, key) => {
    const { closed, messages } = await rawSocket({ key });
    expect(await closed).toEqual({ code: 4403, reason: 'Forbidden' });
    expect(messages).toEqual([]);
  });

  test('the key may stand among headers, where GraphiQL puts it', async () => {
    const { send, until } = await rawSocket({ init: false });
    send({ type: 'connection_init', payload: { headers: { authorization: `Bearer ${own.key}` } } });
    expect((await until(() => true)).type).toBe('connection_ack');
  });

  test('whoever says nothing is closed within 3.5 s', async () => {
    const { closed } = await rawSocket({ init: false });
    expect(await secondsUntil(closed)).toBeLessThan(3.5);
    expect((await closed).code).toBe(4408);
  });

  test('whoever subscribes before a greeting is closed', async () => {
    const { closed, subscribe } = await rawSocket({ init: false });
    subscribe('1', EVENTS);
    expect((await closed).code).toBe(4401);
  });

  test.each(['https://evil.example', 'null', 'nonsense'])(
    'a page from %s is refused before the upgrade',
    async (origin) => {
      const socket = new WebSocket(`${running.api.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
        headers: { origin },
      });
      const [error] = (await once(socket, 'error')) as [Error];
      expect(error.message).toContain('403');
    },
  );

  test('a page from here is let in', async () => {
    const { ready, socket } = await rawSocket({ origin: running.api.url });
    await ready();
    socket.close();
  });

  test('another protocol, a second greeting and nonsense end the socket', async () => {
    const other = new WebSocket(`${running.api.url.replace('http', 'ws')}/graphql`, 'nonsense');
    const [error] = (await once(other, 'error')) as [Error];
    expect(error.message).toContain('subprotocol');
    const twice = await rawSocket();
    twice.send({ type: 'connection_init' });
    expect((await twice.closed).code).toBe(4429);
    const nonsense = await rawSocket();
    nonsense.socket.send('nonsense');
    expect((await nonsense.closed).code).toBe(4400);
  });

  test('a revoked key loses its socket within 5 s, an expired one too', async () => {
    const scope = own.scope();
    const revoked = await createApiKey(scope, { name: 'revoked', role: 'SERVICE' });
    const expiresAt = new Date(Date.now() + 3_600_000);
    const expiring = await createApiKey(own.scope(), { name: 'expiring', role: 'SERVICE', expiresAt });
    const sockets = await Promise.all([rawSocket({ key: revoked.key }), rawSocket({ key: expiring.key })]);
    for (const { ready, subscribe } of sockets) {
      await ready();
      subscribe('1', EVENTS);
    }
    await client.read('mutation ($id: ID!) { revokeApiKey(input: { id: $id }) { userErrors { code } } }', {
      id: toGlobalId('ApiKey', revoked.id),
    });
    // As if its hour were over.
    const superuser = new pg.Client({ connectionString: superuserUrl(running.database) });
    await superuser.connect();
    await superuser.query('update api_key set expires_at = clock_timestamp() where id = $1', [expiring.id]);
    await superuser.end();
    const closed = Promise.all(sockets.map((socket) => socket.closed));
    expect(await secondsUntil(closed)).toBeLessThan(5);
    expect((await closed).map(({ code }) => code)).toEqual([4403, 4403]);
    await noListeners();
  });
});

describe('what a socket carries', () => {
  test.each([
    ['a query', '{ viewer { keyName } }', {}, 'BAD_REQUEST'],
    ['a mutation', 'mutation { cancelRun(input: { runId: "x" }) { userErrors { code } } }', {}, 'BAD_REQUEST'],
    ['no syntax', 'subscription {', {}, 'GRAPHQL_PARSE_FAILED'],
    ['10,000 braces', '{ a '.repeat(10_000), {}, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', 'subscription { organizationEvents { sequenc } }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    ['a variable too few', RUN, {}, 'BAD_USER_INPUT'],
    ['a variable of the wrong type', RUN, { runId: 'x', after: 'y' }, 'BAD_USER_INPUT'],
    ['an id of nothing', RUN, { runId: toGlobalId('Run', uuidv7()) }, 'NOT_FOUND'],
    ['an id that is none', RUN, { runId: 'x' }, 'NOT_FOUND'],
    ['a batch of nothing', BATCH, { batchId: toGlobalId('Batch', uuidv7()) }, 'NOT_FOUND'],
  ])('%s is refused with a code', async (_name, query, variables, code) => {
    const { ready, subscribe, until, socket, messages } = await rawSocket();
    await ready();
    subscribe('1', query, variables);
    const answer = await until(({ id }) => id === '1');
    const refused =
      answer.type === 'error'
        ? errorOf(answer)
        : errorOf({ type: '', payload: (answer.payload as { errors: unknown }).errors });
    expect(refused.code).toBe(code);
    expect(refused.message).not.toMatch(/Did you mean|call stack/);
    expect(JSON.stringify(messages)).not.toContain('administrator');
    socket.close();
    await noListeners();
  });

  test('a message of more than 64 KiB ends it', async () => {
    const quiet = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const { ready, subscribe, closed } = await rawSocket();
    await ready();
    subscribe('1', `${EVENTS} #${'x'.repeat(70_000)}`);
    expect((await closed).code).toBe(1009);
    quiet.mockRestore();
  });

  test('twenty subscriptions, and one more is refused', async () => {
    const { ready, subscribe, until, socket } = await rawSocket();
    await ready();
    for (let n = 1; n <= 21; n += 1) subscribe(String(n), EVENTS);
    expect(errorOf(await until(({ type }) => type === 'error'))).toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringContaining('20'),
    });
    while (running.system.bus.listeners < 20) await sleep(5);
    socket.send(JSON.stringify({ id: '1', type: 'complete' }));
    while (running.system.bus.listeners > 19) await sleep(5);
    subscribe('22', EVENTS);
    while (running.system.bus.listeners < 20) await sleep(5);
    socket.terminate();
    await noListeners();
  });

  test("faults of ours are masked, also in a stream's middle", async () => {
    const { ready, subscribe, until, socket } = await rawSocket();
    await ready();
    subscribe('1', EVENTS);
    while (running.system.bus.listeners < 1) await sleep(5);
    const { read } = SessionReads.prototype;
    const faulty = jest.spyOn(SessionReads.prototype, 'read').mockImplementation(function (this: Reads, statement) {
      return statement.name === 'event_after'
        ? Promise.reject(new Error('relation "secret"'))
        : read.call(this, statement);
    });
    try {
      await client.upload(sampleCall(900), { score: 'false' });
      const failed = await until(({ id, type }) => id === '1' && type !== 'next');
      expect(JSON.stringify(failed)).toContain('INTERNAL_SERVER_ERROR');
      expect(JSON.stringify(failed)).not.toContain('secret');
    } finally {
      faulty.mockRestore();
      socket.close();
    }
    await noListeners();
  });
});

const startRun = async (nth: number): Promise<string> => {
  const id = await client.upload(sampleCall(nth));
  for (;;) {
    const { transcript } = await client.read<{ transcript: { currentRun: { id: string } | null } }>(
      'query ($id: ID!) { transcript(id: $id) { currentRun { id } } }',
      { id },
    );
    if (transcript.currentRun) return transcript.currentRun.id;
    await sleep(5);
  }
};

const sequences = (events: readonly { readonly sequence: number }[]): number[] =>
  events.map(({ sequence }) => sequence);
const expectRising = (numbers: readonly number[]): void => {
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
};

describe('runEvents', () => {
  test('the run as it is, then each change to the last; `after` resumes at every place without gap or repeat', async () => {
    const runId = await startRun(1);
    const socket = client.openSocket();
    const live = await collect<RunEvent>(socket, RUN, { runId });
    expectRising(sequences(live));
    const last = live.at(-1);
    expect(last).toMatchObject({ status: 'SCORED', terminal: true });
    expect(live.filter(({ terminal }) => terminal)).toHaveLength(1);

    const all = await collect<RunEvent>(socket, RUN, { runId, after: 0 });
    const steps = ['QUEUED', 'SCORING', 'VALIDATING', 'SCORED'];
    expect([...new Set(all.map(({ status }) => status))]).toEqual(steps);
    expectRising(sequences(all));
    for (const [index, { sequence }] of all.entries()) {
      expect(await collect<RunEvent>(socket, RUN, { runId, after: sequence })).toEqual(all.slice(index + 1));
    }
    expect(await collect<RunEvent>(socket, RUN, { runId, after: 1_000_000 })).toEqual([]);
    const ended = await collect<RunEvent>(socket, RUN, { runId });
    expect(ended).toEqual([all.at(-1)]);
    const { run } = await client.read<{ run: { overall: RunEvent['overall'] } }>(
      'query ($runId: ID!) { run(id: $runId) { overall { ... on Scored { score potential normalized } } } }',
      { runId },
    );
    expect(last?.overall).toEqual(run.overall);
    expect(all.at(-1)?.overall).toEqual(run.overall);
    await socket.dispose();
    await noListeners();
  });

  test('a run that has just ended keeps its subscriber until the last event is there', async () => {
    const runId = await startRun(2);
    const socket = client.openSocket();
    const all = await collect<RunEvent>(socket, RUN, { runId, after: 0 });
    const [before, last] = [must(all.at(-2)), must(all.at(-1))];
    // As between the commit of an end and the stamping of its event.
    const courier = new pg.Client({ connectionString: running.database.courierUrl });
    await courier.connect();
    const { rowCount } = await courier.query(
      'update event set sequence = null where id in (select id from event where organization_id = $1 and sequence = $2)',
      [own.id, last.sequence],
    );
    await courier.end();
    expect(rowCount).toBe(1);
    const late = await collect<RunEvent>(socket, RUN, { runId, after: before.sequence });
    expect(late.map(({ status, terminal }) => [status, terminal])).toEqual([['SCORED', true]]);
    await socket.dispose();
  });

  test('another organization sees no run, whether subscribing to it or to everything', async () => {
    const stranger = apiClient(running, (await running.createOrganization('Stranger')).key);
    const runId = await startRun(3);
    const socket = stranger.openSocket();
    const refusal = async (variables: Record<string, unknown>): Promise<string> =>
      collect(socket, RUN, variables).then(
        () => 'nothing',
        (error: unknown) => (error instanceof Error ? error.message : JSON.stringify(error)),
      );
    const nothing = toGlobalId('Run', uuidv7());
    expect(await refusal({ runId })).toContain('There is no such run.');
    expect(await refusal({ runId })).toBe(await refusal({ runId: nothing }));
    expect(await refusal({ runId, after: 0 })).toBe(await refusal({ runId: nothing, after: 0 }));
    await stranger.upload(sampleCall(4), { score: 'false' });
    const seen = await collect<{ sequence: number; kind: string }>(socket, EVENTS, { after: 0 }, 4);
    expect(seen.map(({ sequence, kind }) => [sequence, kind])).toEqual([
      [1, 'TRANSCRIPT_QUEUED'],
      [2, 'UPLOAD_ACCEPTED'],
      [3, 'TRANSCRIPT_NORMALIZING'],
      [4, 'TRANSCRIPT_READY'],
    ]);
    await socket.dispose();
  });
});

describe('batchProgress', () => {
  test('rises to done, and tells so to whoever comes late', async () => {
    const transcriptIds = await Promise.all(
      [11, 12, 13, 14, 15, 16].map((nth) => client.upload(sampleCall(nth), { score: 'false' })),
    );
    const isReady = async (): Promise<boolean> =>
      (
        await client.read<{ nodes: { status: string }[] }>(
          'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Transcript { status } } }',
          { ids: transcriptIds },
        )
      ).nodes.every(({ status }) => status === 'READY');
    while (!(await isReady())) await sleep(20);
    const { startBatch } = await client.read<{ startBatch: { batch: { id: string } } }>(
      'mutation ($ids: [ID!]!) { startBatch(input: { transcriptIds: $ids }) { batch { id } userErrors { code } } }',
      { ids: transcriptIds },
    );
    const batchId = startBatch.batch.id;
    const socket = client.openSocket();
    type Progress = {
      sequence: number;
      total: number;
      ended: number;
      progress: number;
      done: boolean;
      counts: { status: string; count: number }[];
    };
    const values = await collect<Progress>(socket, BATCH, { batchId });
    expectRising(sequences(values));
    expect(values.at(-1)).toMatchObject({ total: 6, ended: 6, progress: 1, done: true });
    expect(values.filter(({ done }) => done)).toHaveLength(1);
    for (const { counts, total } of values) expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(total);
    expect(await collect<Progress>(socket, BATCH, { batchId })).toEqual([values.at(-1)]);
    expect(await collect<Progress>(socket, BATCH, { batchId, after: values.at(-1)?.sequence })).toEqual([
      values.at(-1),
    ]);
    await socket.dispose();
    await noListeners();
  });
});

describe('organizationEvents', () => {
  test('50 uploads at once: 1 to n and none missing, to early and late subscribers alike', async () => {
    const busy = await running.createOrganization('Busy');
    const mine = apiClient(running, busy.key);
    const socket = mine.openSocket();
    const early = collect<{ sequence: number; kind: string }>(socket, EVENTS, {}, 150);
    while (running.system.bus.listeners < 1) await sleep(5);
    await Promise.all(Array.from({ length: 50 }, (_, n) => mine.upload(sampleCall(100 + n), { score: 'false' })));
    const numbers = Array.from({ length: 150 }, (_, n) => n + 1);
    expect(sequences(await early)).toEqual(numbers);
    expect(sequences(await collect<{ sequence: number }>(socket, EVENTS, { after: 0 }, 150))).toEqual(numbers);
    expect(sequences(await collect<{ sequence: number }>(socket, EVENTS, { after: 77 }, 73))).toEqual(
      numbers.slice(77),
    );
    const readies = await collect<{ sequence: number; kind: string }>(
      socket,
      EVENTS,
      { after: 0, kinds: ['TRANSCRIPT_READY'] },
      50,
    );
    expect(new Set(readies.map(({ kind }) => kind))).toEqual(new Set(['TRANSCRIPT_READY']));
    await socket.dispose();
    await noListeners();
  });

  test('a reader that stops reading costs no memory, and misses nothing when it reads on', async () => {
    const quiet = await running.createOrganization('Quiet');
    const total = 6_000;
    await quiet.scope().em.execute(
      `insert into event (organization_id, id, kind, subject_id, payload)
       select ?, gen_random_uuid(), 'TRANSCRIPT_' || repeat('X', 4000), gen_random_uuid(), '{"status":"READY"}' from generate_series(1, ${total})`,
      [quiet.id],
    );
    const { ready, subscribe, socket, messages } = await rawSocket({ key: quiet.key });
    await ready();
    socket.pause();
    const before = memoryInUse();
    subscribe('1', EVENTS, { after: 0 });
    await sleep(2_000);
    expect(memoryInUse() - before).toBeLessThan(60 * 1024 * 1024);
    socket.resume();
    while (messages.filter(({ type }) => type === 'next').length < total) await sleep(20);
    const seen = messages.flatMap(({ payload, type }) =>
      type === 'next'
        ? [(payload as { data: { organizationEvents: { sequence: number } } }).data.organizationEvents.sequence]
        : [],
    );
    expect(seen).toEqual(Array.from({ length: total }, (_, n) => n + 1));
    socket.close();
    await noListeners();
  });
});
