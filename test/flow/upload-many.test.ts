import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import express from 'express';
import { strToU8, zipSync } from 'fflate';
import { openClient } from '../../src/app/cli/client/client.js';
import { uploadFiles } from '../../src/app/cli/upload/upload-files.js';
import { uploadOutcomes } from '../../src/app/cli/upload/upload-outcomes.js';
import { errorHandler } from '../../src/http/middleware.js';
import { mountUploads } from '../../src/http/upload.route.js';
import { silentLogger } from '../../src/logging/logger.js';
import { toGlobalId } from '../../src/scope/global-id.js';
import { acceptUpload } from '../../src/transcripts/uploads/accept-upload.js';
import { createUpload } from '../../src/transcripts/uploads/begin-upload.js';
import { fileOfBytes, type UploadedFile } from '../../src/transcripts/uploads/new-upload.js';
import { apiClient, collect, must, sampleCall, type ApiClient } from '../api/client.js';
import { until } from '../drills/drill.js';
import { startTestSystem, type TestOrganization, type TestSystem } from '../support/system.js';

let running: TestSystem;

beforeAll(async () => {
  // Nothing is read but in the part of this file that starts a worker.
  running = await startTestSystem({ worker: false });
});
afterAll(() => running.close());

interface FileAnswer {
  readonly fileName: string;
  readonly transcript: { readonly id: string } | null;
  readonly duplicate: boolean;
  readonly error: { readonly code: string; readonly message: string } | null;
}

interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly upload: { readonly id: string };
  readonly transcript: { readonly id: string } | null;
  readonly duplicate: boolean;
  readonly files: readonly FileAnswer[];
  readonly error?: { readonly code: string; readonly message: string; readonly retryable: boolean };
}

interface Caller extends ApiClient {
  readonly organization: TestOrganization;
  send(body: FormData | Uint8Array | string, query?: string, path?: string): Promise<Answer>;
}

const callerOf = async (name: string): Promise<Caller> => {
  const organization = await running.createOrganization(name);
  const client = apiClient(running, organization.key);
  return {
    ...client,
    organization,
    send: async (body, query = 'score=false', path = '/uploads') => {
      const given = body instanceof Uint8Array ? new Uint8Array(body) : body;
      const response = await client.request(`${path}?${query}`, { method: 'POST', body: given });
      const answer = (await response.json()) as Omit<Answer, 'status' | 'retryAfter'>;
      return { ...answer, status: response.status, retryAfter: response.headers.get('retry-after') };
    },
  };
};

const formOf = (
  files: Readonly<Record<string, string | Uint8Array>>,
  fields: Record<string, string> = {},
): FormData => {
  const form = new FormData();
  for (const [name, content] of Object.entries(files)) form.append('file', new Blob([Buffer.from(content)]), name);
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
};

const count = async ({ organization }: Caller, table: 'transcript' | 'upload' | 'upload_file'): Promise<number> => {
  const rows = await organization.scope().reads.read<{ count: number }>({
    name: `count_${table}`,
    text: `select count(*)::int as count from ${table}`,
    values: [],
  });
  return rows[0]?.count ?? -1;
};

const setPolicy = ({ organization }: Caller, column: 'max_queued' | 'max_file_bytes', most: number): Promise<unknown> =>
  organization.scope().em.execute(
    `insert into ingestion_policy (organization_id, ${column}) values (?, ?)
     on conflict (organization_id) do update set ${column} = excluded.${column}`,
    [organization.id, most],
  );

const PROGRESS = 'sequence status files accepted duplicates refused transcripts { status count } done';
const READ = `query ($id: ID!, $after: String) { upload(id: $id) {
  status fileCount uploadUrl expiresAt createdBy progress { ${PROGRESS} }
  files(first: 2, after: $after) {
    edges { cursor node { position fileName externalRef duplicate splitInto error { code } transcript { id fileName } } }
    pageInfo { hasNextPage endCursor }
  }
} }`;

interface Progress {
  readonly sequence: number;
  readonly status: string;
  readonly files: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly refused: number;
  readonly transcripts: readonly { readonly status: string; readonly count: number }[];
  readonly done: boolean;
}

interface Read {
  readonly upload: {
    readonly status: string;
    readonly fileCount: number;
    readonly uploadUrl: string | null;
    readonly expiresAt: string | null;
    readonly createdBy: string | null;
    readonly progress: Progress;
    readonly files: {
      readonly edges: readonly { readonly node: FileAnswer & { readonly externalRef: string | null } }[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
    };
  } | null;
}

const statusesOf = ({ transcripts }: Progress): Record<string, number> =>
  Object.fromEntries(transcripts.flatMap(({ status, count }) => (count > 0 ? [[status, count]] : [])));

describe('several files', () => {
  test('are one upload, each with its transcript, its duplicate or its refusal', async () => {
    const caller = await callerOf('Several');
    const files = { 'a.txt': sampleCall(1), 'b.txt': sampleCall(2), 'again.txt': sampleCall(1), 'empty.txt': '' };
    const answer = await caller.send(formOf(files, { externalRef: 'crm-7', callType: 'discovery' }));
    expect(answer.status).toBe(202);
    expect(answer.files.map(({ fileName, duplicate, error }) => [fileName, duplicate, error?.code ?? null])).toEqual([
      ['a.txt', false, null],
      ['b.txt', false, null],
      ['again.txt', true, null],
      ['empty.txt', false, 'TRANSCRIPT_EMPTY'],
    ]);
    expect(answer.transcript).toEqual(answer.files[0]?.transcript);
    expect(answer.files[2]?.transcript).toEqual(answer.files[0]?.transcript);

    const { upload } = await caller.read<Read>(READ, { id: answer.upload.id });
    expect(upload).toMatchObject({ status: 'ACCEPTED', fileCount: 4, uploadUrl: null, expiresAt: null });
    expect(upload?.createdBy).toEqual(expect.any(String));
    expect(upload?.progress).toMatchObject({ files: 4, accepted: 2, duplicates: 1, refused: 1, done: false });
    expect(statusesOf(must(upload).progress)).toEqual({ QUEUED: 2 });
    expect(upload?.files.edges[0]?.node).toMatchObject({ fileName: 'a.txt', externalRef: 'crm-7' });
    const after = upload?.files.pageInfo.endCursor;
    const { upload: rest } = await caller.read<Read>(READ, { id: answer.upload.id, after });
    expect(rest?.files.edges.map(({ node }) => node)).toMatchObject([
      { fileName: 'again.txt', duplicate: true, transcript: { fileName: 'a.txt' } },
      { fileName: 'empty.txt', error: { code: 'TRANSCRIPT_EMPTY' }, transcript: null },
    ]);
    expect(rest?.files.pageInfo.hasNextPage).toBe(false);

    const listed = await caller.read<{ uploads: { edges: { node: { id: string } }[] }; node: { status: string } }>(
      'query ($id: ID!) { uploads(filter: { externalRef: "crm-7" }) { edges { node { id } } } node(id: $id) { ... on Upload { status } } }',
      { id: answer.upload.id },
    );
    expect(listed).toMatchObject({
      uploads: { edges: [{ node: { id: answer.upload.id } }] },
      node: { status: 'ACCEPTED' },
    });
    const other = await callerOf('Not theirs');
    expect(await other.read<Read>(READ, { id: answer.upload.id })).toEqual({ upload: null });
  });

  test('of an archive are told by content, and mixed with others', async () => {
    const caller = await callerOf('Archives');
    const archive = zipSync({
      'week 1/a.txt': strToU8(sampleCall(1)),
      'inner.zip': zipSync({ 'x.txt': strToU8(sampleCall(2)) }),
      '../up.txt': strToU8(sampleCall(3)),
    });
    const answer = await caller.send(formOf({ 'first.txt': sampleCall(4), 'calls.txt': archive }));
    expect(answer.files.map(({ fileName, error }) => [fileName, error?.code ?? null])).toEqual([
      ['first.txt', null],
      ['week 1/a.txt', null],
      ['inner.zip', 'ARCHIVE_REFUSED'],
      ['up.txt', 'ARCHIVE_REFUSED'],
    ]);
    const bare = await caller.send(archive);
    expect(bare).toMatchObject({ status: 202, duplicate: true, transcript: answer.files[1]?.transcript });
    expect(await count(caller, 'transcript')).toBe(2);
    const useless = await caller.send(zipSync({ 'a.txt': strToU8(''), 'b.txt': strToU8('') }));
    expect(useless).toMatchObject({ status: 422, error: { code: 'TRANSCRIPT_EMPTY' } });
    expect(await count(caller, 'upload')).toBe(2);
  });

  test('of the same bytes at the same moment are one transcript with two references, and another in another organization', async () => {
    const [caller, other] = await Promise.all([callerOf('Twins'), callerOf('Others')]);
    const send = (by: Caller, ref: string) => by.send(sampleCall(5), `score=false&externalRef=${ref}&fileName=${ref}`);
    const answers = await Promise.all([send(caller, 'one'), send(caller, 'two'), send(other, 'three')]);
    const [one, two, three] = answers.map(({ transcript }) => must(transcript).id);
    expect(one).toBe(two);
    expect(three).not.toBe(one);
    expect(answers.map(({ duplicate }) => duplicate).toSorted()).toEqual([false, false, true]);
    expect([await count(caller, 'transcript'), await count(caller, 'upload_file')]).toEqual([1, 2]);
  });

  test('are taken up to the limits of the organization', async () => {
    const caller = await callerOf('Limited');
    await setPolicy(caller, 'max_file_bytes', 1_000);
    const large = await caller.send('Rep: x?\n'.repeat(200));
    expect(large).toMatchObject({ status: 413, error: { code: 'PAYLOAD_TOO_LARGE' } });
    await setPolicy(caller, 'max_queued', 2);
    const three = Object.fromEntries([1, 2, 3].map((n) => [`${n}.txt`, sampleCall(n)]));
    expect(await caller.send(formOf(three))).toMatchObject({
      status: 429,
      error: { code: 'QUOTA_EXCEEDED', retryable: false },
    });
    expect((await caller.send(formOf({ 'a.txt': sampleCall(1), 'b.txt': sampleCall(2) }))).status).toBe(202);
    const more = await caller.send(sampleCall(3));
    expect(more).toMatchObject({ status: 429, retryAfter: '30', error: { code: 'QUOTA_EXCEEDED', retryable: true } });
    expect([await count(caller, 'transcript'), await count(caller, 'upload')]).toEqual([2, 1]);
    const refused = await caller.read<{ importTranscript: { userErrors: { code: string }[] } }>(
      'mutation ($text: String!) { importTranscript(input: { text: $text }) { userErrors { code } } }',
      { text: sampleCall(4) },
    );
    expect(refused.importTranscript.userErrors).toEqual([{ code: 'QUOTA_EXCEEDED' }]);
  });
});

describe('uploads at the same moment', () => {
  const filesOf = (names: readonly string[]): UploadedFile[] =>
    names.map((name) => fileOfBytes(name, Buffer.from(`${name}\n${sampleCall(1)}`), 10_000));

  /** An upload of which one file is not read until somebody says so; `begun` tells that it came there. */
  const paused = (caller: Caller, files: readonly UploadedFile[], at: number) => {
    const begun = Promise.withResolvers<undefined>();
    const go = Promise.withResolvers<undefined>();
    const slow = files.map((file, n): UploadedFile => {
      if (n !== at || file.refusal) return file;
      const read = async () => {
        begun.resolve(undefined);
        await go.promise;
        return file.read();
      };
      return { ...file, read };
    });
    const done = acceptUpload(caller.organization.scope(), { fields: {}, scoring: { score: false }, files: slow });
    return { done, begun: begun.promise, go: () => go.resolve(undefined) };
  };
  const accept = (caller: Caller, names: readonly string[]) =>
    acceptUpload(caller.organization.scope(), { fields: {}, scoring: { score: false }, files: filesOf(names) });
  const tooMany = { code: 'QUOTA_EXCEEDED', retryable: true };

  test.each([
    ['the transaction of the first', 2, 0],
    ['one of the transactions of the first', 25, 15],
  ])('keep to the quota together, during %s', async (_what, size, at) => {
    const caller = await callerOf(`Crowded ${size}`);
    await setPolicy(caller, 'max_queued', size + 1);
    const names = Array.from({ length: size }, (_, n) => `${n}.txt`);
    const first = paused(caller, filesOf(names), at);
    await first.begun;
    const second = accept(caller, ['x.txt', 'y.txt']);
    const third = accept(caller, ['z.txt']);
    const refused = expect(second).rejects.toMatchObject(tooMany);
    if (at > 0) await refused; // what comes is seen before it is there
    first.go();
    await Promise.all([first.done, refused, third]);
    await expect(accept(caller, ['more.txt'])).rejects.toMatchObject(tooMany);
    expect(await count(caller, 'transcript')).toBe(size + 1);
  });

  test('of one file each, as many as there is room for are taken', async () => {
    const caller = await callerOf('Narrow');
    await setPolicy(caller, 'max_queued', 5);
    const ends = await Promise.allSettled(Array.from({ length: 12 }, (_, n) => accept(caller, [`${n}.txt`])));
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    expect(await count(caller, 'transcript')).toBe(5);
  });
});

describe('an upload that breaks', () => {
  test('in the middle of its files is completed under the same key, nothing twice', async () => {
    const caller = await callerOf('Crashing');
    const scope = caller.organization.scope();
    const good = Array.from({ length: 25 }, (_, n) => fileOfBytes(`${n}.txt`, Buffer.from(sampleCall(n)), 10_000));
    const broken = good.map((file, n): UploadedFile =>
      n === 17 && !file.refusal ? { ...file, read: () => Promise.reject(new Error('crash')) } : file,
    );
    const input = { fields: {}, scoring: { score: false }, idempotencyKey: 'crash-1' };
    await expect(acceptUpload(scope, { ...input, files: broken })).rejects.toThrow('crash');
    expect(await count(caller, 'transcript')).toBe(10);
    const [{ id }]: [{ id: string }] = await scope.em.execute('select id from upload');
    const read = async () => (await caller.read<Read>(READ, { id: toGlobalId('Upload', id) })).upload;
    expect(await read()).toMatchObject({ status: 'ACCEPTING', progress: { done: false } });
    // As if the process had died, and time had passed.
    await scope.em.execute('update upload set lease_until = clock_timestamp() where id = ?', [id]);
    expect(await read()).toMatchObject({ status: 'INTERRUPTED', progress: { status: 'INTERRUPTED', accepted: 10 } });
    const [one, two] = await Promise.all([
      acceptUpload(scope, { ...input, files: good }),
      acceptUpload(scope, { ...input, files: good }),
    ]);
    expect(two).toEqual(one);
    expect(one.files.map(({ position, duplicate }) => [position, duplicate])).toEqual(good.map((_, n) => [n, false]));
    expect([await count(caller, 'transcript'), await count(caller, 'upload')]).toEqual([25, 1]);
    await expect(acceptUpload(scope, { ...input, files: good.slice(1) })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_MISMATCH',
    });
    const { upload } = await caller.read<Read>(READ, { id: toGlobalId('Upload', one.uploadId) });
    expect(upload).toMatchObject({ status: 'ACCEPTED', progress: { files: 25, accepted: 25 } });
  });

  test('off, or stalls, leaves no row and no file', async () => {
    const caller = await callerOf('Breaking off');
    const app = express();
    mountUploads({
      app,
      authenticator: running.system.authenticator,
      openScope: running.system.openScope,
      stallMs: 150,
    });
    app.use(errorHandler(silentLogger));
    const server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const head = (type: string): string =>
      `POST /uploads HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${caller.organization.key}\r\n${type}content-length: 100000\r\n\r\n`;
    const form = 'content-type: multipart/form-data; boundary=b\r\n';
    const part = '--b\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\n';
    for (const [type, body] of [
      ['', sampleCall(1)],
      [form, part + sampleCall(1)],
    ] as const) {
      const socket = connect(port, '127.0.0.1');
      socket.write(head(type) + body);
      const [answer] = (await once(socket, 'data')) as [Buffer];
      expect(answer.toString()).toMatch(/^HTTP\/1\.1 400 [^]*UPLOAD_ABORTED[^]*brought nothing for 0\.15 s/);
      socket.destroy();
    }
    server.closeAllConnections();
    server.close();
    expect([await count(caller, 'transcript'), await count(caller, 'upload')]).toEqual([0, 0]);
    const left = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('debrief-upload-'));
    // Another process may be about to take the name off a file of its own.
    const before = await left();
    await until('that none of the files is left', async () => {
      const after = await left();
      return !before.some((name) => after.includes(name));
    });
  });
});

describe('createUpload', () => {
  const OPEN = `mutation ($input: CreateUploadInput!) {
    createUpload(input: $input) { upload { id status uploadUrl expiresAt fileCount } userErrors { code path } }
  }`;
  interface Opened {
    readonly createUpload: {
      readonly upload: { id: string; status: string; uploadUrl: string; expiresAt: string } | null;
      readonly userErrors: { code: string }[];
    };
  }

  test('takes its files once, and what was said of them', async () => {
    const [caller, other] = await Promise.all([callerOf('Opening'), callerOf('Peeking')]);
    const input = { title: 'Said before', score: false, idempotencyKey: 'open-1' };
    const [first, second] = [await caller.read<Opened>(OPEN, { input }), await caller.read<Opened>(OPEN, { input })];
    expect(second).toEqual(first);
    const { id, uploadUrl, expiresAt, status } = must(first.createUpload.upload);
    expect([status, uploadUrl]).toEqual(['OPEN', `/uploads/${id}`]);
    expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan(59 * 60_000);
    expect(await other.send(sampleCall(1), '', uploadUrl)).toMatchObject({ status: 404, error: { code: 'NOT_FOUND' } });
    const said = await caller.send(sampleCall(1), 'title=other', uploadUrl);
    expect(said).toMatchObject({ status: 400, error: { code: 'BAD_USER_INPUT' } });
    expect(await caller.send('', '', uploadUrl)).toMatchObject({ status: 422, error: { code: 'TRANSCRIPT_EMPTY' } });
    const bodies = [formOf({ 'a.txt': sampleCall(1) }), formOf({ 'b.txt': sampleCall(2) })];
    const answers = await Promise.all(bodies.map((body) => caller.send(body, '', uploadUrl)));
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([202, 409]);
    expect(answers.find((answer) => answer.status === 202)?.upload.id).toBe(id);
    const { transcripts } = await caller.read<{ transcripts: { edges: { node: { title: string } }[] } }>(
      '{ transcripts { edges { node { title } } } }',
    );
    expect(transcripts.edges).toEqual([{ node: { title: 'Said before' } }]);
  });

  test('expires, and refuses what cannot be scored at once', async () => {
    const caller = await callerOf('Late');
    const scope = caller.organization.scope();
    const longAgo = new Date(Date.now() - 61 * 60_000);
    const id = toGlobalId('Upload', await createUpload(scope, { fields: {}, scoring: { score: false } }, longAgo));
    expect(await caller.send(sampleCall(1), '', `/uploads/${id}`)).toMatchObject({
      status: 409,
      error: { code: 'CONFLICT', message: expect.stringContaining('expired') },
    });
    expect((await caller.read<Read>(READ, { id })).upload).toMatchObject({
      ...{ status: 'EXPIRED', uploadUrl: null, createdBy: null },
      progress: { status: 'EXPIRED', done: true },
    });
    const refused = await caller.read<Opened>(OPEN, { input: { rubric: 'nope' } });
    expect(refused.createUpload).toMatchObject({ upload: null, userErrors: [{ code: 'RUBRIC_UNKNOWN' }] });
  });
});

describe('with a worker', () => {
  const WATCH = `subscription ($uploadId: ID!, $after: Int) { uploadProgress(uploadId: $uploadId, after: $after) { ${PROGRESS} } }`;

  let worker: ReturnType<TestSystem['startWorker']>;
  beforeAll(() => {
    worker = running.startWorker();
  });
  afterAll(() => worker.close(1_000));

  test('progress comes as whole values until nothing waits, also to those who come late', async () => {
    const caller = await callerOf('Watching');
    const files = Object.fromEntries(Array.from({ length: 15 }, (_, n) => [`${n}.txt`, sampleCall(n)]));
    const { upload } = await caller.send(formOf({ ...files, 'bad.txt': '\n \n', 'empty.txt': '' }));
    const socket = caller.openSocket();
    try {
      const values = await collect<Progress>(socket, WATCH, { uploadId: upload.id });
      const sequences = values.map(({ sequence }) => sequence);
      expect(sequences).toEqual([...new Set(sequences)].toSorted((a, b) => a - b));
      const last = must(values.at(-1));
      expect(last).toMatchObject({ files: 17, accepted: 16, duplicates: 0, refused: 1, done: true });
      expect(values.slice(0, -1).every(({ done }) => !done)).toBe(true);
      expect(statusesOf(last)).toEqual({ READY: 15, REFUSED: 1 });
      expect(await collect(socket, WATCH, { uploadId: upload.id, after: last.sequence })).toMatchObject([
        { done: true },
      ]);
      const EVENTS =
        'subscription { organizationEvents(after: 0, kinds: ["UPLOAD_ACCEPTED"]) { kind subjectId upload { total taken refused } } }';
      expect(await collect(socket, EVENTS, {}, 2)).toEqual([
        { kind: 'UPLOAD_ACCEPTED', subjectId: upload.id, upload: { total: 17, taken: 10, refused: 0 } },
        { kind: 'UPLOAD_ACCEPTED', subjectId: upload.id, upload: { total: 17, taken: 17, refused: 1 } },
      ]);
      const other = (await callerOf('Listening')).openSocket();
      await expect(collect(other, WATCH, { uploadId: upload.id })).rejects.toMatchObject([
        { extensions: { code: 'NOT_FOUND' } },
      ]);
      await other.dispose();
    } finally {
      await socket.dispose();
    }
  });

  test('the command line uploads a folder and tells what became of each file', async () => {
    const caller = await callerOf('Command line');
    const folder = await mkdtemp(join(tmpdir(), 'calls-'));
    const archive = zipSync({ 'one.txt': strToU8(sampleCall(1)), 'two.txt': strToU8(sampleCall(2)) });
    const contents = { 'a.txt': sampleCall(1), 'b.zip': archive, 'c.txt': '', 'd.txt': 'A quiet morning. '.repeat(50) };
    for (const [name, content] of Object.entries(contents)) await writeFile(join(folder, name), content);
    const client = openClient({ url: running.api.url, key: caller.organization.key });
    const pause = (ms: number): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, Math.min(ms, 50)));
    const paths = Object.keys(contents).map((name) => join(folder, name));
    const options = {
      fields: { score: 'false' },
      signal: new AbortController().signal,
      pause,
      onProgress: () => undefined,
    };
    const taken = await uploadFiles(client, paths.slice(0, 1), options);
    taken.push(...(await uploadFiles(client, paths.slice(1), options)));
    const ended = await uploadOutcomes(client, taken, {
      pause,
      limitMs: 20_000,
      now: Date.now,
      onProgress: () => undefined,
    });
    await rm(folder, { recursive: true });
    expect(
      ended.map(({ file, outcome, error }) => [file.slice(folder.length + 1), outcome, error?.code ?? null]),
    ).toEqual([
      ['a.txt', 'accepted', null],
      ['b.zip: one.txt', 'known', null],
      ['b.zip: two.txt', 'accepted', null],
      ['c.txt', 'refused', 'TRANSCRIPT_EMPTY'],
      ['d.txt', 'refused', expect.any(String)],
    ]);
  });
});

describe('a crowd', () => {
  test('of 500 files at once is accepted, and holds up no other organization', async () => {
    const [crowd, other] = await Promise.all([callerOf('Crowd'), callerOf('Alone')]);
    const timeOf = async (n: number): Promise<number> => {
      const began = performance.now();
      expect((await other.send(sampleCall(n))).status).toBe(202);
      return performance.now() - began;
    };
    await timeOf(9_000);
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`${n}.txt`, sampleCall(1_000 + n)]));
    const alone = Array.from({ length: 200 }, (_, n) => crowd.send(sampleCall(n)));
    const sending = Promise.all([crowd.send(formOf(many)), ...alone]);
    const crowdIs = { over: false };
    void sending.finally(() => (crowdIs.over = true));
    const times: number[] = [];
    for (let n = 0; !crowdIs.over; n += 1) times.push(await timeOf(n));
    expect(new Set((await sending).map(({ status }) => status))).toEqual(new Set([202]));
    expect(await count(crowd, 'transcript')).toBe(500);
    // Had the others to wait until the crowd is through, there would be one or two.
    expect(times.length).toBeGreaterThan(10);
  });
});
