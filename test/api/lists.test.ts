import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { toGlobalId } from '../../src/scope/global-id.js';
import { startTestSystem, type TestOrganization, type TestSystem } from '../support/system.js';
import { apiClient, must, type ApiClient } from './client.js';

let running: TestSystem;
let own: TestOrganization;
let other: TestOrganization;
let client: ApiClient;
let foreign: ApiClient;

interface Inserted {
  readonly ids: readonly string[];
  readonly representatives: readonly string[];
  readonly companies: readonly string[];
}

/** One transcript, normalization and company of each organization, and runs that ended in every way. */
const insertCall = async (
  { scope, id: organizationId }: TestOrganization,
  {
    representativeId = null,
    companyId = null,
    createdAt,
  }: { representativeId?: string | null; companyId?: string | null; createdAt: string },
): Promise<{ transcriptId: string; normalizationId: string }> => {
  const { em } = scope();
  const [rawId, transcriptId, normalizationId] = [uuidv7(), uuidv7(), uuidv7()];
  await em.transactional(async (em) => {
    await em.execute(
      `insert into raw_file (organization_id, id, file_name, bytes, byte_length, sha256) values (?, ?, 'a.txt', 'x', 1, 'h')`,
      [organizationId, rawId],
    );
    await em.execute(
      `insert into transcript (organization_id, id, raw_file_id, status, upload_fields, requested_scoring, file_name, content_hash, normalization_id, turn_count, representative_id, company_id, created_at)
       values (?, ?, ?, 'READY', '{}', '{"score":false}', 'a.txt', 'h', ?, 3, ?, ?, ?)`,
      [organizationId, transcriptId, rawId, normalizationId, representativeId, companyId, createdAt],
    );
    const turns = [0, 1, 2].map((index) => ({
      index,
      participant: index % 2,
      startMs: null,
      endMs: null,
      text: `Turn ${index}`,
      rawOffset: [0, 1],
    }));
    const participants = [0, 1].map((index) => ({
      index,
      speakerLabel: `S${index}`,
      name: null,
      email: null,
      affiliation: null,
      role: 'UNKNOWN',
      roleSource: 'NONE',
      confidence: 0,
    }));
    await em.execute(
      `insert into normalization (organization_id, id, transcript_id, normalizer_version, format, confidence, encoding, document, warnings)
       values (?, ?, ?, '1', 'plain', 1, 'utf-8', ?, '[]')`,
      [organizationId, normalizationId, transcriptId, JSON.stringify({ turns, participants })],
    );
  });
  return { transcriptId, normalizationId };
};

interface NewRun {
  readonly status: string;
  readonly overall?: number | null;
  readonly callAt: string;
  readonly batchId?: string;
  readonly representativeId?: string | undefined;
  readonly companyId?: string | undefined;
  readonly supersededById?: string;
  readonly scores?: readonly (number | null)[];
}

const SPEC = {
  evaluator: { name: 'rubric-judge/rubric', version: 1 },
  rubric: { key: 'spin', version: 1 },
  promptVersion: { id: uuidv7(), key: 'base', number: 1, hash: 'h' },
  models: { judge: 'baseline/x' },
  parameters: { temperature: 0, seed: 7, maxOutputTokens: 1 },
  corrections: 1,
};

const insertRun = async (
  { scope, id: organizationId }: TestOrganization,
  call: { transcriptId: string; normalizationId: string },
  run: NewRun,
): Promise<string> => {
  const { em } = scope();
  const id = uuidv7();
  const scored = run.status === 'SCORED';
  const outcome = scored ? (run.overall == null ? 'UNSCORED' : 'SCORED') : null;
  await em.transactional(async (em) => {
    await em.execute(
      `insert into run (organization_id, id, transcript_id, normalization_id, batch_id, representative_id, company_id, status, spec, prompt_version_id, model,
         rubric_key, rubric_version, overall_outcome, overall_score, overall_potential, overall_normalized, overall_reason, superseded_by_id, call_at, created_at, ended_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'baseline/x', 'spin', 1, ?, ?, ?, ?, ?, ?, ?, '2026-03-03T10:00:00Z', now())`,
      [
        organizationId,
        id,
        call.transcriptId,
        call.normalizationId,
        run.batchId ?? null,
        run.representativeId ?? null,
        run.companyId ?? null,
        run.status,
        JSON.stringify(SPEC),
        SPEC.promptVersion.id,
        outcome,
        run.overall ?? null,
        outcome === 'SCORED' ? 5 : null,
        outcome === 'SCORED' ? (run.overall ?? 0) / 5 : null,
        outcome === 'UNSCORED' ? 'NOT_A_SALES_CALL' : null,
        run.supersededById ?? null,
        run.callAt,
      ],
    );
    for (const [position, value] of (run.scores ?? []).entries()) {
      await em.execute(
        `insert into score (organization_id, run_id, dimension, position, outcome, value, reason, rationale, evidence) values (?, ?, ?, ?, ?, ?, ?, 'why', '[]')`,
        [
          organizationId,
          id,
          ['situation', 'problem'][position],
          position,
          value === null ? 'UNSCORED' : 'SCORED',
          value,
          value === null ? 'INSUFFICIENT_EVIDENCE' : null,
        ],
      );
    }
  });
  return id;
};

const insertPeople = async (
  { scope, id }: TestOrganization,
  table: 'representative' | 'company',
  names: readonly string[],
): Promise<string[]> => {
  const ids = names.map(() => uuidv7());
  for (const [n, name] of names.entries()) {
    await scope().em.execute(
      `insert into ${table} (organization_id, id, name, identity, created_at) values (?, ?, ?, ?, '2026-01-01')`,
      [id, ids[n], name, `i${n}`],
    );
  }
  return ids;
};

const NAMES = ['Ann', 'Bo', 'Bo', 'Bo', 'Bo', 'Cy', 'Émile', '%_\\'];
const TIE = '2026-02-02T10:00:00.123456Z';
let inserted: Inserted;
let foreignCall: { transcriptId: string; normalizationId: string };

beforeAll(async () => {
  running = await startTestSystem({ worker: false });
  [own, other] = [await running.createOrganization(), await running.createOrganization('Other')];
  [client, foreign] = [apiClient(running, own.key), apiClient(running, other.key)];
  const representatives = await insertPeople(own, 'representative', NAMES);
  const companies = await insertPeople(own, 'company', ['Alpha', 'Beta']);
  const ids: string[] = [];
  for (let n = 0; n < 23; n += 1) {
    const createdAt = n < 3 ? `2026-02-0${n + 3}T10:00:00Z` : TIE;
    ids.push(
      (await insertCall(own, { createdAt, representativeId: n < 5 ? (representatives[0] ?? null) : null }))
        .transcriptId,
    );
  }
  inserted = { ids, representatives, companies };
  foreignCall = await insertCall(other, { createdAt: TIE });
});
afterAll(() => running.close());

interface Connection {
  readonly edges: readonly {
    readonly cursor: string;
    readonly node: { readonly id: string; readonly name?: string };
  }[];
  readonly pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
}
const PAGE = 'edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';

const page = async (field: string, variables: Record<string, unknown> = {}, args = ''): Promise<Connection> => {
  const query = `query ($first: Int! = 20, $after: String) { list: ${field}(first: $first, after: $after${args}) { ${PAGE} } }`;
  return must((await client.read<Record<string, Connection>>(query, variables)).list);
};

const walk = async (field: string, first: number, args = ''): Promise<string[]> => {
  const found: string[] = [];
  let after: string | null = null;
  for (;;) {
    const { edges, pageInfo } = await page(field, { first, after }, args);
    expect(pageInfo).toMatchObject({
      hasPreviousPage: after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    });
    found.push(...edges.map(({ node }) => node.id));
    if (!pageInfo.hasNextPage) return found;
    after = pageInfo.endCursor;
  }
};

const codeOf = async (field: string, variables: Record<string, unknown>, args = '', by = client) => {
  const { errors, status } = await by.ask(
    `query ($first: Int! = 20, $after: String) { ${field}(first: $first, after: $after${args}) { ${PAGE} } }`,
    variables,
  );
  const [error] = errors ?? [];
  return {
    status,
    code: error?.extensions.code,
    argument: error?.extensions.argumentPath,
    message: error?.message ?? '',
  };
};

describe('pages', () => {
  test.each([
    ['transcripts', 7, ''],
    ['transcripts', 1, ', orderBy: ASC'],
    ['transcripts', 23, ''],
    ['representatives', 2, ''],
    ['representatives', 3, ', orderBy: { field: NAME, direction: DESC }'],
    ['representatives', 3, ', orderBy: { field: CREATED_AT, direction: DESC }'],
    ['companies', 1, ''],
  ])('%s by %i%s: every row once, over ties', async (field, first, args) => {
    const whole = await walk(field, 100, args);
    expect(await walk(field, first, args)).toEqual(whole);
    expect(new Set(whole).size).toBe(whole.length);
    expect(whole.length).toBe({ transcripts: 23, representatives: NAMES.length, companies: 2 }[field]);
  });

  test('rows that come meanwhile move nothing', async () => {
    const first = await page('transcripts', { first: 5 });
    const { transcriptId } = await insertCall(own, { createdAt: '2026-12-31T00:00:00Z' });
    const second = await page('transcripts', { first: 100, after: first.pageInfo.endCursor });
    const seen = [...first.edges, ...second.edges].map(({ node }) => node.id);
    expect(new Set(seen).size).toBe(23);
    expect(seen).not.toContain(toGlobalId('Transcript', transcriptId));
    await own.scope().em.execute('update transcript set created_at = ? where id = ?', [TIE, transcriptId]);
    inserted = { ...inserted, ids: [...inserted.ids, transcriptId] };
  });

  test.each([0, -1, 101, 2_147_483_647])('first: %i is refused before anything runs', async (first) => {
    const { code, argument, message, status } = await codeOf('transcripts', { first });
    expect({ code, argument, status }).toEqual({ code: 'BAD_USER_INPUT', argument: ['first'], status: 200 });
    expect(message).toContain(String(first));
  });

  test.each([null, 'x', 1.5, 2_147_483_648])('first: %j does not fit its type', async (first) => {
    expect(await codeOf('transcripts', { first })).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringContaining('$first'),
    });
  });

  test('turns allow 500 at once, and have cursors of their own', async () => {
    const id = toGlobalId('Transcript', inserted.ids[0] ?? '');
    const TURNS = `query ($id: ID!, $first: Int! = 50, $after: String) { transcript(id: $id) { turns(first: $first, after: $after) { edges { cursor node { index text participant { speakerLabel } } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`;
    const turns = async (variables: Record<string, unknown>) =>
      client.ask<{ transcript: { turns: { edges: unknown[] } } }>(TURNS, { id, ...variables });
    expect((await turns({ first: 500 })).data?.transcript.turns).toMatchObject({
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: '0', endCursor: '2' },
    });
    expect((await turns({ first: 2 })).data?.transcript.turns).toMatchObject({
      edges: [{ node: { index: 0 } }, { node: { index: 1 } }],
      pageInfo: { hasNextPage: true },
    });
    expect((await turns({ first: 2, after: '1' })).data?.transcript.turns).toMatchObject({
      edges: [{ node: { index: 2, participant: { speakerLabel: 'S0' } } }],
      pageInfo: { hasNextPage: false, hasPreviousPage: true },
    });
    for (const after of ['-1', 'x', '1e3', '99999999'])
      expect((await turns({ after })).errors?.[0]?.extensions.code).toBe('BAD_CURSOR');
    expect((await turns({ first: 501 })).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(
      (await client.ask(`query ($id: ID!) { transcript(id: $id) { turns { edges { cursor } } } }`, { id })).errors,
    ).toBeUndefined();
  });
});

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const decoded = (cursor: string): unknown[] => JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];

describe('cursors', () => {
  test('of another order, list or organization are refused', async () => {
    const { pageInfo } = await page('transcripts', { first: 1 });
    const after = pageInfo.endCursor;
    const refused = [
      await codeOf('transcripts', { after }, ', orderBy: ASC'),
      await codeOf('runs', { after }),
      await codeOf('batches', { after }),
      await codeOf('transcripts', { after }, '', foreign),
      await codeOf('representatives', { after: (await page('companies', { first: 1 })).pageInfo.endCursor }),
    ];
    for (const { code, argument } of refused) expect([code, argument]).toEqual(['BAD_CURSOR', ['after']]);
  });

  test('that were forged are refused, and never reach the database', async () => {
    const [list, key, id] = decoded((await page('transcripts', { first: 1 })).pageInfo.endCursor ?? '');
    const names = decoded((await page('representatives', { first: 1 })).pageInfo.endCursor ?? '');
    const times = [
      '2026-02-30T10:00:00.000000Z',
      '2026-13-01T10:00:00.000000Z',
      '2026-01-01T25:00:00.000000Z',
      '0000-01-01T00:00:00.000000Z',
      '9999-99-99T99:99:99.999999Z',
      'infinity',
      'now',
      "2026'; select 1",
      '',
    ];
    const forged = [
      '',
      'x',
      '💥',
      encoded(null),
      encoded({}),
      encoded([]),
      encoded([list, key]),
      encoded([list, 1, id]),
      encoded([list, key, 'x']),
      encoded([list, key, `${String(id)}0`]),
      encoded(['x', key, id]),
      'A'.repeat(50_000),
      ...times.map((time) => encoded([list, time, id])),
    ];
    for (const after of forged) expect(await codeOf('transcripts', { after })).toMatchObject({ code: 'BAD_CURSOR' });
    expect(await codeOf('representatives', { after: encoded([names[0], 'a\u0000', names[2]]) })).toMatchObject({
      code: 'BAD_CURSOR',
    });
  });
});

describe('filters', () => {
  const count = async (field: string, args: string): Promise<number> => (await walk(field, 100, args)).length;

  test('of transcripts', async () => {
    const representative = toGlobalId('Representative', inserted.representatives[0] ?? '');
    expect(await count('transcripts', `, filter: { representativeId: "${representative}" }`)).toBe(5);
    expect(await count('transcripts', ', filter: { status: [READY, HELD] }')).toBe(24);
    expect(await count('transcripts', ', filter: { status: [REFUSED] }')).toBe(0);
    expect(await count('transcripts', ', filter: { externalRef: "none" }')).toBe(0);
    expect(await count('transcripts', ', filter: {}')).toBe(24);
  });

  test('by time and by content', async () => {
    expect(await count('transcripts', ', filter: { from: "2026-02-03T10:00:00Z", to: "2026-02-05T10:00:00Z" }')).toBe(
      2,
    );
    expect(await count('transcripts', ', filter: { from: "2030-01-01T00:00:00Z" }')).toBe(0);
    expect(await count('transcripts', ', filter: { sha256: "h" }')).toBe(24);
    expect(await count('transcripts', ', filter: { sha256: "other" }')).toBe(0);
    expect(await count('transcripts', ', filter: { search: "A.t" }')).toBe(24);
    expect(await count('transcripts', ', filter: { search: "a%t" }')).toBe(0);
  });

  test('of runs by score, page by page over ties, without those that have none', async () => {
    const call = await insertCall(own, { createdAt: TIE });
    const batch = uuidv7();
    await own
      .scope()
      .em.execute(`insert into batch (organization_id, id, name, size) values (?, ?, 'B', 1)`, [own.id, batch]);
    const shares = [0.3, 1 / 3, 0, 0.3, null, 1];
    const ids: string[] = [];
    for (const [day, share] of shares.entries()) {
      const callAt = `2021-01-0${day + 1}T00:00:00Z`;
      const id = await insertRun(own, call, {
        status: 'SCORED',
        overall: share === null ? null : share * 5,
        callAt,
        batchId: batch,
      });
      await own.scope().em.execute('update run set overall_normalized = ? where id = ?', [share, id]);
      ids.push(id);
    }
    const inBatch = `batchId: "${toGlobalId('Batch', batch)}"`;
    const days = async (first: number, direction: string, filter = ''): Promise<number[]> =>
      (
        await walk(
          'runs',
          first,
          `, filter: { ${inBatch} ${filter} }, orderBy: { field: OVERALL, direction: ${direction} }`,
        )
      ).map((id) => ids.findIndex((one) => toGlobalId('Run', one) === id));
    for (const first of [1, 2, 100]) {
      expect(await days(first, 'ASC')).toEqual([2, 0, 3, 1, 5]);
      expect(await days(first, 'DESC')).toEqual([5, 1, 3, 0, 2]);
    }
    expect(await days(100, 'ASC', 'from: "2021-01-02T00:00:00Z", to: "2021-01-06T00:00:00Z"')).toEqual([2, 3, 1]);
    expect(await days(100, 'ASC', 'rubric: "other"')).toEqual([]);
    const { pageInfo } = await page('runs', { first: 1 }, ', orderBy: { field: OVERALL, direction: ASC }');
    const [list, , id] = decoded(pageInfo.endCursor ?? '');
    for (const key of ['NaN', 'x', '', "1'", '1e9999', '9e-999']) {
      const after = encoded([list, key, id]);
      expect(await codeOf('runs', { after }, ', orderBy: { field: OVERALL, direction: ASC }')).toMatchObject({
        code: 'BAD_CURSOR',
      });
    }
  });

  test('of names find parts of them, and take no pattern', async () => {
    expect(await count('representatives', ', filter: { search: "bo" }')).toBe(4);
    expect(await count('representatives', ', filter: { search: "É" }')).toBe(1);
    expect(await count('representatives', ', filter: { search: "%" }')).toBe(1);
    expect(await count('representatives', `, filter: { search: "'; drop table run; --" }`)).toBe(0);
  });

  test.each([
    ['representatives', ', filter: { search: "a\\u0000" }'],
    ['transcripts', ', filter: { externalRef: "a\\u0000" }'],
    ['runs', ', filter: { model: "\\u0000" }'],
    ['auditLog', ', filter: { action: "\\u0000" }'],
  ])('a NUL in a filter of %s is the caller’s fault, not ours', async (field, args) => {
    expect(await codeOf(field, {}, args)).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  test('an id of another type or of nothing is refused alike', async () => {
    const run = toGlobalId('Run', uuidv7());
    for (const id of [run, 'x', '']) {
      expect(await codeOf('transcripts', {}, `, filter: { companyId: "${id}" }`)).toMatchObject({ code: 'NOT_FOUND' });
    }
  });

  test('pages that multiply beyond reason are refused before anything runs', async () => {
    const deep = (first: number): string =>
      `{ transcripts(first: ${first}) { edges { node { runs(first: ${first}) { edges { node { transcript { runs(first: ${first}) { edges { node { id } } } } } } } } } } }`;
    expect((await client.ask(deep(20))).errors).toBeUndefined();
    const { errors, status } = await client.ask(deep(100));
    expect([status, errors?.[0]?.extensions.code]).toEqual([400, 'QUERY_TOO_EXPENSIVE']);
    expect(errors?.[0]?.message).toContain('1010100');
    const byVariable = await client.ask(
      `query ($n: Int! = 100) { transcripts(first: $n) { ...T } } fragment T on TranscriptConnection { edges { node { ... on Transcript { turns(first: $n) { edges { cursor } } } } } }`,
    );
    expect(byVariable.errors?.[0]?.extensions.code).toBe('QUERY_TOO_EXPENSIVE');
  });
});

describe('node and nodes', () => {
  test('find every type by its id, and nothing of others', async () => {
    const call = await insertCall(own, { createdAt: TIE });
    const batchId = uuidv7();
    await own
      .scope()
      .em.execute(`insert into batch (organization_id, id, name, size) values (?, ?, 'B', 1)`, [own.id, batchId]);
    const runId = await insertRun(own, call, { status: 'FAILED', callAt: '2020-01-01T00:00:00Z', batchId });
    const listed = await client.read<{
      rubrics: Connection;
      prompts: { edges: { node: { published: { id: string } } }[] };
      apiKeys: Connection;
      viewer: { organization: { id: string } };
    }>(
      `{ rubrics { ${PAGE} } prompts { edges { node { published { id } } } } apiKeys { ${PAGE} } viewer { organization { id } } }`,
    );
    const ids = [
      ['Transcript', toGlobalId('Transcript', call.transcriptId)],
      ['Run', toGlobalId('Run', runId)],
      ['Batch', toGlobalId('Batch', batchId)],
      ['Representative', toGlobalId('Representative', inserted.representatives[0] ?? '')],
      ['Company', toGlobalId('Company', inserted.companies[0] ?? '')],
      ['RubricVersion', listed.rubrics.edges[0]?.node.id],
      ['PromptVersion', listed.prompts.edges[0]?.node.published.id],
      ['ApiKey', listed.apiKeys.edges[0]?.node.id],
      ['Organization', listed.viewer.organization.id],
    ];
    const NODES = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }';
    const all = ids.map(([, id]) => id);
    expect(await client.read(NODES, { ids: all })).toEqual({
      nodes: ids.map(([__typename, id]) => ({ __typename, id })),
    });
    for (const [__typename, id] of ids) {
      expect(await client.read('query ($id: ID!) { node(id: $id) { __typename id } }', { id })).toEqual({
        node: { __typename, id },
      });
    }
    const shared = ['RubricVersion', 'PromptVersion'];
    expect(await foreign.read(NODES, { ids: all })).toEqual({
      nodes: ids.map(([__typename, id]) => (shared.includes(__typename ?? '') ? { __typename, id } : null)),
    });
    const nothing = [
      '',
      'x',
      encoded('Run:1'),
      toGlobalId('Run', call.transcriptId),
      Buffer.from('__proto__:1').toString('base64url'),
      Buffer.from(`constructor:${runId}`).toString('base64url'),
    ];
    expect(await client.read(NODES, { ids: nothing })).toEqual({ nodes: nothing.map(() => null) });
    expect(
      (await client.ask(NODES, { ids: Array.from({ length: 101 }, () => 'x') })).errors?.[0]?.extensions.code,
    ).toBe('BAD_USER_INPUT');
    expect(
      (
        await client.read<{ runs: Connection; batch: { runs: Connection } }>(
          `query ($id: ID!) { runs(filter: { batchId: $id }) { ${PAGE} } batch(id: $id) { runs { ${PAGE} } } }`,
          { id: toGlobalId('Batch', batchId) },
        )
      ).batch.runs.edges,
    ).toHaveLength(1);
  });
});

describe('analytics', () => {
  const COUNTS = 'counts { scored unscored invalid failed } meanOverall';
  const DIMENSIONS = 'dimensions { dimension mean scored unscored }';
  const FIGURES = `query ($filter: AnalyticsFilter, $bucket: Bucket! = MONTH) { analytics {
    trend(filter: $filter, bucket: $bucket) { start ${COUNTS} }
    representativeSummaries(filter: $filter) { representative { name } ${COUNTS} ${DIMENSIONS} }
    companySummaries(filter: $filter) { company { name } ${COUNTS} ${DIMENSIONS} } } }`;
  const filter = { from: '2026-03-01T00:00:00Z', to: '2026-05-01T00:00:00Z' };
  const counts = (scored: number, unscored: number, invalid: number, failed: number) => ({
    scored,
    unscored,
    invalid,
    failed,
  });
  interface Figures {
    analytics: { trend: unknown[]; representativeSummaries: unknown[]; companySummaries: unknown[] };
  }

  beforeAll(async () => {
    const [ann, bo] = inserted.representatives.map(String);
    const [alpha, beta] = inserted.companies.map(String);
    const call = await insertCall(own, { createdAt: TIE });
    const march = { callAt: '2026-03-31T23:59:59Z' };
    const april = { callAt: '2026-04-01T00:00:00Z' };
    const newer = await insertRun(own, call, {
      ...march,
      status: 'SCORED',
      overall: 4,
      representativeId: ann,
      companyId: alpha,
      scores: [4, null],
    });
    const runs: readonly NewRun[] = [
      {
        ...march,
        status: 'SCORED',
        overall: 1,
        representativeId: ann,
        companyId: alpha,
        scores: [1, 1],
        supersededById: newer,
      },
      {
        ...march,
        status: 'SCORED',
        overall: 2,
        representativeId: ann,
        companyId: beta,
        scores: [2, 3],
      },
      {
        ...march,
        status: 'SCORED',
        overall: null,
        representativeId: ann,
        companyId: alpha,
        scores: [null, null],
      },
      { ...april, status: 'INVALID', representativeId: ann, companyId: alpha },
      { ...april, status: 'NEEDS_REVIEW', representativeId: bo },
      { ...april, status: 'FAILED', representativeId: bo, companyId: beta },
      { ...april, status: 'CANCELLED', representativeId: bo, companyId: beta },
      { ...april, status: 'QUEUED', representativeId: bo },
      { status: 'SCORED', overall: 5, callAt: '2026-05-01T00:00:00Z', representativeId: bo },
      { status: 'SCORED', overall: 5, callAt: '2026-02-28T23:59:59Z', representativeId: bo },
    ];
    for (const run of runs) await insertRun(own, call, run);
    await insertRun(other, foreignCall, { ...march, status: 'SCORED', overall: 5 });
  });

  test('count every end once, and mean only over what is scored', async () => {
    const { analytics } = await client.read<Figures>(FIGURES, { filter });
    expect(analytics.trend).toEqual([
      { start: '2026-03-01T00:00:00.000Z', meanOverall: 3, counts: counts(2, 1, 0, 0) },
      { start: '2026-04-01T00:00:00.000Z', meanOverall: null, counts: counts(0, 0, 2, 1) },
    ]);
    expect(analytics.representativeSummaries).toEqual([
      {
        representative: { name: 'Ann' },
        meanOverall: 3,
        counts: counts(2, 1, 1, 0),
        dimensions: [
          { dimension: 'situation', mean: 3, scored: 2, unscored: 1 },
          { dimension: 'problem', mean: 3, scored: 1, unscored: 2 },
        ],
      },
      { representative: { name: 'Bo' }, meanOverall: null, counts: counts(0, 0, 1, 1), dimensions: [] },
    ]);
    expect(analytics.companySummaries).toMatchObject([
      { company: { name: expect.any(String) }, counts: { scored: 1 } },
      { company: { name: expect.any(String) }, counts: { scored: 1 } },
    ]);
  });

  test('filter by representative and company, in summaries too', async () => {
    const companyId = toGlobalId('Company', inserted.companies[1] ?? '');
    const { analytics } = await client.read<Figures>(FIGURES, { filter: { ...filter, companyId } });
    expect(analytics.companySummaries).toMatchObject([
      { company: { name: 'Beta' }, meanOverall: 2, counts: counts(1, 0, 0, 1) },
    ]);
    expect(analytics.representativeSummaries).toMatchObject([
      { representative: { name: 'Ann' }, counts: counts(1, 0, 0, 0) },
      { representative: { name: 'Bo' }, counts: counts(0, 0, 0, 1) },
    ]);
    const representativeId = toGlobalId('Representative', inserted.representatives[1] ?? '');
    const byBo = await client.read<Figures>(FIGURES, { filter: { ...filter, representativeId } });
    expect(byBo.analytics.trend).toMatchObject([{ counts: counts(0, 0, 1, 1) }]);
  });

  test('other rubrics, empty periods and other organizations have no figures of ours', async () => {
    const empty = { trend: [], representativeSummaries: [], companySummaries: [] };
    expect(await client.read(FIGURES, { filter: { ...filter, rubric: 'other' } })).toEqual({ analytics: empty });
    expect(await client.read(FIGURES, { filter: { from: filter.to, to: filter.from } })).toEqual({ analytics: empty });
    expect((await foreign.read<Figures>(FIGURES, { filter })).analytics.trend).toMatchObject([
      { counts: counts(1, 0, 0, 0), meanOverall: 5 },
    ]);
    expect(
      (await client.ask(FIGURES, { filter: { from: '0001-01-01T00:00:00Z', to: '9999-12-31T23:59:59Z' } })).errors,
    ).toBeUndefined();
    expect((await client.ask(FIGURES, { filter: { from: 'yesterday' } })).errors?.[0]?.extensions.code).toBe(
      'BAD_USER_INPUT',
    );
  });
});
