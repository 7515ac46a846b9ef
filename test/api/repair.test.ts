import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createApiKey } from '../../src/access/api-keys.js';
import { auditPage } from '../../src/audit/audit-reads.js';
import { rescoreCorrected } from '../../src/runs/starting/transcript-handlers.js';
import { fromGlobalId, toGlobalId } from '../../src/scope/global-id.js';
import { quarantineTranscript } from '../../src/transcripts/reading/record-reading.js';
import { AppError } from '../../src/errors/app-error.js';
import { inTransaction } from '../../src/scope/in-transaction.js';
import { startTestSystem, type TestOrganization, type TestSystem } from '../support/system.js';
import { apiClient, must, sampleCall, type ApiClient, type UserError } from './client.js';

let running: TestSystem;
let own: TestOrganization;
let client: ApiClient;
let foreign: ApiClient;

beforeAll(async () => {
  running = await startTestSystem();
  own = await running.createOrganization('Nimbus');
  client = apiClient(running, own.key);
  foreign = apiClient(running, (await running.createOrganization('Other')).key);
});
afterAll(() => running.close());

interface Form {
  readonly id: string;
  readonly origin: string;
  readonly format: string;
  readonly inForce: boolean;
  readonly turnCount: number;
  readonly difference: {
    turnsBefore: number;
    turnsChanged: number;
    speakersChanged: string[];
    formatAfter: string;
  } | null;
}

interface Call {
  readonly id: string;
  readonly status: string;
  readonly released: boolean;
  readonly error: { code: string; message: string } | null;
  readonly format: string;
  readonly representative: { name: string } | null;
  readonly participants: { speakerLabel: string; name: string | null; role: string }[];
  readonly corrections: { kind: string; label: string; other: string | null; role: string | null }[];
  readonly quality: { score: number; issues: { code: string; action: string; message: string }[] } | null;
  readonly metrics: { name: string; value: number | null; unit: string | null; reason: string | null }[];
  readonly normalizations: { edges: { node: Form }[] };
  readonly runs: {
    edges: {
      node: { id: string; status: string; subject: { name: string } | null; supersededBy: { id: string } | null };
    }[];
  };
  readonly currentRun: { id: string; status: string } | null;
}

const CALL = `query ($id: ID!) { transcript(id: $id) {
  id status released format error { code message } representative { name } participants { speakerLabel name role }
  corrections { kind label other role } quality { score issues { code action message } } metrics { name value unit reason }
  normalizations { edges { node { id origin format inForce turnCount difference { turnsBefore turnsChanged speakersChanged formatAfter } } } }
  runs { edges { node { id status subject { name } supersededBy { id } } } } currentRun { id status } } }`;

const read = async (id: string): Promise<Call> =>
  must((await client.read<{ transcript: Call | null }>(CALL, { id })).transcript);

/**
 * The call once it is as expected; the worker gets there by itself. Read once more then: the lists of one answer are
 * read one after the other, and some may be older than what shows that the worker is through.
 */
const once = async (id: string, fits: (call: Call) => boolean): Promise<Call> => {
  const deadline = Date.now() + 60_000;
  let call = await read(id);
  while (!fits(call)) {
    if (Date.now() > deadline) throw new Error(`It never came to that: ${JSON.stringify(call)}`);
    await sleep(25);
    call = await read(id);
  }
  return read(id);
};
const runsOf = ({ runs }: Call) => runs.edges.map(({ node }) => node);
const formsOf = ({ normalizations }: Call) => normalizations.edges.map(({ node }) => node);
/** Its fields are read one after the other: the run in force may be there before it is in the list. */
const isScored = (call: Call): boolean =>
  call.currentRun?.status === 'SCORED' && runsOf(call).some(({ id }) => id === call.currentRun?.id);

interface Payload {
  readonly transcript?: { id: string; status: string } | null;
  readonly normalization?: { id: string } | null;
  readonly userErrors: readonly UserError[];
}

const mutate = async (name: string, type: string, input: object, as: ApiClient = client): Promise<Payload> => {
  const made = name === 'correctSpeakers' ? 'normalization { id }' : '';
  const text = `mutation ($input: ${type}!) { ${name}(input: $input) {
    transcript { id status } ${made} userErrors { code message path retryable helpUrl } } }`;
  return must((await as.read<Record<string, Payload>>(text, { input }))[name]);
};
const correct = (transcriptId: string, corrections: readonly object[], more: object = {}, as: ApiClient = client) =>
  mutate('correctSpeakers', 'CorrectSpeakersInput', { transcriptId, corrections, ...more }, as);
const renormalize = (transcriptId: string, more: object = {}, as: ApiClient = client) =>
  mutate('renormalizeTranscript', 'RenormalizeTranscriptInput', { transcriptId, ...more }, as);
const release = (transcriptId: string, as: ApiClient = client) =>
  mutate('releaseTranscript', 'ReleaseTranscriptInput', { transcriptId }, as);
const codesOf = ({ userErrors }: Payload): string[] => userErrors.map(({ code, path }) => `${code} ${path.join('.')}`);

const newest = async (action: string) => must((await auditPage(own.scope(), { action }, true, { first: 1 })).rows[0]);

/** A call of two names that say nothing of their roles, unless the uploader does. */
const twoNames = (nth: number): string =>
  sampleCall(nth).replaceAll('Rep (Debrief)', 'Ann Roe').replaceAll('Customer:', 'Kim Low:');

describe('correcting speakers', () => {
  test('scores again what scoring would see otherwise, with the newer run in force and the older one kept', async () => {
    const id = await client.upload(twoNames(1), { rep: 'Kim Low', customer: 'Ann Roe' });
    const before = await once(id, isScored);
    expect(before.representative).toEqual({ name: 'Kim Low' });
    const { normalization, userErrors } = await correct(id, [{ kind: 'SWAP', label: 'Ann Roe', other: 'Kim Low' }]);
    expect(userErrors).toEqual([]);
    const call = await once(id, (now) => runsOf(now).length === 2 && isScored(now));
    expect(call.participants).toMatchObject([
      { speakerLabel: 'Ann Roe', name: 'Kim Low', role: 'REP' },
      { speakerLabel: 'Kim Low', name: 'Ann Roe', role: 'CUSTOMER' },
    ]);
    expect(runsOf(call)[1]).toMatchObject({ id: runsOf(before)[0]?.id, supersededBy: { id: call.currentRun?.id } });
    expect(formsOf(call)).toMatchObject([
      { id: normalization?.id, origin: 'CORRECTED', inForce: true, difference: { turnsBefore: 8, turnsChanged: 8 } },
      { origin: 'UPLOAD', inForce: false, difference: null },
    ]);
    expect(call.corrections).toEqual([{ kind: 'SWAP', label: 'Ann Roe', other: 'Kim Low', role: null }]);
    expect(call.metrics.find(({ name }) => name.startsWith('conversation/'))).toBeDefined();
    expect(await newest('transcript.correctSpeakers')).toMatchObject({
      subjectId: fromGlobalId('Transcript', id),
      after: { corrections: [{ kind: 'SWAP' }], difference: { turnsChanged: 8 } },
    });
    await rescoreCorrected(own.scope(), fromGlobalId('Transcript', id));
    expect(runsOf(await read(id))).toHaveLength(2);
    const events: unknown[] = await own.scope().em.execute(`select 1 from event where kind = 'TRANSCRIPT_CORRECTED'`);
    expect(events).toHaveLength(1);
  });

  test('a new name scores nothing again; the scores go with it', async () => {
    const id = await client.upload(twoNames(2), { rep: 'Ann Roe' });
    const before = await once(id, isScored);
    expect((await correct(id, [{ kind: 'RENAME', label: 'Ann Roe', name: '  Anna   Roe ' }])).userErrors).toEqual([]);
    const after = await read(id);
    expect(after.representative).toEqual({ name: 'Anna Roe' });
    expect(runsOf(after)).toEqual([{ ...must(runsOf(before)[0]), subject: { name: 'Anna Roe' } }]);
    expect(await own.scope().em.execute(`select 1 from outbox where job = 'speakers-corrected'`)).toEqual([]);
  });

  test.each([
    [[{ kind: 'SWAP', label: 'Ann Roe', other: 'Nobody' }], 'input.corrections.0.other'],
    [[{ kind: 'SWAP', label: 'Ann Roe', other: 'Ann Roe' }], 'input.corrections.0.other'],
    [[{ kind: 'SWAP', label: 'Ann Roe' }], 'input.corrections.0.other'],
    [[{ kind: 'RENAME', label: 'Ann Roe', name: ' ' }], 'input.corrections.0.name'],
    [[{ kind: 'SET_ROLE', label: 'Nobody', role: 'REP' }], 'input.corrections.0.label'],
    [
      [
        { kind: 'MERGE', label: 'Ann Roe', into: 'Kim Low' },
        { kind: 'RENAME', label: 'Ann Roe', name: 'Anna' },
      ],
      'input.corrections.1.label',
    ],
    [[], 'input.corrections'],
  ])('%j is refused where it is wrong, and nothing is done', async (corrections, path) => {
    const id = await client.upload(twoNames(3), { rep: 'Ann Roe', score: 'false' });
    await once(id, ({ status }) => status === 'READY');
    expect(codesOf(await correct(id, corrections))).toEqual([`BAD_USER_INPUT ${path}`]);
    const call = await read(id);
    expect([formsOf(call).length, call.corrections]).toEqual([1, []]);
  });

  test('of two at once the second is checked against what the first made; a key makes one of two', async () => {
    const id = await client.upload(twoNames(4), { rep: 'Ann Roe', score: 'false' });
    await once(id, ({ status }) => status === 'READY');
    const merge = [{ kind: 'MERGE', label: 'Kim Low', into: 'Ann Roe' }];
    const answers = await Promise.all([correct(id, merge), correct(id, merge)]);
    expect(answers.flatMap(codesOf)).toEqual(['BAD_USER_INPUT input.corrections.0.label']);
    expect(formsOf(await read(id))).toMatchObject([{ turnCount: 1 }, { turnCount: 8 }]);
    const key = { idempotencyKey: 'once' };
    const role = [{ kind: 'SET_ROLE', label: 'Ann Roe', role: 'OTHER' }];
    const [one, two] = await Promise.all([correct(id, role, key), correct(id, role, key)]);
    expect(one).toEqual(two);
    expect(formsOf(await read(id))).toHaveLength(3);
    expect(codesOf(await correct(id, merge, key))).toEqual(['IDEMPOTENCY_MISMATCH input.idempotencyKey']);
  });

  test('of another organization answers as what does not exist', async () => {
    const id = await client.upload(twoNames(5), { score: 'false' });
    await once(id, ({ status }) => status === 'READY');
    const missing = toGlobalId('Transcript', '01900000-0000-7000-8000-000000000000');
    const rename = [{ kind: 'RENAME', label: 'Ann Roe', name: 'Anna' }];
    for (const tried of [
      (one: string, as: ApiClient) => correct(one, rename, {}, as),
      (one: string, as: ApiClient) => renormalize(one, {}, as),
      (one: string, as: ApiClient) => release(one, as),
    ]) {
      const answer = await tried(id, foreign);
      expect(codesOf(answer)).toEqual(['NOT_FOUND input.transcriptId']);
      expect(answer).toEqual(await tried(missing, client));
    }
  });
});

describe('reading again', () => {
  test('puts another form beside the first and keeps corrections; scores only where asked', async () => {
    const id = await client.upload(twoNames(6), { rep: 'Ann Roe' });
    await once(id, isScored);
    await correct(id, [{ kind: 'RENAME', label: 'Kim Low', name: 'Kim Lowe' }]);
    // The worker may have taken it up, or be through with it.
    expect((await renormalize(id, { rep: 'Kim Low' })).transcript?.status).toMatch(/^(QUEUED|NORMALIZING|READY)$/);
    const quiet = await once(id, (call) => call.status === 'READY' && formsOf(call).length === 3);
    expect(formsOf(quiet)[0]).toMatchObject({ origin: 'RENORMALIZED', inForce: true, difference: { turnsChanged: 8 } });
    expect(quiet.participants).toMatchObject([{ role: 'CUSTOMER' }, { name: 'Kim Lowe', role: 'REP' }]);
    expect(runsOf(quiet)).toHaveLength(1);
    await renormalize(id, { rescore: true });
    const again = await once(id, (call) => runsOf(call).length === 2 && isScored(call));
    expect(formsOf(again)[0]).toMatchObject({ difference: { turnsChanged: 0, speakersChanged: [] } });
    expect(runsOf(again)[0]?.subject).toEqual({ name: 'Kim Lowe' });
    expect(await newest('transcript.replay')).toMatchObject({ before: { status: 'READY' } });
  });

  test('a format is named or refused with those that there are; a file is not read twice at once', async () => {
    const id = await client.upload(twoNames(7), { score: 'false' });
    await once(id, ({ status }) => status === 'READY');
    const unknown = await renormalize(id, { format: 'vhs' });
    expect(codesOf(unknown)).toEqual(['FORMAT_UNKNOWN input.format']);
    expect(unknown.userErrors[0]?.message).toContain('webvtt');
    const wrong = await renormalize(id, { format: 'webvtt' });
    expect(wrong.userErrors).toEqual([]);
    const kept = await once(id, ({ status, error }) => status === 'READY' && error !== null);
    expect([kept.format, formsOf(kept).length]).toEqual(['plain-text', 1]);
    await own
      .scope()
      .em.execute(
        `update transcript set status = 'NORMALIZING', lease_until = clock_timestamp() + interval '1 minute' where id = ?`,
        [fromGlobalId('Transcript', id)],
      );
    const answers = [
      await renormalize(id),
      await release(id),
      await correct(id, [{ kind: 'RENAME', label: 'Ann Roe', name: 'Anna' }]),
    ];
    expect(answers.flatMap(codesOf)).toEqual(Array(3).fill('CONFLICT input.transcriptId'));
    expect(answers[0]?.userErrors[0]?.retryable).toBe(true);
  });

  test('a quarantined file is fixed by a format, read and scored as was asked', async () => {
    const id = await client.upload(`${twoNames(8)}\n`, { format: 'webvtt' });
    await once(id, ({ status }) => status === 'REFUSED');
    const organizationId = own.id;
    const transcriptId = fromGlobalId('Transcript', id);
    const queued = `update transcript set status = 'QUEUED', check_at = clock_timestamp() + interval '1 hour' where id = ?`;
    await own.scope().em.execute(queued, [transcriptId]);
    await inTransaction(own.scope(), (scope) =>
      quarantineTranscript({ ...scope, organizationId }, transcriptId, new AppError('TIMEOUT', 'It took too long.')),
    );
    expect(await read(id)).toMatchObject({ status: 'QUARANTINED', error: { code: 'TIMEOUT' } });
    expect(codesOf(await correct(id, [{ kind: 'RENAME', label: 'Ann Roe', name: 'Anna' }]))).toEqual([
      'TRANSCRIPT_NOT_READY input.transcriptId',
    ]);
    expect((await renormalize(id, { format: 'plain-text', rep: 'Ann Roe' })).userErrors).toEqual([]);
    expect(await once(id, isScored)).toMatchObject({ status: 'READY', error: null, format: 'plain-text' });
  });
});

describe('the quality gate', () => {
  const setPolicy = async (input: object, as: ApiClient = client) => {
    const text = `mutation ($input: SetIngestionPolicyInput!) { setIngestionPolicy(input: $input) {
      ingestionPolicy { quality { issue action } maxFileBytes maxQueued } userErrors { code path } } }`;
    const answer = await as.read<{
      setIngestionPolicy: {
        ingestionPolicy: { quality: { issue: string; action: string }[]; maxFileBytes: number | null } | null;
        userErrors: { code: string; path: string[] }[];
      };
    }>(text, { input });
    return answer.setIngestionPolicy;
  };

  test('is set by administrators, and shown with every issue that there is', async () => {
    const { key } = await createApiKey(own.scope(), { name: 'analyst', role: 'ANALYST' });
    expect((await setPolicy({ maxQueued: 5 }, apiClient(running, key))).userErrors).toMatchObject([
      { code: 'FORBIDDEN' },
    ]);
    expect((await setPolicy({ maxFileBytes: 0 })).userErrors).toEqual([
      { code: 'BAD_USER_INPUT', path: ['input', 'maxFileBytes'] },
    ]);
    const quality = [
      { issue: 'UNKNOWN_SPEAKERS', action: 'HOLD' },
      { issue: 'NO_TIMES', action: 'PASS' },
    ];
    expect((await setPolicy({ quality, maxFileBytes: 1_000_000 })).userErrors).toEqual([]);
    const { viewer } = await client.read<{
      viewer: { organization: { ingestionPolicy: { maxFileBytes: number; quality: { issue: string }[] } } };
    }>('{ viewer { organization { ingestionPolicy { maxFileBytes maxQueued quality { issue action } } } } }');
    const policy = viewer.organization.ingestionPolicy;
    expect(policy).toMatchObject({ maxFileBytes: 1_000_000, maxQueued: null });
    expect(policy.quality).toEqual(expect.arrayContaining([...quality, { issue: 'TOO_SHORT', action: 'WARN' }]));
    expect(await newest('ingestionPolicy.set')).toMatchObject({
      before: { maxFileBytes: null },
      after: { maxFileBytes: 1_000_000 },
    });
  });

  const heldCall = async (nth: number): Promise<string> => {
    const talk = [
      'Pat Hoe: It rains today.',
      'Sal Joe: It does, and it will tomorrow.',
      'Pat Hoe: So be it.',
      'Sal Joe: Quite so.',
    ];
    const id = await client.upload([...talk, ...talk, `Pat Hoe: That is ${nth}.`].join('\n'));
    const call = await once(id, ({ status }) => status === 'HELD');
    expect(call.error).toMatchObject({ code: 'QUALITY_TOO_LOW' });
    expect(call.quality?.issues).toContainEqual(expect.objectContaining({ code: 'UNKNOWN_SPEAKERS', action: 'HOLD' }));
    expect(call.quality?.issues.map(({ code }) => code)).not.toContain('NO_TIMES');
    expect(runsOf(call)).toEqual([]);
    return id;
  };

  test('what is held back is released by a person, and then scored', async () => {
    const id = await heldCall(1);
    expect((await release(id)).userErrors).toEqual([]);
    expect((await release(id)).userErrors).toEqual([]);
    expect(await once(id, isScored)).toMatchObject({ status: 'READY', released: true, error: null });
    expect(await newest('transcript.release')).toMatchObject({ before: { status: 'HELD' } });
    await renormalize(id);
    const again = await once(id, (call) => formsOf(call).length === 2 && call.status !== 'NORMALIZING');
    expect(again.status).toBe('READY');
  });

  test('stays held where another reading of it fails', async () => {
    const id = await heldCall(3);
    expect((await renormalize(id, { format: 'webvtt' })).userErrors).toEqual([]);
    const call = await once(id, ({ status, error }) => status === 'HELD' && error?.code !== 'QUALITY_TOO_LOW');
    expect([call.format, runsOf(call)]).toEqual(['plain-text', []]);
  });

  test('or goes on by itself once its speakers are known', async () => {
    const id = await heldCall(2);
    const roles = [
      { kind: 'SET_ROLE', label: 'Pat Hoe', role: 'REP' },
      { kind: 'SET_ROLE', label: 'Sal Joe', role: 'CUSTOMER' },
    ];
    expect((await correct(id, roles)).transcript).toMatchObject({ status: 'READY' });
    const call = await once(id, isScored);
    expect([runsOf(call).length, call.representative]).toEqual([1, { name: 'Pat Hoe' }]);
  });

  test('lists are narrowed by quality and state', async () => {
    const { transcripts } = await client.read<{ transcripts: { edges: { node: { quality: { score: number } } }[] } }>(
      '{ transcripts(filter: { qualityBelow: 0.75, status: [READY] }) { edges { node { quality { score } } } } }',
    );
    expect(transcripts.edges.length).toBeGreaterThan(0);
    expect(transcripts.edges.every(({ node }) => node.quality.score < 0.75)).toBe(true);
  });
});

describe('a file of several calls', () => {
  test('is read as its parts, which know it', async () => {
    const callOf = (id: string) => ({
      callId: id,
      transcript: [
        { speakerId: '1', topic: null, sentences: [{ start: 0, end: 900, text: `Is this call ${id}?` }] },
        { speakerId: '2', topic: null, sentences: [{ start: 1000, end: 1900, text: 'It is, as you can hear.' }] },
      ],
    });
    const id = await client.upload(JSON.stringify({ callTranscripts: [callOf('7001'), callOf('7002')] }), {
      score: 'false',
    });
    await once(id, ({ status }) => status === 'SPLIT');
    const { transcript } = await client.read<{
      transcript: { parts: { edges: { node: { parent: { id: string }; externalRef: string } }[] } };
    }>(`query ($id: ID!) { transcript(id: $id) { parts { edges { node { externalRef parent { id } } } } } }`, { id });
    expect(transcript.parts.edges.map(({ node }) => [node.externalRef, node.parent.id])).toEqual([
      ['7001', id],
      ['7002', id],
    ]);
    expect(codesOf(await renormalize(id))).toEqual(['CONFLICT input.transcriptId']);
  });
});
