import { connect } from 'node:net';
import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { SessionReads, type Reads } from '../../src/database/wire/read-as.js';
import { startTestSystem, type TestOrganization, type TestSystem } from '../support/system.js';
import { apiClient, type ApiClient, type GraphqlAnswer } from './client.js';

let running: TestSystem;
let own: TestOrganization;
let client: ApiClient;

beforeAll(async () => {
  running = await startTestSystem({ worker: false });
  own = await running.createOrganization();
  client = apiClient(running, own.key);
  await client.read('{ viewer { keyName } }');
});
afterAll(() => running.close());

const JSON_TYPE = { 'content-type': 'application/json' };
const VIEWER = JSON.stringify({ query: '{ viewer { keyName } }' });

interface Answer extends GraphqlAnswer<unknown> {
  readonly status: number;
  readonly text: string;
  /** Of the processor's time, for client and server together: the machine may have others to serve. */
  readonly ms: number;
}

const send = async (init: RequestInit, path = '/graphql'): Promise<Answer> => {
  const before = process.threadCpuUsage();
  const response = await client.request(path, init);
  const text = await response.text();
  const { user, system } = process.threadCpuUsage(before);
  const ms = (user + system) / 1_000;
  return { ...(JSON.parse(text) as GraphqlAnswer<unknown>), status: response.status, text, ms };
};

const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = JSON_TYPE): Promise<Answer> =>
  send({ method: 'POST', body, headers });
const ask = (query: string, variables?: unknown): Promise<Answer> => post(JSON.stringify({ query, variables }));

/** The first answer that takes no more, else the quickest: what else is to be done may fall into one, and refusing the same again is no easier. */
const quickestOf = async (tries: number, mostMs: number, again: () => Promise<Answer>): Promise<Answer> => {
  let quickest = await again();
  for (let left = tries - 1; left > 0 && quickest.ms >= mostMs; left -= 1) {
    const answer = await again();
    if (answer.ms < quickest.ms) quickest = answer;
  }
  return quickest;
};
const codeOf = ({ errors }: Answer): string | undefined => errors?.[0]?.extensions.code;

/** What no answer may hold. */
const LEAKS =
  /call stack|Did you mean|node_modules|\.(ts|js):\d|\bat \w+ \(|select .* from|postgres|relation "|<html|<pre>/i;

describe('documents that cost too much', () => {
  const bomb = (levels: number): string =>
    [
      '{ viewer { organization { ...f0 } } }',
      ...Array.from({ length: levels }, (_, n) => `fragment f${n} on Organization { ...f${n + 1} ...f${n + 1} }`),
      `fragment f${levels} on Organization { name }`,
    ].join('\n');
  const nested = (levels: number): string => `${'{ a '.repeat(levels)}${'}'.repeat(levels)}`;
  const chain = (levels: number): string =>
    `{ runs { edges { node ${'{ transcript { currentRun '.repeat(levels)}{ id }${'} }'.repeat(levels)} } } }`;

  test.each([
    ['a fragment bomb of 2^20', bomb(20)],
    ['10,000 nested braces', nested(10_000)],
    ['a list 40,000 deep', `{ transcripts(filter: ${'['.repeat(40_000)}${']'.repeat(40_000)}) { edges { cursor } } }`],
    [
      'an object 20,000 deep',
      `{ transcripts(filter: ${'{a:'.repeat(20_000)}1${'}'.repeat(20_000)}) { edges { cursor } } }`,
    ],
    ['8,000 aliases', `{ ${Array.from({ length: 8_000 }, (_, n) => `a${n}: viewer { keyName }`).join(' ')} }`],
    ['15,000 copies of a field', `{ viewer { ${'keyName '.repeat(15_000)} } }`],
    ['3,000 directives', `{ viewer { keyName ${'@include(if: true) '.repeat(3_000)} } }`],
    ['a fragment cycle', '{ viewer { ...a } } fragment a on Viewer { ...b } fragment b on Viewer { ...a }'],
    ['a chain of twenty', chain(20)],
    [
      'a hundred mutations at once',
      `mutation { ${Array.from({ length: 50 }, (_, n) => `m${n}: cancelRun(input: { runId: "x" }) { run { id } }`).join(' ')} }`,
    ],
  ])('%s is refused before anything runs', async (_name, query) => {
    const answer = await quickestOf(3, 250, () => ask(query));
    expect(answer.data).toBeUndefined();
    expect(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'QUERY_TOO_EXPENSIVE']).toContain(codeOf(answer));
    expect(answer.text).not.toMatch(LEAKS);
    expect(answer.text.length).toBeLessThan(5_000);
    expect(answer.ms).toBeLessThan(250);
  });

  test('what tools ask of a schema passes', async () => {
    const { getIntrospectionQuery } = await import('graphql');
    const answer = await ask(getIntrospectionQuery({ descriptions: true, inputValueDeprecation: true, oneOf: true }));
    expect(answer.errors).toBeUndefined();
    expect(answer.text).toContain('RubricVersionConnection');
  });

  test('variables nested 15,000 deep', async () => {
    const deep = `${'{"a":'.repeat(15_000)}1${'}'.repeat(15_000)}`;
    const body = `{"query":"query ($f: TranscriptFilter) { transcripts(filter: $f) { edges { cursor } } }","variables":{"f":${deep}}}`;
    const answer = await post(body);
    expect([400, 200]).toContain(answer.status);
    expect(codeOf(answer)).toBe('BAD_USER_INPUT');
    expect(answer.text).not.toMatch(LEAKS);
  });

  test('500 different documents that are not valid leave the process as it was', async () => {
    for (let n = 0; n < 500; n += 1)
      expect(codeOf(await ask(`{ viewer { nothing${n} } }`))).toBe('GRAPHQL_VALIDATION_FAILED');
  });
});

describe('faults of a document', () => {
  test.each([
    ['an unknown field', '{ viewer { keyNam } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['an unknown argument', '{ transcripts(frist: 1) { edges { cursor } } }', 'GRAPHQL_VALIDATION_FAILED'],
    [
      'an unknown enum value',
      '{ transcripts(filter: { status: [REDY] }) { edges { cursor } } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['no syntax', '{ viewer { ', 'GRAPHQL_PARSE_FAILED'],
    ['an empty document', ' ', 'GRAPHQL_PARSE_FAILED'],
    [
      'two operations without a name',
      'query A { viewer { keyName } } query B { viewer { keyName } }',
      'OPERATION_RESOLUTION_FAILURE',
    ],
    ['a subscription by POST', 'subscription { organizationEvents { sequence } }', 'BAD_REQUEST'],
    ['@defer', '{ ... @defer { viewer { keyName } } }', 'GRAPHQL_VALIDATION_FAILED'],
  ])('%s', async (_name, query, code) => {
    const answer = await ask(query);
    expect([codeOf(answer), answer.data]).toEqual([code, undefined]);
    expect(answer.text).not.toMatch(LEAKS);
    if (code === 'BAD_REQUEST') expect(answer.status).toBe(400);
  });

  test('are 200 to clients of application/json and 400 to those of the newer media type', async () => {
    const statusFor = async (accept: string): Promise<number> =>
      (await post(JSON.stringify({ query: '{ nope }' }), { ...JSON_TYPE, accept })).status;
    expect(await statusFor('application/json')).toBe(200);
    expect(await statusFor('application/graphql-response+json')).toBe(400);
    expect(await statusFor('application/graphql-response+json; q=0.9, application/json; q=0.1')).toBe(400);
  });

  test.each([
    ['query ($id: ID!) { run(id: $id) { id } }', {}],
    ['query ($id: ID!) { run(id: $id) { id } }', { id: null }],
    ['query ($id: ID!) { run(id: $id) { id } }', { id: ['a'] }],
    ['query ($f: RunFilter) { runs(filter: $f) { edges { cursor } } }', { f: { nothing: 1 } }],
    ['query ($f: RunFilter) { runs(filter: $f) { edges { cursor } } }', { f: 7 }],
    ['query ($f: AnalyticsFilter) { analytics { trend(filter: $f) { start } } }', { f: { from: 'soon' } }],
  ])('variables: %s with %j', async (query, variables) => {
    const answer = await ask(query, variables);
    expect([codeOf(answer), answer.data]).toEqual(['BAD_USER_INPUT', undefined]);
    expect([200, 400]).toContain(answer.status);
    expect(answer.text).not.toMatch(LEAKS);
  });

  test('keys named __proto__ and constructor do nothing', async () => {
    const body =
      '{"query":"{ viewer { keyName } }","variables":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}},"__proto__":{"polluted":1}}';
    expect((await post(body)).errors).toBeUndefined();
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

describe('requests', () => {
  test('an array of operations is refused', async () => {
    const answer = await post(`[${VIEWER},${VIEWER}]`);
    expect([answer.status, answer.data]).toEqual([400, undefined]);
    expect(answer.text).not.toMatch(LEAKS);
  });

  test.each([
    ['a query by GET without the preflight header', '/graphql?query={viewer{keyName}}', {}, 400],
    ['a query by GET with it', '/graphql?query={viewer{keyName}}', { 'apollo-require-preflight': '1' }, 200],
    [
      'a mutation by GET',
      '/graphql?query=mutation{cancelRun(input:{runId:"x"}){run{id}}}',
      { 'apollo-require-preflight': '1' },
      405,
    ],
    [
      'a GET that says it is text',
      '/graphql?query={viewer{keyName}}',
      { 'content-type': 'text/plain', 'apollo-require-preflight': '1' },
      415,
    ],
  ])('%s', async (_name, path, headers, status) => {
    const answer = await client.request(path, { headers });
    expect(answer.status).toBe(status);
    expect(await answer.text()).not.toMatch(LEAKS);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])(
    'a POST of type "%s" runs nothing',
    async (type) => {
      const response = await client.request('/graphql', {
        method: 'POST',
        body: new TextEncoder().encode(VIEWER),
        headers: type ? { 'content-type': type } : {},
      });
      const text = await response.text();
      expect([400, 415]).toContain(response.status);
      expect(text).not.toContain('keyName');
      expect(text).not.toMatch(LEAKS);
    },
  );

  test.each(['utf-7', 'utf-16', 'iso-8859-1', '"utf-7"'])('charset %s is refused', async (charset) => {
    const answer = await post(VIEWER, { 'content-type': `application/json; charset=${charset}` });
    expect([answer.status, codeOf(answer)]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  test.each([
    ['not JSON', '{"query":', {}, 400, 'BAD_USER_INPUT'],
    [
      '300 kB',
      JSON.stringify({ query: `{ viewer { keyName } } #${'x'.repeat(300_000)}` }),
      {},
      413,
      'PAYLOAD_TOO_LARGE',
    ],
    ['garbage that says it is gzip', 'nonsense', { 'content-encoding': 'gzip' }, 400, 'BAD_USER_INPUT'],
    [
      '10 MB in 10 kB of gzip',
      gzipSync(Buffer.alloc(10_000_000, ' ')),
      { 'content-encoding': 'gzip' },
      413,
      'PAYLOAD_TOO_LARGE',
    ],
    ['an unknown encoding', VIEWER, { 'content-encoding': 'x-own' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ])('a body of %s is answered in the form of GraphQL', async (_name, body, headers, status, code) => {
    const answer = await post(typeof body === 'string' ? body : new Uint8Array(body), { ...JSON_TYPE, ...headers });
    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
    expect(answer.text).not.toMatch(LEAKS);
    expect((await post(VIEWER)).errors).toBeUndefined();
  });

  test.each([
    ['extensions of the wrong type', { query: '{ viewer { keyName } }', extensions: 'x' }],
    ['variables of the wrong type', { query: '{ viewer { keyName } }', variables: 'x' }],
    ['a query of the wrong type', { query: { a: 1 } }],
    ['no query', {}],
    ['a persisted query', { extensions: { persistedQuery: { version: 1, sha256Hash: 'x' } } }],
    ['null', null],
  ])('%s', async (_name, body) => {
    const response = await client.request('/graphql', {
      method: 'POST',
      body: JSON.stringify(body),
      headers: JSON_TYPE,
    });
    const text = await response.text();
    expect([200, 400]).toContain(response.status);
    expect(text).not.toMatch(LEAKS);
    expect(text).not.toContain('"data"');
  });

  test.each(['PUT', 'DELETE', 'PATCH'])('%s runs nothing', async (method) => {
    const response = await client.request('/graphql', { method, body: VIEWER, headers: JSON_TYPE });
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(await response.text()).not.toContain('administrator');
  });

  test('whatever else is asked for is not there, in JSON', async () => {
    for (const path of ['/', '/nope', '/uploads', '/transcripts', '/graphql/x', '/%E0%A4%A', '/..%2f..%2fetc/passwd']) {
      const response = await client.request(path);
      expect([400, 404]).toContain(response.status);
      expect(response.headers.get('content-type')).toContain('application/json');
      expect(response.headers.get('x-powered-by')).toBeNull();
      expect(await response.text()).not.toMatch(LEAKS);
    }
  });

  test('the help of an error is where the error says', async () => {
    const refused = await client.request('/uploads', { method: 'POST', headers: { authorization: '' } });
    const { error } = (await refused.json()) as { error: { code: string; helpUrl: string } };
    const help = await client.request(error.helpUrl);
    expect(help.status).toBe(200);
    expect((await help.text()).toLowerCase()).toContain(error.code.toLowerCase());
  });

  test('a request id that could forge a log line is replaced', async () => {
    const given = (await client.request('/livez', { headers: { 'x-request-id': 'a b"{}' } })).headers.get(
      'x-request-id',
    );
    expect(given).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('a head that breaks the protocol ends its connection and nothing else', async () => {
    const { port } = new URL(running.api.url);
    for (const head of [
      'nonsense\r\n\r\n',
      `GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`,
      'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n',
    ]) {
      const socket = connect(Number(port), '127.0.0.1');
      socket.write(head);
      const [answer] = (await once(socket, 'data')) as [Buffer];
      expect(answer.toString()).toMatch(/^HTTP\/1\.1 4\d\d /);
      socket.destroy();
    }
    expect((await post(VIEWER)).errors).toBeUndefined();
  });
});

describe('faults of ours', () => {
  test('are masked under an id, in every field, and logged nowhere near the client', async () => {
    await own
      .scope()
      .em.execute(
        `insert into representative (organization_id, id, name, identity) values (?, '00000000-0000-7000-8000-000000000001', 'X', 'x')`,
        [own.id],
      );
    const { read } = SessionReads.prototype;
    const broken = { message: 'relation "secret" does not exist at /srv/app/db.ts:1' };
    const faulty = jest.spyOn(SessionReads.prototype, 'read').mockImplementation(function (this: Reads, statement) {
      return statement.name.startsWith('company')
        ? Promise.reject(Object.assign(new Error(broken.message), { code: '42P01' }))
        : read.call(this, statement);
    });
    try {
      const answer = await ask('{ viewer { keyName } companies { edges { cursor } } }');
      const [error] = answer.errors ?? [];
      expect(error?.extensions).toEqual({
        code: 'INTERNAL_SERVER_ERROR',
        errorId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        retryable: false,
      });
      expect(error?.message).toContain(String(error?.extensions.errorId));
      expect(error?.path).toEqual(['companies']);
      expect(answer.text).not.toMatch(LEAKS);
      expect(answer.text).not.toContain('secret');
    } finally {
      faulty.mockRestore();
    }
  });
});
