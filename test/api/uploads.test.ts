import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { request as httpRequest, type ClientRequest } from 'node:http';
import { connect } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { startTestSystem, type TestSystem } from '../support/system.js';
import { apiClient, sampleCall, type ApiClient } from './client.js';

let running: TestSystem;
let client: ApiClient;
let foreign: ApiClient;
let key: string;

beforeAll(async () => {
  running = await startTestSystem();
  ({ key } = await running.createOrganization());
  client = apiClient(running, key);
  foreign = apiClient(running, (await running.createOrganization('Other')).key);
});
afterAll(() => running.close());

interface Answer {
  readonly status: number;
  readonly id: string;
  readonly code: string;
  readonly message: string;
}

const answerOf = async (response: Response): Promise<Answer> => {
  const body = (await response.json()) as {
    transcript?: { id: string; status: string };
    error?: { code: string; message: string; helpUrl: string; retryable: boolean };
  };
  return {
    status: response.status,
    id: body.transcript?.id ?? '',
    code: body.error?.code ?? '',
    message: body.error?.message ?? '',
  };
};

const post = async (path: string, init: RequestInit): Promise<Answer> =>
  answerOf(await client.request(path, { method: 'POST', ...init }));

const formOf = (parts: readonly (readonly [string, string | Blob, string?])[]): FormData => {
  const form = new FormData();
  for (const [name, value, fileName] of parts) {
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, value, fileName);
  }
  return form;
};

const fileOf = (text: string): Blob => new Blob([text]);
const BOUNDARY = 'x-boundary';
const multipart = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };
const part = (disposition: string, content: string): string =>
  `--${BOUNDARY}\r\ncontent-disposition: form-data; ${disposition}\r\n\r\n${content}\r\n`;

interface Shown {
  readonly transcript: {
    status: string;
    title: string | null;
    fileName: string;
    externalRef: string | null;
    rawDownloadUrl: string;
    error: { code: string; message: string } | null;
    warnings: { code: string }[];
    turns: { edges: { node: { text: string } }[] };
    currentRun: {
      status: string;
      company: { name: string } | null;
      overall: { reason?: string; score?: number } | null;
    } | null;
  } | null;
}

const SHOW = `query ($id: ID!) { transcript(id: $id) {
  status title fileName externalRef rawDownloadUrl error { code message } warnings { code }
  turns(first: 5) { edges { node { text } } }
  currentRun { status company { name } overall { ... on Unscored { reason } ... on Scored { score } } }
} }`;

const show = async (id: string): Promise<NonNullable<Shown['transcript']>> => {
  const { transcript } = await client.read<Shown>(SHOW, { id });
  if (!transcript) throw new Error('The transcript is gone.');
  return transcript;
};

/** The transcript at its end: refused, or with a run that ended, or ready where none was asked for. */
const settled = async (id: string, score = true): Promise<NonNullable<Shown['transcript']>> => {
  for (;;) {
    const found = await show(id);
    const ended = ['SCORED', 'INVALID', 'FAILED'].includes(found.currentRun?.status ?? '');
    if (found.status === 'REFUSED' || (found.status === 'READY' && (ended || !score))) return found;
    await sleep(25);
  }
};

const countTranscripts = async (): Promise<number> => {
  const scope = (await running.createOrganization('Counting')).scope();
  const rows = await scope.reads.read<{ count: number }>({
    name: 'count_transcripts',
    text: 'select count(*)::int as count from transcript',
    values: [],
  });
  return rows[0]?.count ?? -1;
};

const myTranscripts = async (): Promise<string[]> => {
  const { transcripts } = await client.read<{ transcripts: { edges: { node: { fileName: string } }[] } }>(
    '{ transcripts(first: 100) { edges { node { fileName } } } }',
  );
  return transcripts.edges.map(({ node }) => node.fileName);
};

describe('what an upload may look like', () => {
  test.each([
    ['before', true],
    ['after', false],
  ])('fields %s the file are taken', async (_where, first) => {
    const fields = [
      ['company', 'Saltlark'],
      ['title', 'First call'],
      ['externalRef', 'crm-1'],
    ] as const;
    const file = [['file', fileOf(sampleCall(1)), 'a call.txt']] as const;
    const answer = await post('/uploads', { body: formOf(first ? [...fields, ...file] : [...file, ...fields]) });
    expect(answer.status).toBe(202);
    expect(await settled(answer.id)).toMatchObject({
      status: 'READY',
      title: 'First call',
      fileName: 'a call.txt',
      externalRef: 'crm-1',
      currentRun: { status: 'SCORED', company: { name: 'Saltlark' } },
    });
  });

  test('a bare body is the file, with its fields in the query and any charset', async () => {
    const answer = await post('/uploads?fileName=bare.txt&title=Bare&score=false', {
      body: Buffer.from(sampleCall(2), 'utf16le'),
      headers: { 'content-type': 'text/plain; charset=utf-16le' },
    });
    expect(answer.status).toBe(202);
    const found = await settled(answer.id, false);
    expect(found).toMatchObject({ fileName: 'bare.txt', title: 'Bare', currentRun: null });
    expect(found.turns.edges[0]?.node.text).toContain('How many orders');
  });

  test('the query of a form counts, and the form goes before it', async () => {
    const body = formOf([
      ['title', 'of the form'],
      ['file', fileOf(sampleCall(3)), 'x.txt'],
    ]);
    const answer = await post('/uploads?title=of-the-query&externalRef=q-1&score=false', { body });
    expect(await show(answer.id)).toMatchObject({ title: 'of the form', externalRef: 'q-1' });
  });

  test('the same idempotency key gives the first answer again, and a mismatch with another file', async () => {
    const send = (text: string, header: boolean): Promise<Answer> =>
      post('/uploads?score=false', {
        body: formOf([...(header ? [] : ([['idempotencyKey', 'upload-1']] as const)), ['file', fileOf(text), 'x.txt']]),
        headers: header ? { 'idempotency-key': 'upload-1' } : {},
      });
    const [first, second, third] = await Promise.all([
      send('A: one?', true),
      send('A: one?', true),
      send('A: one?', false),
    ]);
    expect(first.status).toBe(202);
    expect([second.id, third.id]).toEqual([first.id, first.id]);
    expect(await send('A: two?', true)).toMatchObject({ status: 422, code: 'IDEMPOTENCY_MISMATCH' });
    expect(await foreign.upload('A: one?', { idempotencyKey: 'upload-1' })).not.toBe(first.id);
  });
});

describe('what is refused while the uploader listens', () => {
  const file = ['file', fileOf('Rep: Hello?\nCustomer: Hi.'), 'x.txt'] as const;
  const empty = ['file', fileOf(''), 'x.txt'] as const;
  const forms: readonly (readonly [string, FormData, number, string, RegExp])[] = [
    ['an unknown field', formOf([['repp', 'Ann'], file]), 400, 'BAD_USER_INPUT', /Unknown field repp/],
    ['a field given twice', formOf([['rep', 'A'], ['rep', 'B'], file]), 400, 'BAD_USER_INPUT', /twice/],
    ['a field of 5,000 characters', formOf([['rep', 'a'.repeat(5_000)], file]), 400, 'BAD_USER_INPUT', /too long/],
    ['a field of 400 characters', formOf([['rep', 'a'.repeat(400)], file]), 400, 'BAD_USER_INPUT', /300 characters/],
    ['no file', formOf([['rep', 'Ann']]), 400, 'BAD_USER_INPUT', /no file/],
    ['a file under another name', formOf([['upload', fileOf('x'), 'x.txt']]), 400, 'BAD_USER_INPUT', /field "file"/],
    ['1,001 files', formOf(Array.from({ length: 1_001 }, () => file)), 400, 'BAD_USER_INPUT', /1000 files/],
    ['two empty files', formOf([empty, empty]), 422, 'TRANSCRIPT_EMPTY', /first of 2 refused/],
    ['an empty file', formOf([empty]), 422, 'TRANSCRIPT_EMPTY', /empty/],
    [
      'a thousand fields',
      formOf([...Array.from({ length: 1_000 }, (_, n) => [`f${n}`, 'x'] as const), file]),
      400,
      'BAD_USER_INPUT',
      /20 fields/,
    ],
    [
      'a ZIP archive that is cut off',
      formOf([['file', new Blob([Buffer.concat([Buffer.from('PK\u0003\u0004'), randomBytes(2_000)])]), 'x.txt']]),
      422,
      'ARCHIVE_REFUSED',
      /cut off or damaged/,
    ],
    ['an unknown rubric', formOf([['rubric', 'nope'], file]), 404, 'RUBRIC_UNKNOWN', /Known: spin/],
    ['an unknown model', formOf([['model', 'nobody/x'], file]), 404, 'PROVIDER_UNKNOWN', /nobody/],
    [
      'a provider without a key',
      formOf([['model', 'openai/gpt-5-mini'], file]),
      424,
      'PROVIDER_UNAUTHORIZED',
      /OPENAI_API_KEY/,
    ],
    ['score=maybe', formOf([['score', 'maybe'], file]), 400, 'BAD_USER_INPUT', /true or false/],
    [
      'an idempotency key of 300 characters',
      formOf([['idempotencyKey', 'k'.repeat(300)], file]),
      400,
      'BAD_USER_INPUT',
      /200/,
    ],
  ];

  test.each(forms)('%s', async (_name, body, status, code, message) => {
    const answer = await post('/uploads', { body });
    expect(answer).toMatchObject({ status, code });
    expect(answer.message).toMatch(message);
  });

  const bodies: readonly (readonly [string, string, Record<string, string>])[] = [
    ['no boundary', 'x', { 'content-type': 'multipart/form-data' }],
    [
      'a form that breaks off inside its file',
      part('name="file"; filename="a.txt"', 'Rep: Hello?').slice(0, -4),
      multipart,
    ],
    ['a form that breaks off inside a header', `--${BOUNDARY}\r\ncontent-dispo`, multipart],
    ['a header of a megabyte', part(`name="file"; filename="${'a'.repeat(1_000_000)}"`, 'x'), multipart],
    ['no form at all', 'nothing of the kind', multipart],
    ['an empty body', '', multipart],
    ['a file without a name', `${part('name="file"; filename=""', 'x')}--${BOUNDARY}--`, multipart],
    ['a NUL in the name', `${part('name="file"; filename="a\u0000b.txt"', 'x')}--${BOUNDARY}--`, multipart],
  ];

  test.each(bodies)('multipart: %s', async (_name, body, headers) => {
    expect(await post('/uploads', { body, headers })).toMatchObject({ status: 400, code: 'BAD_USER_INPUT' });
  });

  test('a repeated field in the query', async () => {
    expect(await post('/uploads?rep=a&rep=b', { body: 'Rep: Hello?' })).toMatchObject({ status: 400 });
  });

  test('an empty bare body', async () => {
    expect(await post('/uploads', { body: '' })).toMatchObject({ status: 422, code: 'TRANSCRIPT_EMPTY' });
  });

  test('nothing of all that was stored', async () => {
    expect(await myTranscripts()).not.toContain('x');
    expect((await client.request('/livez')).status).toBe(200);
  });
});

/** Resolves when more may be written, or nothing will be; leaves no listener behind. */
const roomIn = (request: ClientRequest): Promise<void> =>
  new Promise((resolve) => {
    const settle = (): void => {
      request.off('drain', settle).off('close', settle);
      resolve();
    };
    request.on('drain', settle).on('close', settle);
  });

/** Sends a body of unknown length over one connection and reports what came back before the connection ended. */
const stream = (
  headers: Record<string, string>,
  chunks: () => Iterable<Buffer>,
): Promise<{ status: number; body: string; sent: number }> =>
  new Promise((resolve, reject) => {
    let sent = 0;
    const { port } = new URL(running.api.url);
    const request = httpRequest({ port, path: '/uploads', method: 'POST', headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (chunk: Buffer) => parts.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString(), sent }),
      );
    });
    request.on('error', reject);
    void (async () => {
      for (const chunk of chunks()) {
        if (request.destroyed) return;
        sent += chunk.length;
        if (!request.write(chunk)) await roomIn(request);
      }
      request.end();
    })();
  });

const MEBIBYTE = Buffer.alloc(1024 * 1024, 'Rep: a?\n');
const mebibytes = function* (count: number): Iterable<Buffer> {
  for (let n = 0; n < count; n += 1) yield MEBIBYTE;
};

describe('size', () => {
  test.each([
    ['announced, bare', { 'content-length': String(20 * 1024 * 1024) }, ''],
    ['chunked, bare', {}, ''],
    ['chunked, as a form', multipart, part('name="file"; filename="a.txt"', '').slice(0, -2)],
  ])('20 MiB, %s: 413, and the client reads why', async (_name, headers, head) => {
    const body = function* (): Iterable<Buffer> {
      if (head) yield Buffer.from(head);
      yield* mebibytes(20);
      if (head) yield Buffer.from(`\r\n--${BOUNDARY}--\r\n`);
    };
    const { status, body: text } = await stream({ authorization: `Bearer ${key}`, ...headers }, body);
    expect(status).toBe(413);
    expect(JSON.parse(text)).toMatchObject({ error: { code: 'PAYLOAD_TOO_LARGE', retryable: false } });
  });

  test('a body without end is cut off', async () => {
    const before = process.memoryUsage().arrayBuffers;
    await stream({ authorization: `Bearer ${key}` }, () => mebibytes(100_000)).catch(() => undefined);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1024 * 1024);
    expect((await client.request('/livez')).status).toBe(200);
  });

  test('exactly 10 MiB is accepted', async () => {
    const body = Buffer.alloc(10 * 1024 * 1024, `Rep: ${'word '.repeat(2_000)}\n`);
    expect(await post('/uploads?score=false', { body })).toMatchObject({ status: 202 });
  });
});

describe('who may upload', () => {
  test.each([
    ['no key', {}],
    ['a garbage key', { authorization: 'Bearer nonsense' }],
    ['a well-formed key nobody has', { authorization: 'Bearer dbf_00000000000000000000000000000000_000000' }],
    ['another scheme', { authorization: 'Basic eDp5' }],
  ])('%s: 401 before the body is read', async (_name, headers) => {
    const socket = connect(Number(new URL(running.api.url).port), '127.0.0.1');
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    // Of a body of 1,000,000 bytes not one is sent: whoever waited for it would wait forever.
    socket.write(`POST /uploads HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\n${lines.join('')}\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 401 /);
    expect(answer.toString()).toContain('"code":"UNAUTHENTICATED"');
  });

  test('an upload that is cut off leaves no row', async () => {
    const lonely = await running.createOrganization('Aborting');
    for (const head of ['', `content-type: ${multipart['content-type']}\r\n`]) {
      const socket = connect(Number(new URL(running.api.url).port), '127.0.0.1');
      socket.write(
        `POST /uploads HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${lonely.key}\r\n${head}content-length: 1000000\r\n\r\n`,
      );
      socket.write(part('name="file"; filename="a.txt"', 'Rep: Hello?\n'.repeat(1_000)));
      await sleep(50);
      socket.destroy();
    }
    await sleep(100);
    const mine = apiClient(running, lonely.key);
    expect(
      await mine.read(
        '{ transcripts { edges { node { id } } } auditLog(filter: { action: "transcript.upload" }) { edges { node { id } } } }',
      ),
    ).toEqual({
      transcripts: { edges: [] },
      auditLog: { edges: [] },
    });
    expect(await countTranscripts()).toBe(0);
  });
});

describe('names', () => {
  const raw = (disposition: string, words: string): Promise<Answer> =>
    post('/uploads', {
      headers: multipart,
      body: `${part('name="score"', 'false')}${part(`name="file"; ${disposition}`, `Rep: How are you?\nCustomer: Fine, ${words}.`)}--${BOUNDARY}--\r\n`,
    });

  test.each([
    ['filename="../../etc/passwd"', 'passwd'],
    ['filename="..\\\\..\\\\boot.ini"', 'boot.ini'],
    ['filename="ca\u202ell\u200b.txt"', 'call.txt'],
    [`filename="${'n'.repeat(300)}.txt"`, 'n'.repeat(200)],
    ['filename="Gespräch №1.txt"', 'Gespräch №1.txt'],
  ])('%s', async (disposition, shown) => {
    const { id, status } = await raw(disposition, shown);
    expect(status).toBe(202);
    expect((await show(id)).fileName).toBe(shown);
  });

  test('a NUL and lone surrogates in fields of a query are cleaned', async () => {
    const { id } = await post('/uploads?score=false&title=a%00b%F0%9F&fileName=x%00.txt', { body: 'Rep: a?' });
    expect(await show(id)).toMatchObject({ title: expect.stringMatching(/^ab/), fileName: 'x.txt' });
  });
});

describe('files that are no use', () => {
  const binary = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(5_000)]);
  test.each([
    ['a PDF renamed .vtt', binary, 'FORMAT_UNSUPPORTED'],
    ['random bytes', randomBytes(3_000), null],
    ['a byte order mark', Buffer.from('\ufeff'), 'TRANSCRIPT_EMPTY'],
    ['whitespace', Buffer.from(' \n\t\n '.repeat(50)), 'TRANSCRIPT_EMPTY'],
    ['a head without turns', Buffer.from('WEBVTT\n\n'), 'TRANSCRIPT_EMPTY'],
    ['times without words', Buffer.from('WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n\n'), 'TRANSCRIPT_EMPTY'],
    [
      'prose',
      Buffer.from('It was a quiet morning in the office. Nobody spoke, and the rain went on.\n\n'.repeat(20)),
      null,
    ],
  ])('%s ends REFUSED with a code', async (_name, bytes, code) => {
    const { id } = await post('/uploads?fileName=call.vtt', { body: bytes });
    const found = await settled(id);
    expect(found).toMatchObject({ status: 'REFUSED', currentRun: null });
    expect(found.error?.code).toEqual(code ?? expect.stringMatching(/^[A-Z_]+$/));
    expect(found.error?.message.length).toBeGreaterThan(20);
    const kept = await client.request(found.rawDownloadUrl);
    expect(Buffer.from(await kept.arrayBuffer()).equals(bytes)).toBe(true);
  });

  test('invalid UTF-8, NUL and lone surrogates in a good call do no harm', async () => {
    const text = Buffer.concat([
      Buffer.from(sampleCall(4)),
      Buffer.from('\nCustomer: caf'),
      Buffer.from([0xc3, 0x28, 0xff, 0x00, 0xed, 0xa0, 0x80]),
      Buffer.from(' and so on.\n'),
    ]);
    const found = await settled((await post('/uploads', { body: text })).id);
    expect(['READY', 'REFUSED']).toContain(found.status);
    if (found.status === 'READY') expect(found.currentRun?.status).toBe('SCORED');
    else expect(found.error?.code).toBe('ENCODING_UNSUPPORTED');
  });

  test('a call in which nobody is known to be the rep is unscored, and says so', async () => {
    const text = Array.from(
      { length: 12 },
      (_, n) => `${n % 2 ? 'Blue' : 'Red'}: Point number ${n} stands as agreed.`,
    ).join('\n');
    const found = await settled((await post('/uploads', { body: text })).id);
    expect(found).toMatchObject({ status: 'READY', currentRun: { status: 'SCORED' } });
    expect(['NO_REPRESENTATIVE', 'NOT_A_SALES_CALL']).toContain(found.currentRun?.overall?.reason);
  });
});

describe('the raw file', () => {
  test('comes back as it was, as an attachment that no browser runs', async () => {
    const bytes = await readFile('client-examples/sample-calls/01-saltlark-discovery.vtt');
    const { id } = await post('/uploads?score=false&fileName=évil"name.html', { body: bytes });
    const response = await client.request(`/transcripts/${id}/raw`);
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'x-content-type-options': 'nosniff',
      'content-disposition': expect.stringMatching(/^attachment; filename=/),
      'cache-control': 'private, no-store',
    });
    const missing = '/transcripts/VHJhbnNjcmlwdDowMTkwMDAwMC0wMDAwLTcwMDAtODAwMC0wMDAwMDAwMDAwMDA/raw';
    const answers = await Promise.all([
      foreign.request(`/transcripts/${id}/raw`),
      foreign.request(missing),
      foreign.request('/transcripts/%00nonsense/raw'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1);
    expect((await apiClient(running, null).request(`/transcripts/${id}/raw`)).status).toBe(401);
  });
});
