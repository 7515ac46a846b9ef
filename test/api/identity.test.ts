import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { identifyCompany, identifyRepresentative } from '../../src/people/identify.js';
import { Representative } from '../../src/people/representative.entity.js';
import { updateRepresentative } from '../../src/people/update-people.js';
import { auditPage } from '../../src/audit/audit-reads.js';
import { startRun } from '../../src/runs/starting/start-run.js';
import { fromGlobalId, toGlobalId } from '../../src/scope/global-id.js';
import { inTransaction } from '../../src/scope/in-transaction.js';
import { acceptTranscript } from '../../src/transcripts/uploads/accept-upload.js';
import { normalizeTranscript } from '../../src/transcripts/reading/normalize-transcript.js';
import { startTestSystem, type TestOrganization, type TestSystem } from '../support/system.js';
import { apiClient, must, type ApiClient, type UserError } from './client.js';

let running: TestSystem;
let own: TestOrganization;
let other: TestOrganization;
let client: ApiClient;
let foreign: ApiClient;

beforeAll(async () => {
  running = await startTestSystem({ worker: false });
  own = await running.createOrganization('Nimbus', ['nimbus.example']);
  other = await running.createOrganization('Other');
  [client, foreign] = [apiClient(running, own.key), apiClient(running, other.key)];
});
afterAll(() => running.close());

const person = (name: string, email: string | null = null): Promise<string> =>
  inTransaction(own.scope(), (scope) => identifyRepresentative(scope, { name, email }));
const company = (name: string): Promise<string> => inTransaction(own.scope(), (scope) => identifyCompany(scope, name));
const row = (id: string) => own.scope().em.findOneOrFail(Representative, { organizationId: own.id, id });
const globalPerson = (id: string): string => toGlobalId('Representative', id);

interface Speaker {
  readonly name: string;
  readonly email?: string;
  readonly rep: boolean;
}

let calls = 0;

/** Reads a call in which these people speak, one after the other, and answers with its id. */
const readCall = async (speakers: readonly Speaker[], fields: { company?: string } = {}): Promise<string> => {
  calls += 1;
  const file = {
    uuid: `call-${calls}`,
    meeting_uuid: `meeting-${calls}`,
    speakers: speakers.map(({ rep, ...speaker }, id) => ({ id, ...speaker, is_rep: rep })),
    transcript: [...speakers, ...speakers].map(({ name }, at) => ({
      speaker_id: at % speakers.length,
      transcript: `This is ${name}, and I have ${'quite '.repeat(speakers.length - (at % speakers.length))}a lot to say.`,
      timestamps: [at * 10, at * 10 + 5],
    })),
  };
  const bytes = Buffer.from(JSON.stringify(file));
  const scoring = { score: false };
  const { transcriptId } = await acceptTranscript(own.scope(), { bytes, fileName: 'call.json', fields, scoring });
  await normalizeTranscript(own.scope(), running.system.normalizer, { transcriptId });
  return transcriptId;
};

interface Call {
  readonly status: string;
  readonly representative: { id: string; name: string } | null;
  readonly representatives: { id: string; name: string; email: string | null }[];
  readonly company: { id: string; name: string } | null;
  readonly participants: {
    speakerLabel: string;
    role: string;
    source: string;
    representative: { name: string } | null;
  }[];
  readonly corrections: { kind: string; label: string; role: string }[];
  readonly runs: { edges: { node: { subject: { name: string } | null } }[] };
}

const CALL = `query ($id: ID!) { transcript(id: $id) {
  status representative { id name } representatives { id name email } company { id name } corrections { kind label role }
  participants { speakerLabel role source representative { name } } runs { edges { node { subject { name } } } } } }`;

const callOf = async (id: string): Promise<Call> =>
  must((await client.read<{ transcript: Call | null }>(CALL, { id: toGlobalId('Transcript', id) })).transcript);

const newest = async (action: string) => must((await auditPage(own.scope(), { action }, true, { first: 1 })).rows[0]);

describe('whose call it is', () => {
  test('by address, else by a name that one person has, else somebody new', async () => {
    const ann = await person('Ann Roe', 'Ann@Nimbus.example');
    expect(await person('Somebody Else', 'ann@nimbus.example')).toBe(ann);
    expect(await person(' ANN  roe ')).toBe(ann);
    const namesake = await person('Ann Roe', 'ann.roe@nimbus.example');
    expect(namesake).not.toBe(ann);
    const unknown = await person('Ann Roe');
    expect([ann, namesake]).not.toContain(unknown);
    expect(await person('Ann Roe')).toBe(unknown);
    expect(await row(ann)).toMatchObject({ name: 'Ann Roe', email: 'ann@nimbus.example', confirmed: false });
  });

  test('an address that is learned later is written to whoever was known by name alone, unless confirmed', async () => {
    const bob = await person('Bob Poe');
    expect(await person('Bob Poe', 'bob@nimbus.example')).toBe(bob);
    expect(await row(bob)).toMatchObject({ email: 'bob@nimbus.example' });
    const eve = await person('Eve Poe');
    await updateRepresentative(own.scope(), { id: eve, confirmed: true });
    expect(await person('Eve Poe', 'eve@nimbus.example')).toBe(eve);
    expect(await row(eve)).toMatchObject({ email: null });
  });

  test('many at once end with one row', async () => {
    const people = await Promise.all(
      Array.from({ length: 12 }, (_, nth) => person('Cleo Doe', nth % 2 ? 'cleo@nimbus.example' : null)),
    );
    expect(new Set(people).size).toBe(1);
    expect(new Set(await Promise.all(Array.from({ length: 8 }, () => company('Quillon & Sons')))).size).toBe(1);
  });

  test('all of ours on a call are known; whoever speaks most is the one scored', async () => {
    const call = await callOf(
      await readCall([
        { name: 'Gus Loe', email: 'gus@nimbus.example', rep: true },
        { name: 'Hal Loe', email: 'hal@nimbus.example', rep: true },
        { name: 'Kim Low', email: 'kim@quillon.example', rep: false },
      ]),
    );
    expect(call.status).toBe('READY');
    expect(call.representative).toMatchObject({ name: 'Gus Loe' });
    expect(call.representatives.map(({ name }) => name)).toEqual(['Gus Loe', 'Hal Loe']);
    expect(call.participants.map(({ representative }) => representative?.name ?? null)).toEqual([
      'Gus Loe',
      'Hal Loe',
      null,
    ]);
    expect(call.company).toMatchObject({ name: 'quillon.example' });
  });

  test.each([
    ['an address that anybody may have', { name: 'Kim Low', email: 'kim.low@gmail.com', rep: false }, {}, null],
    ['the uploader', { name: 'Kim Low', email: 'kim@quillon.example', rep: false }, { company: 'Quillon' }, 'Quillon'],
  ])('the company by %s', async (_, customer, fields, name) => {
    const call = await callOf(await readCall([{ name: 'Gus Loe', rep: true }, customer], fields));
    expect(call.company?.name ?? null).toBe(name);
  });

  test('a label that is no name is nobody in particular', async () => {
    const call = await callOf(
      await readCall([
        { name: 'Speaker 1', rep: true },
        { name: 'Kim Low', rep: false },
      ]),
    );
    expect(call).toMatchObject({ representative: null, representatives: [] });
    expect(call.participants[0]).toMatchObject({ role: 'REP', representative: null });
  });
});

interface Payload {
  readonly representative?: { id: string; name: string; email: string | null } | null;
  readonly company?: { id: string; name: string } | null;
  readonly transcript?: { id: string } | null;
  readonly userErrors: readonly UserError[];
}

const mutate = async (
  name: string,
  type: string,
  result: string,
  input: Record<string, unknown>,
  as: ApiClient = client,
): Promise<Payload> => {
  const text = `mutation ($input: ${type}!) { ${name}(input: $input) { ${result} userErrors { code message path retryable helpUrl } } }`;
  return must((await as.read<Record<string, Payload>>(text, { input }))[name]);
};
const merge = (from: readonly string[], into: string, as: ApiClient = client) =>
  mutate('mergeRepresentatives', 'MergeRepresentativesInput', 'representative { id name email }', { from, into }, as);
const update = (input: Record<string, unknown>) =>
  mutate('updateRepresentative', 'UpdateRepresentativeInput', 'representative { id name email }', input);
const assign = (input: Record<string, unknown>, as: ApiClient = client) =>
  mutate('assignRepresentative', 'AssignRepresentativeInput', 'transcript { id }', input, as);
const codesOf = ({ userErrors }: Payload): string[] => userErrors.map(({ code, path }) => `${code} ${path.join('.')}`);

describe('merging', () => {
  test('moves calls, runs and speakers, keeps the merged readable, and is done once', async () => {
    const transcriptId = await readCall([
      { name: 'Max Moe', email: 'max@nimbus.example', rep: true },
      { name: 'Kim Low', rep: false },
    ]);
    await startRun(own.scope(), { transcriptId, choice: {} });
    const [max, target] = [must((await callOf(transcriptId)).representative).id, await person('Maximilian Moe')];
    const into = globalPerson(target);
    expect((await merge([max], into)).representative).toMatchObject({ id: into, email: 'max@nimbus.example' });
    const call = await callOf(transcriptId);
    expect(call.representatives).toMatchObject([{ id: into }]);
    expect(call.runs.edges.map(({ node }) => node.subject?.name)).toEqual(['Maximilian Moe']);
    const entry = await newest('representative.merge');
    expect(entry).toMatchObject({
      subjectId: target,
      before: { merged: [fromGlobalId('Representative', max)] },
      after: { moved: { transcript: 1, run: 1, transcript_representative: 1 } },
    });
    expect((await merge([max], into)).userErrors).toEqual([]);
    expect((await newest('representative.merge')).id).toBe(entry.id);
    const read = await client.read<{ node: unknown; representatives: { edges: unknown[] }; all: { edges: unknown[] } }>(
      `query ($id: ID!) { node(id: $id) { ... on Representative { name mergedInto { id } } }
         representatives(filter: { search: "Max Moe" }) { edges { node { id } } }
         all: representatives(filter: { search: "Max Moe", includeMerged: true }) { edges { node { id } } } }`,
      { id: max },
    );
    expect(read).toMatchObject({ node: { name: 'Max Moe', mergedInto: { id: into } }, representatives: { edges: [] } });
    expect(read.all.edges).toHaveLength(1);
    expect([await person('Max Moe'), await person('Anybody', 'max@nimbus.example')]).toEqual([target, target]);
  });

  test('goes on through those merged before, and never in a circle', async () => {
    const [a, b, c] = [await person('Chain A'), await person('Chain B'), await person('Chain C')].map(globalPerson);
    expect((await merge([must(a)], must(b))).userErrors).toEqual([]);
    expect((await merge([must(b)], must(c))).userErrors).toEqual([]);
    expect(globalPerson(await person('Chain A'))).toBe(c);
    expect(codesOf(await merge([must(c)], must(a)))).toEqual(['CONFLICT input.from.0']);
    expect(codesOf(await merge([must(c)], must(c)))).toEqual(['CONFLICT input.from.0']);
    expect(codesOf(await merge([must(a)], globalPerson(await person('Chain D'))))).toEqual(['CONFLICT input.from.0']);
    expect(codesOf(await update({ id: a, name: 'Other' }))).toEqual(['CONFLICT input.id']);
    const twice = await Promise.all([1, 2, 3].map((nth) => merge([globalPerson(must(ids[nth]))], must(c))));
    expect(twice.flatMap(codesOf)).toEqual([]);
  });

  const ids: string[] = [];
  beforeAll(async () => {
    for (const nth of [0, 1, 2, 3]) ids.push(await person(`Parallel ${nth}`));
  });

  test('of another organization answers as what does not exist', async () => {
    const mine = globalPerson(await person('Mine Moe'));
    const nobody = globalPerson('01900000-0000-7000-8000-000000000000');
    const theirs = await merge([mine], mine, foreign);
    const missing = await merge([nobody], nobody, foreign);
    expect(codesOf(theirs)).toEqual(['NOT_FOUND input.into']);
    expect(theirs.userErrors).toEqual(missing.userErrors);
    expect(codesOf(await merge([nobody], mine))).toEqual(['NOT_FOUND input.from.0']);
    expect(codesOf(await merge([], mine))).toEqual(['BAD_USER_INPUT input.from']);
    const input = { transcriptId: toGlobalId('Transcript', await readCall([{ name: 'Mine Moe', rep: true }])) };
    expect(codesOf(await assign({ ...input, representativeId: null }, foreign))).toEqual([
      'NOT_FOUND input.transcriptId',
    ]);
  });

  test('companies, and their names afterwards', async () => {
    const transcriptId = await readCall([{ name: 'Kim Low', rep: false }], { company: 'Fernhollow Ltd' });
    const [from, into] = [await company('Fernhollow Ltd'), await company('Fernhollow')].map((id) =>
      toGlobalId('Company', id),
    );
    const merged = await mutate('mergeCompanies', 'MergeCompaniesInput', 'company { id name }', { from: [from], into });
    expect(merged.company).toMatchObject({ id: into });
    expect((await callOf(transcriptId)).company).toMatchObject({ id: into });
    const renamed = (name: string) =>
      mutate('updateCompany', 'UpdateCompanyInput', 'company { id name }', { id: into, name, confirmed: true });
    expect((await renamed('Fernhollow Group')).company).toMatchObject({ name: 'Fernhollow Group' });
    await company('Wickerby');
    expect(codesOf(await renamed('wickerby'))).toEqual(['CONFLICT input.name']);
    expect(codesOf(await renamed(' '))).toEqual(['BAD_USER_INPUT input.name']);
    for (const name of ['Fernhollow', 'fernhollow ltd', 'Fernhollow Group']) {
      expect(toGlobalId('Company', await company(name))).toBe(into);
    }
    expect(await newest('company.update')).toMatchObject({ after: { name: 'Fernhollow Group', confirmed: true } });
  });

  test('a representative takes a new name and address, and is still known by the old ones', async () => {
    const id = await person('Nat Toe', 'nat@nimbus.example');
    const input = { id: globalPerson(id), name: 'Natalie Toe', email: 'Natalie@nimbus.example', confirmed: true };
    expect((await update(input)).representative).toMatchObject({
      name: 'Natalie Toe',
      email: 'natalie@nimbus.example',
    });
    expect([await person('Natalie Toe'), await person('N', 'nat@nimbus.example')]).toEqual([id, id]);
    const another = globalPerson(await person('Another Toe'));
    expect(codesOf(await update({ id: another, email: 'natalie@nimbus.example' }))).toEqual(['CONFLICT input.email']);
    expect(codesOf(await update({ id: another, email: 'no address' }))).toEqual(['BAD_USER_INPUT input.email']);
  });
});

describe('assigning', () => {
  const both = [
    { name: 'Speaker 1', rep: true },
    { name: 'Kim Low', rep: false },
  ];

  test('says who speaks; runs go with it, and it stays through a later reading', async () => {
    const id = await readCall(both);
    await startRun(own.scope(), { transcriptId: id, choice: {} });
    const transcriptId = toGlobalId('Transcript', id);
    const input = { transcriptId, representative: { name: 'Ivy Foe', email: 'ivy@nimbus.example' } };
    expect((await assign(input)).userErrors).toEqual([]);
    const call = await callOf(id);
    expect(call.representative).toMatchObject({ name: 'Ivy Foe' });
    expect(call.participants[0]).toMatchObject({ representative: { name: 'Ivy Foe' } });
    expect(call.runs.edges.map(({ node }) => node.subject?.name)).toEqual(['Ivy Foe']);
    const ivy = await person('Ivy Foe');
    expect(await row(ivy)).toMatchObject({ confirmed: true });
    expect(await newest('transcript.assignRepresentative')).toMatchObject({
      subjectId: id,
      before: { speakerLabel: 'Speaker 1', representativeId: null, subjectId: null },
      after: { representativeId: ivy, subjectId: ivy, runs: 1 },
    });
    await client.read(
      `mutation ($id: ID!) { renormalizeTranscript(input: { transcriptId: $id }) { userErrors { code } } }`,
      { id: transcriptId },
    );
    await normalizeTranscript(own.scope(), running.system.normalizer, { transcriptId: id });
    expect((await callOf(id)).representative).toMatchObject({ name: 'Ivy Foe' });
    const swap = { kind: 'SWAP', label: 'Speaker 1', other: 'Kim Low' };
    const correction = { transcriptId, corrections: [swap] };
    expect(codesOf(await mutate('correctSpeakers', 'CorrectSpeakersInput', 'transcript { id }', correction))).toEqual(
      [],
    );
    const swapped = await callOf(id);
    expect(swapped.representative).toMatchObject({ name: 'Ivy Foe' });
    expect(swapped.participants).toMatchObject([
      { speakerLabel: 'Speaker 1', role: 'CUSTOMER', representative: null },
      { speakerLabel: 'Kim Low', role: 'REP', representative: { name: 'Ivy Foe' } },
    ]);
    expect(codesOf(await assign({ transcriptId, representativeId: null }))).toEqual([]);
    expect(await callOf(id)).toMatchObject({ representative: null, representatives: [] });
    expect((await callOf(id)).runs.edges.map(({ node }) => node.subject)).toEqual([null]);
  });

  test('makes a representative of a speaker who was not taken for one', async () => {
    const id = await readCall([
      { name: 'Uma Voe', rep: false },
      { name: 'Kim Low', rep: false },
    ]);
    const transcriptId = toGlobalId('Transcript', id);
    const uma = globalPerson(await person('Uma Voe'));
    expect(codesOf(await assign({ transcriptId, representativeId: uma }))).toEqual([
      'BAD_USER_INPUT input.speakerLabel',
    ]);
    expect(codesOf(await assign({ transcriptId, representativeId: uma, speakerLabel: 'Nobody' }))).toEqual([
      'BAD_USER_INPUT input.speakerLabel',
    ]);
    expect(codesOf(await assign({ transcriptId, speakerLabel: 'Uma Voe' }))).toEqual([
      'BAD_USER_INPUT input.representativeId',
    ]);
    expect(codesOf(await assign({ transcriptId, representativeId: uma, speakerLabel: 'Uma Voe' }))).toEqual([]);
    const call = await callOf(id);
    expect(call.representative).toMatchObject({ id: uma });
    expect(call.participants[0]).toMatchObject({ role: 'REP', source: 'OPTION' });
    expect(call.corrections).toEqual([{ kind: 'SET_ROLE', label: 'Uma Voe', role: 'REP' }]);
  });
});
