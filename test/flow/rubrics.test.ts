import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { apiClient, collect, must, type ApiClient, type UserError } from '../api/client.js';
import { spoiled } from '../drills/answers.js';
import { readPromptTurns } from '../../src/fake-llm/read-question.js';
import { faithful } from '../../src/fake-llm/faithful.js';
import { startFakeOpenAi, type FakeOpenAi } from '../../src/fake-llm/fake-openai.js';
import { startTestSystem, type TestSystem } from '../support/system.js';

let fake: FakeOpenAi;
let running: TestSystem;
let client: ApiClient;

beforeAll(async () => {
  fake = await startFakeOpenAi(faithful());
  running = await startTestSystem({ openAiUrl: fake.url });
  client = apiClient(running, (await running.createOrganization()).key);
});
afterAll(async () => {
  await running.close();
  await fake.close();
});

interface Outcome {
  readonly __typename: 'Scored' | 'Unscored';
  readonly value?: number;
  readonly reason?: string;
  readonly rationale?: string;
  readonly evidence?: readonly { readonly status: string; readonly quote: string; readonly turn: number }[];
}

interface ReadRun {
  readonly id: string;
  readonly status: string;
  readonly subjectLabel: string | null;
  readonly subject: { readonly name: string } | null;
  readonly overall: (Outcome & { readonly normalized?: number }) | null;
  readonly gates: readonly { readonly dimension: string; readonly cap: number; readonly ungated: number }[];
  readonly violations: readonly { readonly code: string }[];
  readonly rubricVersion: { readonly key: string; readonly dimensions: readonly { readonly key: string }[] };
  readonly supersededBy: { readonly id: string } | null;
  readonly scores: readonly { readonly dimension: string; readonly outcome: Outcome }[];
}

const RUN = `id status subjectLabel subject { name } gates { dimension cap ungated } violations { code } supersededBy { id }
  rubricVersion { key dimensions { key } }
  overall { __typename ... on Scored { value normalized } ... on Unscored { reason } }
  scores { dimension outcome { __typename
    ... on Scored { value evidence { status quote turn } } ... on Unscored { reason rationale } } }`;

const START = `mutation ($input: StartBatchInput!) {
  startBatch(input: $input) { batch { id size } userErrors { code message path } }
}`;

const upload = async (text: string | Uint8Array, fields: Record<string, string> = {}): Promise<string> => {
  const id = await client.upload(text, { score: 'false', ...fields });
  for (;;) {
    const { transcript } = await client.read<{ transcript: { status: string } }>(
      'query ($id: ID!) { transcript(id: $id) { status } }',
      { id },
    );
    if (transcript.status === 'READY') return id;
    await sleep(20);
  }
};

interface Started {
  readonly startBatch: {
    readonly batch: { readonly id: string; readonly size: number } | null;
    readonly userErrors: readonly UserError[];
  };
}

const settle = async (batchId: string): Promise<readonly ReadRun[]> => {
  const socket = client.openSocket();
  const progress = 'subscription ($batchId: ID!) { batchProgress(batchId: $batchId) { done } }';
  await collect(socket, progress, { batchId });
  await socket.dispose();
  const { batch } = await client.read<{ batch: { runs: { edges: { node: ReadRun }[] } } }>(
    `query ($id: ID!) { batch(id: $id) { runs(first: 20) { edges { node { ${RUN} } } } } }`,
    { id: batchId },
  );
  return batch.runs.edges.map(({ node }) => node);
};

const score = async (transcriptId: string, rubric: string): Promise<readonly ReadRun[]> => {
  const input = { transcriptIds: [transcriptId], rubric, reuse: false };
  const { batch } = (await client.read<Started>(START, { input })).startBatch;
  const runs = await settle(must(batch).id);
  expect(runs).toHaveLength(must(batch).size);
  return runs;
};

describe('one call by every rubric', () => {
  let call: string;
  beforeAll(async () => {
    const bytes = await readFile('client-examples/sample-calls/01-saltlark-discovery.vtt');
    call = await upload(new Uint8Array(bytes));
  });

  test.each([
    ['spin', 0, 5, 4],
    ['meddic', 0, 3, 6],
    ['meddpicc', 0, 3, 8],
    ['bant', 0, 2, 4],
    ['challenger', 1, 5, 3],
    ['sandler', 0, 2, 7],
  ])('%s, from %i to %i, in %i dimensions, each on words of the call', async (rubric, min, max, count) => {
    const [run, ...more] = await score(call, rubric);
    expect(more).toEqual([]);
    expect(run).toMatchObject({ status: 'SCORED', rubricVersion: { key: rubric }, supersededBy: null });
    const { scores, overall } = must(run);
    expect(scores.map(({ dimension }) => dimension)).toEqual(run?.rubricVersion.dimensions.map(({ key }) => key));
    expect(scores).toHaveLength(count);
    for (const { outcome } of scores) {
      expect(outcome.value).toBeGreaterThanOrEqual(min);
      expect(outcome.value).toBeLessThanOrEqual(max);
      expect(outcome.evidence?.length).toBeGreaterThan(0);
      expect(outcome.evidence?.map(({ status }) => status)).toEqual(outcome.evidence?.map(() => 'VERIFIED'));
    }
    expect(run?.violations).toEqual([]);
    expect(overall?.normalized).toBeCloseTo((must(overall?.value) - min) / (max - min), 9);
  });

  test('MEDDPICC without a pain is held down by its gate, and says so', async () => {
    fake.setBehavior(spoiled(({ dimensions }) => (dimensions.identify_pain!.score = 1)));
    const { overall, gates, status } = must((await score(call, 'meddpicc'))[0]);
    fake.setBehavior(faithful());
    expect(status).toBe('SCORED');
    expect(overall?.value).toBe(1);
    expect(overall?.normalized).toBeCloseTo(1 / 3, 9);
    expect(gates).toMatchObject([{ dimension: 'identify_pain', cap: 1 }]);
    expect(gates[0]?.ungated).toBeGreaterThan(1);
  });

  test('the baseline refuses what it cannot score, at the start', async () => {
    const input = { transcriptIds: [call], rubric: 'meddic', model: 'baseline' };
    const { startBatch } = await client.read<Started>(START, { input });
    expect(startBatch.batch).toBeNull();
    expect(startBatch.userErrors).toMatchObject([{ code: 'RUBRIC_UNSUPPORTED', path: ['input', 'model'] }]);
    expect(startBatch.userErrors[0]?.message).toMatch(/offline baseline scores SPIN only; name a model/);
  });

  test('the API shows what each rubric asks for', async () => {
    const { rubrics } = await client.read<{ rubrics: { edges: { node: Record<string, unknown> }[] } }>(
      `{ rubrics(first: 20) { edges { node { key unit ordered scale { min max } gates { dimension min cap reason }
        applicability { callTypes } dimensions { key evidenceKinds callTypes notApplicableWhen negativeExamples { belongsTo }
          evidenceFloors { min repQuestions repStatements customerResponses customerResponsesWithNumber anyKind } } } } } }`,
    );
    const byKey = Object.fromEntries(rubrics.edges.map(({ node }) => [node.key as string, node]));
    expect(Object.keys(byKey).sort()).toEqual(['bant', 'challenger', 'meddic', 'meddpicc', 'sandler', 'spin']);
    expect(byKey.meddpicc).toMatchObject({ unit: 'DEAL', gates: [{ dimension: 'identify_pain', min: 2, cap: 1 }, {}] });
    expect(byKey.bant).toMatchObject({ unit: 'LEAD', gates: [] });
    expect(byKey.sandler).toMatchObject({ unit: 'CALL', ordered: true });
    const [teach] = byKey.challenger?.dimensions as { evidenceKinds: string[]; evidenceFloors: object[] }[];
    expect(teach?.evidenceKinds).toContain('REP_STATEMENT');
    expect(teach?.evidenceFloors[0]).toMatchObject({ min: 2, repStatements: 1, customerResponses: 0 });
  });
});

/** Two of us take turns, Ann more than Bo; Di says one thing. */
const twoReps = [
  'Ann Vale (Sales Rep): Thanks for taking the time today. How many orders do you handle in a month?',
  'Customer: About two hundred orders a month, and the team of three handles all of them by hand.',
  'Bo Lark (Sales Rep): I look after the technical side. What happens to an order that arrives on a Friday evening?',
  'Customer: It waits until Monday, and by then the customer has often called somebody else.',
  'Ann Vale (Sales Rep): So the weekend is where it hurts. What does it cost you when a customer leaves over that?',
  'Customer: Every lost customer costs us about four thousand a year, so it adds up.',
  'Bo Lark (Sales Rep): Which of your systems knows of the order first, the mailbox or the ledger?',
  'Customer: The mailbox, and somebody copies it over into the ledger the next morning.',
  'Ann Vale (Sales Rep): Suppose late orders confirmed themselves. How would that help your team on Mondays?',
  'Customer: It would save us the Monday mornings and keep those customers with us.',
  'Di Moss (Sales Rep): Bye.',
].join('\n');

const startSubject = (transcriptId: string, subject: string) =>
  client.read<{ startRun: { run: ReadRun | null; userErrors: readonly UserError[] } }>(
    `mutation ($input: StartRunInput!) { startRun(input: $input) { run { ${RUN} } userErrors { code message path } } }`,
    { input: { transcriptId, subject } },
  );

const runOf = async (id: string): Promise<ReadRun> => {
  for (;;) {
    const { run } = await client.read<{ run: ReadRun }>(`query ($id: ID!) { run(id: $id) { ${RUN} } }`, { id });
    if (run.status === 'SCORED' || run.status === 'INVALID' || run.status === 'FAILED') return run;
    await sleep(20);
  }
};

describe('a call with two representatives', () => {
  let call: string;
  let runs: readonly ReadRun[];
  beforeAll(async () => {
    call = await upload(twoReps);
    runs = await score(call, 'spin');
  });
  const by = (name: string): ReadRun => must(runs.find(({ subject }) => subject?.name === name));

  test('gives each who speaks enough a run on their own words', () => {
    expect(runs.map(({ subject }) => subject?.name).sort()).toEqual(['Ann Vale', 'Bo Lark']);
    for (const [name, turns] of [
      ['Ann Vale', [0, 4, 8]],
      ['Bo Lark', [2, 6]],
    ] as const) {
      const { status, scores, supersededBy, subjectLabel } = by(name);
      expect([status, supersededBy, subjectLabel]).toEqual(['SCORED', null, `${name} (Sales Rep)`]);
      const cited = scores.flatMap(({ outcome }) => outcome.evidence ?? []).map(({ turn }) => turn);
      const asked = [...new Set(cited)].filter((turn) => turn % 2 === 0);
      expect(asked.sort()).toEqual(turns);
    }
  });

  test('tells the judge whom to score, and who the others are', () => {
    const marked = fake.requests
      .map(({ body }) => readPromptTurns(body))
      .filter((turns) => turns.some(({ subject }) => subject === true))
      .map((turns) => turns.filter(({ role }) => role === 'REP').map(({ subject }) => subject));
    expect(marked).toContainEqual([true, false, true, false, true, false]);
    expect(marked).toContainEqual([false, true, false, true, false, false]);
  });

  test('shows the run of the lead as the current one', async () => {
    const { transcript } = await client.read<{ transcript: { currentRun: ReadRun } }>(
      `query ($id: ID!) { transcript(id: $id) { currentRun { ${RUN} } } }`,
      { id: call },
    );
    expect(transcript.currentRun.subject?.name).toBe('Ann Vale');
  });

  test('scores one alone where asked, and puts aside the earlier run of that one only', async () => {
    const { startRun } = await startSubject(call, 'bo lark');
    const again = await runOf(must(startRun.run).id);
    expect(again).toMatchObject({ status: 'SCORED', subject: { name: 'Bo Lark' }, supersededBy: null });
    expect((await runOf(by('Bo Lark').id)).supersededBy?.id).toBe(again.id);
    expect((await runOf(by('Ann Vale').id)).supersededBy).toBeNull();
    const { transcript } = await client.read<{ transcript: { currentRun: ReadRun } }>(
      `query ($id: ID!) { transcript(id: $id) { currentRun { ${RUN} } } }`,
      { id: call },
    );
    expect(transcript.currentRun.subject?.name).toBe('Ann Vale');
  });

  test('knows who is there when asked for somebody else', async () => {
    const { startRun } = await startSubject(call, 'Customer');
    expect(startRun.userErrors).toMatchObject([{ code: 'BAD_USER_INPUT', path: ['input', 'subject'] }]);
    expect(startRun.userErrors[0]?.message).toContain('Ann Vale (Sales Rep), Bo Lark (Sales Rep)');
  });

  test('by the baseline too, each on their own questions', async () => {
    const input = { transcriptIds: [call], model: 'baseline' };
    const { batch } = (await client.read<Started>(START, { input })).startBatch;
    const scored = await settle(must(batch).id);
    expect(scored.map(({ status }) => status)).toEqual(['SCORED', 'SCORED']);
  });
});

describe('a kind of call that a rubric is not for', () => {
  test('is Unscored for that reason, and no model is asked', async () => {
    const call = await upload(`${twoReps.split('\n').slice(0, 6).join('\n')}\n`, { callType: 'Support' });
    const asked = fake.requests.length;
    const [run] = await score(call, 'bant');
    expect(run?.overall).toMatchObject({ reason: 'NOT_APPLICABLE' });
    expect(run?.scores[0]?.outcome.rationale).toContain('Support');
    expect(fake.requests).toHaveLength(asked);
  });

  test('leaves out the stages that have no place in it', async () => {
    const call = await upload(`${twoReps.split('\n').slice(0, 10).join('\n')}\nCustomer: Bye.`, {
      callType: 'discovery',
    });
    for (const { scores, overall } of await score(call, 'sandler')) {
      const unscored = scores.filter(({ outcome }) => outcome.reason === 'NOT_APPLICABLE');
      expect(unscored.map(({ dimension }) => dimension)).toEqual(['fulfillment', 'post_sell']);
      expect(overall?.__typename).toBe('Scored');
    }
  });
});
