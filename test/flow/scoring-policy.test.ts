import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createApiKey } from '../../src/access/api-keys.js';
import { toGlobalId } from '../../src/scope/global-id.js';
import { startRun } from '../../src/runs/starting/start-run.js';
import { apiClient, must, type ApiClient, type UserError } from '../api/client.js';
import { spoiled } from '../drills/answers.js';
import { openDrill, type Drill, type RunFacts } from '../drills/drill.js';
import * as behave from '../../src/fake-llm/behaviors.js';
import { startFakeOpenAi, type Behavior, type FakeOpenAi } from '../../src/fake-llm/fake-openai.js';
import { faithful } from '../../src/fake-llm/faithful.js';

let fake: FakeOpenAi;
let drill: Drill;
let admin: ApiClient;
let transcriptIds: string[];

beforeAll(async () => {
  fake = await startFakeOpenAi(faithful());
  drill = await openDrill({ openAiUrl: fake.url, worker: true, limits: { modelCallMs: 5_000, retryBaseMs: 10 } });
  admin = apiClient(drill, drill.organization.key);
  transcriptIds = await drill.transcripts(2);
});
afterAll(async () => {
  await drill.close();
  await fake.close();
});

const POLICY = 'scoringPolicy { version corrections fallbackModels onInvalid validatorOptions repeat { share times } }';

interface SetResult {
  readonly setScoringPolicy: {
    readonly scoringPolicy: {
      version: number;
      fallbackModels: string[];
      corrections: number;
      onInvalid: string;
    } | null;
    readonly userErrors: readonly UserError[];
  };
}

const setPolicy = async (input: Record<string, unknown>, by = admin) => {
  const query = `mutation ($input: SetScoringPolicyInput!) {
    setScoringPolicy(input: $input) { ${POLICY} userErrors { code message path } } }`;
  return (await by.read<SetResult>(query, { input })).setScoringPolicy;
};

const versionNow = async (): Promise<number> =>
  (
    await admin.read<{ viewer: { organization: { scoringPolicy: { version: number } } } }>(
      '{ viewer { organization { scoringPolicy { version } } } }',
    )
  ).viewer.organization.scoringPolicy.version;

/** Scores the sample by the models named, each behaving so. */
const score = async (models: Readonly<Record<string, Behavior>>): Promise<RunFacts & { flags: string[] }> => {
  const asked: Behavior = (request, response) => (models[request.body.model] ?? behave.status(500))(request, response);
  fake.setBehavior(asked);
  const choice = { model: `openai/${Object.keys(models)[0]}` };
  const id = await startRun(drill.organization.scope(), { transcriptId: transcriptIds[0] ?? '', choice });
  return (await drill.ended(id)) as RunFacts & { flags: string[] };
};

const wrong = behave.answer('I would say that this was a good call.');
const attemptsOf = ({ attempts }: RunFacts) => attempts.map(({ kind, status }) => `${kind} ${status}`);

describe('the scoring policy', () => {
  test('starts with the defaults, and each change is a version with its own entry in the audit log', async () => {
    expect(await versionNow()).toBe(0);
    const { scoringPolicy } = await setPolicy({ corrections: 2, repeat: { share: 0.1, times: 3 } });
    expect(scoringPolicy).toMatchObject({ version: 1, corrections: 2, repeat: { share: 0.1, times: 3 } });
    expect(await setPolicy({ repeat: null })).toMatchObject({
      scoringPolicy: { version: 2, corrections: 2, repeat: null },
    });
    expect(await setPolicy({ corrections: 2 })).toMatchObject({ scoringPolicy: { version: 2 } });
    const { viewer } = await admin.read<{ viewer: { organization: { scoringPolicyVersions: { version: number }[] } } }>(
      '{ viewer { organization { scoringPolicyVersions { version createdAt } } } }',
    );
    expect(viewer.organization.scoringPolicyVersions.map(({ version }) => version)).toEqual([2, 1]);
    const entries = await drill.sql<{ before: object; after: object }>(
      `select before, after from audit_entry where action = 'scoringPolicy.set' order by id`,
    );
    expect(entries).toEqual([
      {
        before: { corrections: 1, repeat: null },
        after: { version: 1, corrections: 2, repeat: { share: 0.1, times: 3 } },
      },
      { before: { repeat: { share: 0.1, times: 3 } }, after: { version: 2, repeat: null } },
    ]);
  });

  test.each<[string, Record<string, unknown>, string, string[]]>([
    ['too many corrections', { corrections: 3 }, 'BAD_USER_INPUT', ['input', 'corrections']],
    ['no turns', { asyncAboveTurns: 0 }, 'BAD_USER_INPUT', ['input', 'asyncAboveTurns']],
    [
      'three fallbacks',
      { fallbackModels: ['openai/a', 'openai/b', 'openai/c'] },
      'BAD_USER_INPUT',
      ['input', 'fallbackModels'],
    ],
    ['a fallback twice', { fallbackModels: ['openai/a', 'openai/a'] }, 'BAD_USER_INPUT', ['input', 'fallbackModels']],
    ['an unknown provider', { fallbackModels: ['nobody/a'] }, 'PROVIDER_UNKNOWN', ['input', 'fallbackModels']],
    ['a panel of one', { panel: { models: ['openai/a'] } }, 'BAD_USER_INPUT', ['input', 'panel', 'models']],
    ['a share above 1', { repeat: { share: 2, times: 2 } }, 'BAD_USER_INPUT', ['input', 'repeat', 'share']],
    ['once more than often', { repeat: { share: 1, times: 6 } }, 'BAD_USER_INPUT', ['input', 'repeat', 'times']],
    [
      'an unknown validator',
      { validatorOptions: { nobody: {} } },
      'BAD_USER_INPUT',
      ['input', 'validatorOptions', 'nobody'],
    ],
    [
      'a validator without options',
      { validatorOptions: { 'turn-exists': {} } },
      'BAD_USER_INPUT',
      ['input', 'validatorOptions', 'turn-exists'],
    ],
    [
      'rules that do not fit',
      { validatorOptions: { 'organization-rules': { maxScoreWithout: [{ evidence: 'customer_response' }] } } },
      'BAD_USER_INPUT',
      ['input', 'validatorOptions', 'organization-rules', 'maxScoreWithout', '0'],
    ],
    ['another version', { expectedVersion: 77, corrections: 0 }, 'CONFLICT', ['input', 'expectedVersion']],
  ])('refuses %s', async (_what, input, code, path) => {
    const before = await versionNow();
    expect(await setPolicy(input)).toMatchObject({ scoringPolicy: null, userErrors: [{ code, path }] });
    expect(await versionNow()).toBe(before);
  });

  test('is for administrators', async () => {
    const { key } = await createApiKey(drill.organization.scope(), { name: 'analyst', role: 'ANALYST' });
    const { userErrors } = await setPolicy({ corrections: 0 }, apiClient(drill, key));
    expect(userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
  });

  test('two changes at once take turns', async () => {
    const before = await versionNow();
    const results = await Promise.all([0, 1].map((corrections) => setPolicy({ corrections })));
    expect(results.map(({ scoringPolicy }) => must(scoringPolicy).version).toSorted()).toEqual([
      before + 1,
      before + 2,
    ]);
  });
});

describe('the fallback chain', () => {
  // The same call is scored again and again here.
  beforeAll(async () => {
    await setPolicy({ reuse: false });
  });

  test('judge, correction, both fallbacks: SCORED by the second, at most four calls, and the API says who', async () => {
    await setPolicy({ corrections: 2, fallbackModels: ['openai/second', 'openai/third'] });
    const run = await score({ first: wrong, second: wrong, third: faithful() });
    expect(attemptsOf(run)).toEqual([
      'FIRST ANSWERED',
      'CORRECTION ANSWERED',
      'FALLBACK ANSWERED',
      'FALLBACK ANSWERED',
    ]);
    const id = toGlobalId('Run', run.id);
    const { run: read } = await admin.read<{ run: unknown }>(
      `query ($id: ID!) { run(id: $id) { status model modelUsed fallbackUsed flags spec { model fallbacks onInvalid } } }`,
      { id },
    );
    expect(read).toMatchObject({
      status: 'SCORED',
      model: 'openai/first',
      modelUsed: 'openai/third',
      fallbackUsed: true,
      flags: expect.arrayContaining(['FALLBACK_MODEL']) as unknown,
      spec: { model: 'openai/first', fallbacks: ['openai/second', 'openai/third'] },
    });
    const { runs } = await admin.read<{ runs: { edges: { node: { id: string } }[] } }>(
      '{ runs(filter: { excludeFallback: true }) { edges { node { id } } } }',
    );
    expect(runs.edges.map(({ node }) => node.id)).not.toContain(id);
  });

  test('nobody answers validly: NEEDS_REVIEW where the policy says so, with the reason and without scores', async () => {
    await setPolicy({ corrections: 0, fallbackModels: [], onInvalid: 'NEEDS_REVIEW' });
    const run = await score({ first: wrong });
    expect(run).toMatchObject({ status: 'NEEDS_REVIEW', error_code: 'OUTPUT_INVALID', scores: [] });
    expect(run.events.at(-1)).toBe('RUN_NEEDS_REVIEW');
    await setPolicy({ corrections: 1, onInvalid: 'INVALID' });
  });

  test("the organization's own rules are checked, sent back by name, and kept on the run", async () => {
    await setPolicy({
      validatorOptions: { 'organization-rules': { forbiddenWords: [{ words: ['verdict'] }] } },
      corrections: 1,
    });
    const word = spoiled(({ coaching }) => void (coaching.summary = 'The verdict is that this was a good call.'));
    const run = await score({ first: behave.inTurn(word, faithful()) });
    await setPolicy({ validatorOptions: {} });
    expect(run.status).toBe('SCORED');
    expect(run.attempts[0]!.violations).toMatchObject([
      { code: 'score-checks/ORGANIZATION_WORD', path: '/coaching/summary', repaired: false },
    ]);
    expect(must(fake.requests.at(-1)).body.messages.at(-1)!.content).toContain('Say it without "verdict"');
    const [kept] = await drill.sql<{ spec: object }>('select spec from run where id = $1', [run.id]);
    expect(kept).toMatchObject({ spec: { validatorOptions: { 'organization-rules': {} } } });
  });

  test('a worker that takes a run over goes on from the stored answer, and pays for no answer twice', async () => {
    const run = await score({ first: wrong });
    expect(attemptsOf(run)).toEqual(['FIRST ANSWERED', 'CORRECTION ANSWERED']);
    // As a worker leaves it that dies after the first answer was stored, before it was judged.
    await drill.sql(`delete from attempt where run_id = $1 and number = 2`, [run.id]);
    await drill.sql(`update attempt set violations = '[]' where run_id = $1`, [run.id]);
    fake.setBehavior(faithful());
    const asked = fake.requests.length;
    await drill.sql(
      `update run set status = 'SCORING', ended_at = null, error_code = null, lease_until = null, check_at = clock_timestamp() where id = $1`,
      [run.id],
    );
    const ended = await drill.ended(run.id);
    expect(attemptsOf(ended)).toEqual(['FIRST ANSWERED', 'CORRECTION ANSWERED']);
    expect(ended).toMatchObject({ status: 'SCORED', scores: { length: 4 } });
    expect(ended.attempts[0]!.violations).toMatchObject([{ code: 'NOT_JSON' }]);
    expect(fake.requests.length - asked).toBe(1);
    expect(must(fake.requests.at(-1)).body.messages.at(-1)!.content).toContain('[NOT_JSON]');
  });
});

interface Figure {
  readonly key: string;
  readonly runs: number;
  readonly firstPassValid: { count: number; of: number; rate: number | null };
  readonly corrected: { count: number; of: number };
  readonly fallback: { count: number; of: number };
  readonly invalid: { count: number; of: number };
}

const figures = async (groupBy: string, filter: Record<string, unknown> = {}): Promise<readonly Figure[]> => {
  const query = `query ($groupBy: ValidationGroup!, $filter: AnalyticsFilter) {
    analytics { validation(groupBy: $groupBy, filter: $filter) {
      key runs firstPassValid { count of rate } corrected { count of } fallback { count of } invalid { count of } } } }`;
  const from = '2000-01-01T00:00:00Z';
  return (
    await admin.read<{ analytics: { validation: readonly Figure[] } }>(query, { groupBy, filter: { from, ...filter } })
  ).analytics.validation;
};

describe('first-pass validity', () => {
  const only = async (model: string) => (await figures('MODEL')).find(({ key }) => key === `openai/${model}`);

  test('by model: counted among first answers before repair, with every denominator', async () => {
    await setPolicy({ corrections: 1, fallbackModels: ['openai/help'], onInvalid: 'INVALID' });
    await score({ counted: faithful() });
    await score({ counted: behave.inTurn(wrong, faithful()) });
    await score({ counted: wrong, help: faithful() });
    await score({ counted: wrong, help: wrong });
    await score({ counted: behave.apiError(401, {}), help: faithful() });
    expect(await only('counted')).toEqual({
      key: 'openai/counted',
      runs: 5,
      firstPassValid: { count: 1, of: 4, rate: 0.25 },
      corrected: { count: 3, of: 5 },
      fallback: { count: 3, of: 5 },
      invalid: { count: 1, of: 5 },
    });
  });

  test('by rule: among the runs that broke it', async () => {
    const rule = (await figures('RULE')).find(({ key }) => key === 'NOT_JSON');
    const all = await figures('RUBRIC');
    expect(all.map(({ key }) => key)).toEqual(['spin@1']);
    expect(rule!.runs).toBe(all[0]!.runs);
    expect(rule!.corrected.of).toBe(rule!.firstPassValid.of - rule!.firstPassValid.count);
    expect(rule!.invalid.count).toBeGreaterThanOrEqual(1);
  });

  test('by prompt version, and without runs by fallback models where they are excluded', async () => {
    const [all] = await figures('PROMPT_VERSION');
    const [own] = await figures('PROMPT_VERSION', { excludeFallback: true });
    expect(all!.key).toMatch(/^base@\d+$/);
    expect(all!.runs - own!.runs).toBe(3);
  });

  test('of nobody else', async () => {
    const other = apiClient(drill, (await drill.createOrganization('Other')).key);
    const { analytics } = await other.read<{ analytics: { validation: unknown[] } }>(
      '{ analytics { validation(filter: { from: "2000-01-01T00:00:00Z" }) { key } } }',
    );
    expect(analytics.validation).toEqual([]);
  });
});
