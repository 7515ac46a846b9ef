import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { createApiKey } from '../../src/access/api-keys.js';
import { toGlobalId, type NodeType } from '../../src/scope/global-id.js';
import { secondsUntil } from '../support/seconds-until.js';
import { startTestSystem, type TestOrganization, type TestSystem } from '../support/system.js';
import { apiClient, must, sampleCall, type ApiClient, type UserError } from './client.js';

let running: TestSystem;
let own: TestOrganization;
let client: ApiClient;
let foreign: ApiClient;
/** Ready, not scored. */
let transcriptId: string;
let foreignTranscriptId: string;

const ready = async (by: ApiClient, nth: number): Promise<string> => {
  const id = await by.upload(sampleCall(nth), { score: 'false' });
  const status = async (): Promise<string> =>
    (await by.read<{ transcript: { status: string } }>('query ($id: ID!) { transcript(id: $id) { status } }', { id }))
      .transcript.status;
  while ((await status()) !== 'READY') await sleep(25);
  return id;
};

beforeAll(async () => {
  running = await startTestSystem();
  own = await running.createOrganization();
  client = apiClient(running, own.key);
  foreign = apiClient(running, (await running.createOrganization('Other')).key);
  [transcriptId, foreignTranscriptId] = await Promise.all([ready(client, 1), ready(foreign, 2)]);
});
afterAll(() => running.close());

const ERRORS = 'userErrors { code message path retryable helpUrl }';
const missing = (type: NodeType): string => toGlobalId(type, uuidv7());

interface Result {
  readonly userErrors: readonly UserError[];
  readonly transcript?: { id: string } | null;
  readonly run?: { id: string; status: string; batch?: null } | null;
  readonly batch?: { id: string; name: string; size: number } | null;
  readonly apiKey?: { id: string; name: string; role: string; revokedAt: string | null } | null;
  readonly key?: string | null;
}

const SELECTIONS = {
  importTranscript: ['ImportTranscriptInput', 'transcript { id }'],
  startRun: ['StartRunInput', 'run { id status }'],
  startBatch: ['StartBatchInput', 'batch { id name size }'],
  cancelRun: ['RunInput', 'run { id status }'],
  cancelBatch: ['CancelBatchInput', 'batch { id name size }'],
  retryRun: ['RetryRunInput', 'run { id status }'],
  createApiKey: ['CreateApiKeyInput', 'key apiKey { id name role revokedAt }'],
  revokeApiKey: ['RevokeApiKeyInput', 'apiKey { id name role revokedAt }'],
} as const;
type Mutation = keyof typeof SELECTIONS;

const documentOf = (name: Mutation): string => {
  const [type, selection] = SELECTIONS[name];
  return `mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} ${ERRORS} } }`;
};

const mutate = async (name: Mutation, input: Record<string, unknown>, by: ApiClient = client): Promise<Result> => {
  const result = (await by.read<Record<string, Result>>(documentOf(name), { input }))[name];
  if (!result) throw new Error('No payload.');
  return result;
};

const runStatus = async (id: string): Promise<string> =>
  (await client.read<{ run: { status: string } }>('query ($id: ID!) { run(id: $id) { status } }', { id })).run.status;

const untilEnded = async (id: string): Promise<string> => {
  for (;;) {
    const status = await runStatus(id);
    if (['SCORED', 'INVALID', 'FAILED', 'CANCELLED'].includes(status)) return status;
    await sleep(25);
  }
};

const rowsOf = async (table: string): Promise<number> => {
  const rows: { count: number }[] = await own.scope().em.execute(`select count(*)::int as count from ${table}`);
  return rows[0]?.count ?? -1;
};

const expectRefusal = (result: Result, code: string, path: readonly string[]): void => {
  expect(result.userErrors).toEqual([
    { code, path, retryable: false, message: expect.any(String), helpUrl: `/docs/errors#${code.toLowerCase()}` },
  ]);
  expect([result.transcript, result.run, result.batch, result.apiKey, result.key].filter(Boolean)).toEqual([]);
};

describe('importTranscript', () => {
  test('takes text as an upload would, NULs, lone surrogates and all', async () => {
    const { transcript, userErrors } = await mutate('importTranscript', {
      text: `${sampleCall(3)}\nCustomer: \u0000 \ud800 fine.`,
      company: 'A\u0000B \u202eC',
      score: false,
      fileName: '../../etc/passwd',
    });
    expect(userErrors).toEqual([]);
    const QUERY = 'query ($id: ID!) { transcript(id: $id) { fileName status } }';
    expect(await client.read(QUERY, { id: transcript?.id })).toMatchObject({ transcript: { fileName: 'passwd' } });
  });

  test('80,000 characters of four bytes each still fit through the door', async () => {
    const text = 'Rep: 日本語?\n'.repeat(7_900);
    const { userErrors } = await mutate('importTranscript', { text: text.slice(0, 80_000), score: false });
    expect(userErrors).toEqual([]);
  });

  test.each([
    [{ text: '' }, 'TRANSCRIPT_EMPTY', []],
    [{ text: 'x'.repeat(80_001) }, 'PAYLOAD_TOO_LARGE', ['input', 'text']],
    [{ text: 'Rep: a?', rubric: 'nope' }, 'RUBRIC_UNKNOWN', ['input', 'rubric']],
    [{ text: 'Rep: a?', model: 'nobody/x' }, 'PROVIDER_UNKNOWN', ['input', 'model']],
    [{ text: 'Rep: a?', company: 'c'.repeat(301) }, 'BAD_USER_INPUT', ['input', 'company']],
    [{ text: 'Rep: a?', idempotencyKey: '' }, 'BAD_USER_INPUT', ['input', 'idempotencyKey']],
    [{ text: 'Rep: a?', idempotencyKey: 'a\u0000' }, 'BAD_USER_INPUT', ['input', 'idempotencyKey']],
  ])('refuses %.60j', async (input, code, path) => {
    expectRefusal(await mutate('importTranscript', input), code, path);
  });
});

describe('idempotency', () => {
  const inputs = (): readonly (readonly [Mutation, Record<string, unknown>, Record<string, unknown>])[] => [
    ['importTranscript', { text: sampleCall(5), score: false }, { text: sampleCall(6), score: false }],
    ['startRun', { transcriptId }, { transcriptId, model: 'baseline' }],
    ['startBatch', { transcriptIds: [transcriptId] }, { transcriptIds: [transcriptId], name: 'Another' }],
    ['createApiKey', { name: 'one', role: 'ANALYST' }, { name: 'two', role: 'ANALYST' }],
  ];
  const idOf = ({ transcript, run, batch, apiKey }: Result): string => (transcript ?? run ?? batch ?? apiKey)?.id ?? '';

  test.each([0, 1, 2, 3])('mutation %i: same input, other input, two at once', async (index) => {
    const [name, input, other] = must(inputs()[index]);
    const idempotencyKey = `key-${index}`;
    const both = await Promise.all([
      mutate(name, { ...input, idempotencyKey }),
      mutate(name, { ...input, idempotencyKey }),
    ]);
    const again = await mutate(name, { ...input, idempotencyKey });
    const ids = [...both, again].map(idOf);
    expect(ids[0]).not.toBe('');
    expect(new Set(ids).size).toBe(1);
    expectRefusal(await mutate(name, { ...other, idempotencyKey }), 'IDEMPOTENCY_MISMATCH', [
      'input',
      'idempotencyKey',
    ]);
    // The same bytes are one transcript, with a key and without.
    expect(idOf(await mutate(name, input)) === ids[0]).toBe(name === 'importTranscript');
  });

  test('a key may serve different mutations, and every organization has its own', async () => {
    const idempotencyKey = 'key-1';
    const { userErrors } = await mutate('startRun', { transcriptId: foreignTranscriptId, idempotencyKey }, foreign);
    expect(userErrors).toEqual([]);
  });

  test('a repeated retry starts one run', async () => {
    const { run } = await mutate('startRun', { transcriptId });
    await untilEnded(run?.id ?? '');
    const input = { runId: run?.id, idempotencyKey: 'retry' };
    const retried = await Promise.all([mutate('retryRun', input), mutate('retryRun', input)]);
    expect(retried[0].run?.id).not.toBe(run?.id);
    expect(retried[0].run?.id).toBe(retried[1].run?.id);
  });

  test('a repeated key creation gives the secret once', async () => {
    const input = { name: 'once', role: 'SERVICE', idempotencyKey: 'secret' };
    const first = await mutate('createApiKey', input);
    const second = await mutate('createApiKey', input);
    expect(first.key).toMatch(/^dbf_/);
    expect(second).toMatchObject({ key: null, apiKey: { id: first.apiKey?.id } });
  });
});

describe('runs', () => {
  test('a batch makes a run for each transcript once', async () => {
    const { batch } = await mutate('startBatch', {
      name: ' \u0000Weekly ',
      transcriptIds: [transcriptId, transcriptId],
    });
    expect(batch).toMatchObject({ name: 'Weekly', size: 1 });
  });

  test.each([
    [[], 'BAD_USER_INPUT', ['input', 'transcriptIds']],
    [Array.from({ length: 1_001 }, () => missing('Transcript')), 'BAD_USER_INPUT', ['input', 'transcriptIds']],
    [[missing('Transcript')], 'NOT_FOUND', ['input', 'transcriptIds', '0']],
    [['nonsense'], 'NOT_FOUND', ['input', 'transcriptIds']],
  ])('a batch of %.20j is refused whole', async (transcriptIds, code, path) => {
    const before = await rowsOf('run');
    expectRefusal(await mutate('startBatch', { transcriptIds: [...transcriptIds] }), code, path);
    expect(await rowsOf('run')).toBe(before);
  });

  test('a bad one among good ones leaves no run of the good ones', async () => {
    const before = [await rowsOf('run'), await rowsOf('batch'), await rowsOf('outbox')];
    const result = await mutate('startBatch', { transcriptIds: [transcriptId, missing('Transcript')] });
    expectRefusal(result, 'NOT_FOUND', ['input', 'transcriptIds', '1']);
    expect([await rowsOf('run'), await rowsOf('batch')]).toEqual(before.slice(0, 2));
  });

  test('a run that ended cannot be cancelled, one that has not cannot be retried', async () => {
    const { run } = await mutate('startRun', { transcriptId });
    await untilEnded(run?.id ?? '');
    expectRefusal(await mutate('cancelRun', { runId: run?.id }), 'RUN_ALREADY_ENDED', ['input', 'runId']);
    // Nobody is to look at it again in the meantime.
    await own
      .scope()
      .em.execute(`update run set status = 'SCORING', check_at = clock_timestamp() + interval '1 hour' where id = ?`, [
        Buffer.from(run?.id ?? '', 'base64url')
          .toString()
          .split(':')[1],
      ]);
    expectRefusal(await mutate('retryRun', { runId: run?.id }), 'CONFLICT', ['input', 'runId']);
    expect(await mutate('cancelRun', { runId: run?.id })).toMatchObject({
      run: { status: 'CANCELLED' },
      userErrors: [],
    });
  });

  test('a transcript that is not ready says that it may be later', async () => {
    const { transcript } = await mutate('importTranscript', { text: sampleCall(9), score: false });
    const [, id] = Buffer.from(transcript?.id ?? '', 'base64url')
      .toString()
      .split(':');
    const status = async (): Promise<void> => {
      await own.scope().em.execute(`update transcript set status = 'QUEUED' where id = ?`, [id]);
    };
    await status();
    const { userErrors } = await mutate('startRun', { transcriptId: transcript?.id });
    if (userErrors.length > 0) expect(userErrors).toMatchObject([{ code: 'TRANSCRIPT_NOT_READY', retryable: true }]);
  });

  test('an unknown prompt version is refused', async () => {
    const input = { transcriptId, promptVersionId: missing('PromptVersion') };
    expectRefusal(await mutate('startRun', input), 'PROMPT_VERSION_UNKNOWN', ['input', 'promptVersionId']);
  });
});

describe("another organization's ids", () => {
  test('answer byte for byte as ids of nothing', async () => {
    const { run } = await mutate('startRun', { transcriptId: foreignTranscriptId }, foreign);
    const { batch } = await mutate('startBatch', { transcriptIds: [foreignTranscriptId] }, foreign);
    const { apiKey } = await mutate('createApiKey', { name: 'theirs', role: 'ADMIN' }, foreign);
    const ids = (foreignId: string | undefined, type: NodeType): readonly string[] => [foreignId ?? '', missing(type)];
    const mutations: readonly (readonly [Mutation, (id: string) => Record<string, unknown>, readonly string[]])[] = [
      ['startRun', (id) => ({ transcriptId: id }), ids(foreignTranscriptId, 'Transcript')],
      ['startBatch', (id) => ({ transcriptIds: [id] }), ids(foreignTranscriptId, 'Transcript')],
      ['cancelRun', (id) => ({ runId: id }), ids(run?.id, 'Run')],
      ['cancelBatch', (id) => ({ batchId: id }), ids(batch?.id, 'Batch')],
      ['retryRun', (id) => ({ runId: id }), ids(run?.id, 'Run')],
      ['revokeApiKey', (id) => ({ id }), ids(apiKey?.id, 'ApiKey')],
    ];
    for (const [name, inputOf, pair] of mutations) {
      const answers = await Promise.all(pair.map((id) => client.ask(documentOf(name), { input: inputOf(id) })));
      expect(answers[0]).toMatchObject({ status: 200, data: { [name]: { userErrors: [{ code: 'NOT_FOUND' }] } } });
      expect(JSON.stringify(answers[0])).toBe(JSON.stringify(answers[1]));
    }
    const queries = [
      ['transcript(id: $id) { id }', ids(foreignTranscriptId, 'Transcript')],
      ['run(id: $id) { id }', ids(run?.id, 'Run')],
      ['batch(id: $id) { id }', ids(batch?.id, 'Batch')],
      ['node(id: $id) { id }', ids(apiKey?.id, 'ApiKey')],
      ['transcripts(filter: { representativeId: $id }) { edges { cursor } }', ids(undefined, 'Representative')],
    ] as const;
    for (const [selection, pair] of queries.slice(0, 4)) {
      const answers = await Promise.all(pair.map((id) => client.ask(`query ($id: ID!) { ${selection} }`, { id })));
      expect(JSON.stringify(answers[0])).toBe(JSON.stringify(answers[1]));
    }
  });
});

describe('keys', () => {
  const SEE = '{ viewer { keyName role organization { name } } }';
  const byRole = async (role: string): Promise<ApiClient> => {
    const { key } = await mutate('createApiKey', { name: `a ${role}`, role });
    return apiClient(running, key ?? '');
  };

  test.each(['ANALYST', 'SERVICE'])(
    '%s may upload and score, but neither make, see nor end keys nor read the log',
    async (role) => {
      const holder = await byRole(role);
      expect(await holder.read(SEE)).toEqual({
        viewer: { keyName: `a ${role}`, role, organization: { name: 'Test' } },
      });
      expect((await mutate('startRun', { transcriptId }, holder)).userErrors).toEqual([]);
      expectRefusal(await mutate('createApiKey', { name: 'x', role: 'ADMIN' }, holder), 'FORBIDDEN', []);
      expectRefusal(await mutate('revokeApiKey', { id: missing('ApiKey') }, holder), 'FORBIDDEN', []);
      for (const field of ['apiKeys', 'auditLog']) {
        const { errors } = await holder.ask(`{ ${field} { edges { node { id } } } }`);
        expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
      }
    },
  );

  test.each([
    [{ name: ' ', role: 'ADMIN' }, ['input', 'name']],
    [{ name: 'n'.repeat(101), role: 'ADMIN' }, ['input', 'name']],
    [{ name: 'late', role: 'ADMIN', expiresAt: '2020-01-01T00:00:00Z' }, ['input', 'expiresAt']],
  ])('%.40j is refused', async (input, path) => {
    expectRefusal(await mutate('createApiKey', input), 'BAD_USER_INPUT', path);
  });

  test('are listed without their secret', async () => {
    const { key, apiKey } = await mutate('createApiKey', { name: 'listed', role: 'SERVICE' });
    const { apiKeys } = await client.read<{ apiKeys: { edges: { node: { id: string; prefix: string } }[] } }>(
      '{ apiKeys(first: 1) { edges { node { id name prefix role createdAt expiresAt revokedAt } } } }',
    );
    expect(apiKeys.edges[0]?.node).toMatchObject({ id: apiKey?.id, prefix: key?.slice(0, 10) });
    expect(JSON.stringify(apiKeys)).not.toContain(key);
  });

  test('a revoked key is refused within 5 s over HTTP, and revoking twice changes nothing', async () => {
    const { key, apiKey } = await mutate('createApiKey', { name: 'short-lived', role: 'SERVICE' });
    const holder = apiClient(running, key ?? '');
    await holder.read(SEE);
    const revoked = await mutate('revokeApiKey', { id: apiKey?.id });
    expect(revoked.apiKey?.revokedAt).not.toBeNull();
    const refused = async (): Promise<void> => {
      while ((await holder.ask(SEE)).status !== 401) await sleep(50);
    };
    expect(await secondsUntil(refused())).toBeLessThan(5);
    const { errors, status } = await holder.ask(SEE);
    expect(status).toBe(401);
    expect(errors?.[0]).toMatchObject({
      message: expect.stringContaining('revoked'),
      extensions: { code: 'UNAUTHENTICATED' },
    });
    expect((await holder.request('/uploads', { method: 'POST', body: 'Rep: a?' })).status).toBe(401);
    expect(await mutate('revokeApiKey', { id: apiKey?.id })).toMatchObject({
      apiKey: { revokedAt: revoked.apiKey?.revokedAt },
    });
  });

  test('an expired key is refused at once', async () => {
    /** A key that was asked with in its time, and when that ends; a machine that is too busy for it gets more. */
    const brief = async (ms: number): Promise<{ holder: ApiClient; expiresAt: Date }> => {
      const expiresAt = new Date(Date.now() + ms);
      const made = await createApiKey(own.scope(), { name: 'brief', role: 'SERVICE', expiresAt }).catch(() => null);
      const holder = apiClient(running, made?.key ?? '');
      const { status } = await holder.ask(SEE);
      if (Date.now() >= expiresAt.getTime()) return brief(ms * 2);
      expect(status).toBe(200);
      return { holder, expiresAt };
    };
    const { holder, expiresAt } = await brief(400);
    await sleep(expiresAt.getTime() - Date.now() + 1);
    const { status, errors } = await holder.ask(SEE);
    expect([status, errors?.[0]?.extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
  });

  test.each([
    null,
    'nonsense',
    `dbf_${'0'.repeat(32)}_000000`,
    `dbf_${'a'.repeat(10_000)}`,
    'dbf_\u00e9'.normalize('NFC').slice(0, 4),
  ])('key %.20j: 401 as JSON, in the form of GraphQL', async (key) => {
    const { status, errors } = await apiClient(running, key).ask(SEE);
    expect([status, errors?.[0]?.extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
  });
});

describe('the audit log', () => {
  interface Log {
    auditLog: {
      edges: {
        node: {
          action: string;
          subjectId: string;
          subjectType: string;
          actorKind: string;
          actorId: string | null;
          requestId: string | null;
          after: { name: string; value: string }[];
        };
      }[];
    };
  }
  const LOG = `query ($subjectId: ID) { auditLog(first: 100, filter: { subjectId: $subjectId }) {
    edges { node { action subjectId subjectType actorKind actorId requestId createdAt before { name value } after { name value } } } } }`;

  test('has who did what, without any secret', async () => {
    const { transcript } = await mutate('importTranscript', { text: sampleCall(11), score: false });
    const { run } = await mutate('startRun', { transcriptId });
    const { apiKey, key } = await mutate('createApiKey', { name: 'audited', role: 'SERVICE' });
    await mutate('revokeApiKey', { id: apiKey?.id });
    const actionsOf = async (subjectId: string | undefined): Promise<string[]> => {
      const { auditLog } = await client.read<Log>(LOG, { subjectId });
      for (const { node } of auditLog.edges) {
        expect(node).toMatchObject({ subjectId, actorKind: 'API_KEY', requestId: expect.any(String) });
        expect(node.actorId).toEqual(expect.any(String));
      }
      return auditLog.edges.map(({ node }) => node.action);
    };
    expect(await actionsOf(transcript?.id)).toEqual(['transcript.upload']);
    expect(await actionsOf(run?.id)).toEqual(['run.start']);
    expect(await actionsOf(apiKey?.id)).toEqual(['apiKey.revoke', 'apiKey.create']);
    const whole = JSON.stringify(await client.read(LOG));
    expect(whole).not.toContain(key);
    expect(whole).not.toContain(sampleCall(11).slice(0, 30));
  });

  test('takes the request id of the caller', async () => {
    const response = await client.request('/uploads?score=false', {
      method: 'POST',
      body: sampleCall(12),
      headers: { 'x-request-id': 'trace-4711' },
    });
    expect(response.headers.get('x-request-id')).toBe('trace-4711');
    const { auditLog } = await client.read<Log>(LOG);
    expect(auditLog.edges[0]?.node).toMatchObject({ action: 'transcript.upload', requestId: 'trace-4711' });
  });
});
