import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  responseSchemaFor,
  type Confidence,
  type JudgeOutput,
  type NormalizedTranscript,
} from '../../src/plugin-api/index.js';
import { setScoringPolicy } from '../../src/profiles/set-scoring-policy.js';
import { startRun } from '../../src/runs/starting/start-run.js';
import type { Stability } from '../../src/runs/stability.js';
import { replayRun } from '../../src/scoring/replay/replay-run.js';
import { reproductionBundle } from '../../src/scoring/replay/reproduction-bundle.js';
import { schemaHash } from '../../src/scoring/calls/stored-attempt.js';
import { fromGlobalId, toGlobalId } from '../../src/scope/global-id.js';
import { apiClient, type ApiClient, type UserError } from '../api/client.js';
import { scoreTranscript } from '../../plugins/baseline/score-transcript.js';
import { spin } from '../../plugins/rubric-judge/spin.js';
import { openDrill, until, type Drill, type RunFacts } from '../drills/drill.js';
import { answer, apiError } from '../../src/fake-llm/behaviors.js';
import { startFakeOpenAi, type Behavior, type ChatBody, type FakeOpenAi } from '../../src/fake-llm/fake-openai.js';

let fake: FakeOpenAi;
let drill: Drill;
let client: ApiClient;
let transcriptId: string;
let baseline: JudgeOutput;

beforeAll(async () => {
  fake = await startFakeOpenAi(apiError(500, {}));
  drill = await openDrill({ openAiUrl: fake.url, limits: { retryBaseMs: 10 } });
  client = apiClient(drill, drill.organization.key);
  [transcriptId = ''] = await drill.transcripts(1);
  const [stored] = await drill.sql<{ document: NormalizedTranscript }>('select document from normalization');
  baseline = scoreTranscript(stored!.document, spin);
});
afterAll(async () => {
  await drill.close();
  await fake.close();
});
beforeEach(() => setScoringPolicy(drill.organization.scope(), { panel: null, repeat: null }));

const toPanel = (when: 'BORDERLINE' | 'CONTESTED', thresholds: readonly number[] = []) =>
  setScoringPolicy(drill.organization.scope(), {
    panel: { models: ['openai/second', 'openai/third'], when, thresholds },
  });

/** As the baseline judges, with the scores that the model gives; 4 lies near enough to the baseline's. */
const scoring = (scores: Readonly<Record<string, number>>, confidence: Confidence = 'high'): Behavior =>
  answer((body: ChatBody): JudgeOutput => {
    const output = structuredClone(baseline);
    for (const [key, dimension] of Object.entries(output.dimensions)) {
      const score = scores[body.model] ?? 4;
      output.dimensions[key] = { ...dimension, score, confidence, rationale: `By ${body.model}.` };
    }
    const improvements = Object.keys(output.dimensions).map((dimension) => ({
      ...{ dimension, priority: 'low' as const, advice: 'Ask once more.', turn_index: null, original_quote: null },
      example_rewrite: 'What would change for you if that were gone?',
    }));
    return { ...output, coaching: { ...output.coaching, improvements } };
  });

const score = async (model?: string): Promise<RunFacts> => {
  const choice = model === undefined ? {} : { model };
  return drill.ended(await startRun(drill.organization.scope(), { transcriptId, choice, reuse: false }));
};
const kindsOf = ({ attempts }: RunFacts): readonly string[] => attempts.map(({ kind }) => kind);

interface ReadRun {
  readonly id: string;
  readonly status: string;
  readonly flags: readonly string[];
  readonly chunkCount: number | null;
  readonly stability: Stability | null;
  readonly cost: { readonly status: string };
  readonly supersededBy: { readonly id: string } | null;
  readonly scores: readonly { readonly outcome: { readonly value: number; readonly rationale: string } }[];
  readonly attempts: readonly {
    readonly kind: string;
    readonly part: number | null;
    readonly modelAsked: string;
    readonly scores: readonly { readonly dimension: string; readonly score: number | null }[];
  }[];
}

const READ = `query ($id: ID!) { run(id: $id) { id status flags chunkCount cost { status } supersededBy { id }
  stability { stable samples invalid overallMin overallMax bands { dimension min max unscored } }
  scores { outcome { ... on Scored { value rationale } } }
  attempts { kind part modelAsked scores { dimension score } } } }`;

const read = async (id: string): Promise<ReadRun> => (await client.read<{ run: ReadRun }>(READ, { id })).run;
const valuesOf = ({ scores }: ReadRun): readonly number[] => scores.map(({ outcome }) => outcome.value);

const contest = async (runId: string) => {
  const { contestRun } = await client.read<{
    contestRun: { run: { id: string } | null; userErrors: readonly UserError[] };
  }>('mutation ($input: ContestRunInput!) { contestRun(input: $input) { run { id } userErrors { code message } } }', {
    input: { runId: toGlobalId('Run', runId) },
  });
  return contestRun;
};

const ended = (globalId: string): Promise<RunFacts> => drill.ended(fromGlobalId('Run', globalId));

describe('the reference answer', () => {
  it('is left out where its scorer fails: the run is scored, has a flag, and the log has the cause', async () => {
    fake.setBehavior(scoring({}));
    const { plugins, logger } = drill.organization.scope();
    const logged = jest.spyOn(logger, 'error');
    const failure = new TypeError('the lexicon has no such word');
    const complete = jest.spyOn(plugins.modelProvider('baseline'), 'complete').mockRejectedValueOnce(failure);
    const { id } = await score();
    complete.mockRestore();
    expect(await read(toGlobalId('Run', id))).toMatchObject({
      status: 'SCORED',
      flags: expect.arrayContaining(['REFERENCE_UNAVAILABLE']) as unknown,
    });
    expect(logged).toHaveBeenCalledWith(
      { err: failure, runId: id, provider: 'baseline' },
      expect.stringMatching('reference scorer failed'),
    );
    logged.mockRestore();
    expect((await read(toGlobalId('Run', (await score()).id))).flags).not.toContain('REFERENCE_UNAVAILABLE');
  });
});

describe('a panel of judges', () => {
  it('is not asked where the answer is clear', async () => {
    await toPanel('BORDERLINE', [2]);
    fake.setBehavior(scoring({}));
    const run = await score();
    expect(run.status).toBe('SCORED');
    expect(kindsOf(run)).toEqual(['FIRST']);
  });

  it('stands in the spec of the run, with the rest of the policy in force', async () => {
    await toPanel('BORDERLINE', [2]);
    await setScoringPolicy(drill.organization.scope(), { repeat: { share: 0, times: 2 }, redact: ['CARD'] });
    fake.setBehavior(scoring({}));
    const { id } = await score();
    const { run } = await client.read<{ run: Record<string, unknown> }>(
      `query ($id: ID!) { run(id: $id) {
        spec { corrections fallbacks onInvalid redact policyVersion delivery repeat { share times } panel { models when thresholds } }
        attempts { systemFingerprint schemaHash } } }`,
      { id: toGlobalId('Run', id) },
    );
    await setScoringPolicy(drill.organization.scope(), { redact: [] });
    expect(run).toEqual({
      spec: {
        ...{ corrections: 1, fallbacks: [], onInvalid: 'INVALID', redact: ['CARD'], delivery: 'IMMEDIATE' },
        policyVersion: expect.any(Number) as unknown,
        repeat: { share: 0, times: 2 },
        panel: { models: ['openai/second', 'openai/third'], when: 'BORDERLINE', thresholds: [2] },
      },
      attempts: [{ systemFingerprint: 'fp_fake', schemaHash: schemaHash(responseSchemaFor(spin)) }],
    });
  });

  it.each<[string, number, Confidence, readonly number[]]>([
    ['is unsure', 4, 'low', []],
    ['lies far from the baseline', 3, 'high', []],
    ['is near a threshold', 4, 'high', [3.8]],
  ])('is asked where the judge %s, and the median of each dimension counts', async (_why, own, sure, thresholds) => {
    await toPanel('BORDERLINE', thresholds);
    fake.setBehavior(scoring({ 'fake-judge': own, second: own - 2, third: own - 1 }, sure));
    const { id } = await score();
    const run = await read(toGlobalId('Run', id));
    expect(run).toMatchObject({ status: 'SCORED', chunkCount: null });
    expect(valuesOf(run)).toEqual(Array(4).fill(own - 1));
    expect(new Set(run.scores.map(({ outcome }) => outcome.rationale))).toEqual(new Set(['By third.']));
    expect(run.flags).toEqual(expect.arrayContaining(['PANEL', 'PANEL_DISAGREES']));
    const bundle = await reproductionBundle(drill.organization.scope(), id);
    expect((await replayRun(drill.organization.scope().plugins, bundle)).differences).toEqual([]);
    expect(
      run.attempts.map(({ kind, part, modelAsked, scores }) => [kind, part, modelAsked, scores[0]?.score]),
    ).toEqual([
      ['FIRST', null, 'openai/fake-judge', own],
      ['PANEL', 1, 'openai/second', own - 2],
      ['PANEL', 2, 'openai/third', own - 1],
    ]);
  });

  it('goes on without a member that cannot answer', async () => {
    await toPanel('BORDERLINE');
    const well = scoring({ 'fake-judge': 3, third: 2 });
    fake.setBehavior((request, response) =>
      request.body.model === 'second' ? apiError(401, { message: 'no' })(request, response) : well(request, response),
    );
    const run = await score();
    const known = await read(toGlobalId('Run', run.id));
    expect(run.status).toBe('SCORED');
    expect(known.flags).toEqual(expect.arrayContaining(['PANEL', 'PANEL_INCOMPLETE']));
    expect(known.flags).not.toContain('PANEL_DISAGREES');
    expect(valuesOf(known)).toEqual(Array(4).fill(2));
  });

  it('judges again what somebody contests, in a run that takes the place of the first', async () => {
    await toPanel('CONTESTED');
    fake.setBehavior(scoring({ 'fake-judge': 4, second: 4, third: 3 }));
    const first = await score();
    expect(kindsOf(first)).toEqual(['FIRST']);
    const { run, userErrors } = await contest(first.id);
    expect(userErrors).toEqual([]);
    const second = await ended(run!.id);
    expect(kindsOf(second)).toEqual(['FIRST', 'PANEL', 'PANEL']);
    const [before, after] = [await read(toGlobalId('Run', first.id)), await read(run!.id)];
    expect(before.supersededBy).toEqual({ id: run!.id });
    expect([valuesOf(before), valuesOf(after)]).toEqual([Array(4).fill(4), Array(4).fill(4)]);
    expect(after.flags).not.toContain('PANEL_DISAGREES');
  });

  it('cannot be asked where the policy names none', async () => {
    fake.setBehavior(scoring({}));
    const { userErrors } = await contest((await score()).id);
    expect(userErrors.map(({ code }) => code)).toEqual(['CONFLICT']);
  });
});

describe('scoring that is repeated', () => {
  const repeated = async (share = 1, times = 3, model?: string): Promise<ReadRun> => {
    await setScoringPolicy(drill.organization.scope(), { repeat: { share, times } });
    const { id } = await score(model);
    return until('repeated scoring', async () => {
      const run = await read(toGlobalId('Run', id));
      return run.stability !== null && run;
    });
  };
  /** The judge's next answers, one score after the other. */
  const inOrder = (...scores: readonly number[]): Behavior => {
    let at = 0;
    return (request, response) => scoring({ 'fake-judge': scores[at++] ?? 0 })(request, response);
  };

  it('marks a run stable whose scores stay within a point', async () => {
    fake.setBehavior(scoring({ 'fake-judge': 4 }));
    const run = await repeated();
    expect(run.stability).toMatchObject({ stable: true, samples: 3, invalid: 0, overallMin: 4, overallMax: 4 });
    expect(run.attempts.map(({ kind, part }) => [kind, part])).toEqual([
      ['FIRST', null],
      ['SAMPLE', 2],
      ['SAMPLE', 3],
    ]);
    expect(run.status).toBe('SCORED');
  });

  it('marks one unstable whose scores wander, and keeps the first', async () => {
    fake.setBehavior(inOrder(4, 2, 3));
    const run = await repeated();
    expect(run.stability).toMatchObject({ stable: false, samples: 3, overallMin: 2, overallMax: 4 });
    expect(run.stability?.bands.map(({ min, max, unscored }) => [min, max, unscored])).toEqual(
      Array(4).fill([2, 4, 0]),
    );
    expect(valuesOf(run)).toEqual([4, 4, 4, 4]);
    expect(run.attempts.map(({ scores }) => scores[0]?.score ?? null)).toEqual([null, 2, 3]);
  });

  it('goes on after a failure, pays for no answer twice, and counts every call as cost of the run', async () => {
    const well = scoring({ 'gpt-4.1-mini': 4 });
    let calls = 0;
    fake.setBehavior((request, response) =>
      (calls += 1) === 3 ? apiError(500, { message: 'down' })(request, response) : well(request, response),
    );
    const run = await repeated(1, 3, 'openai/gpt-4.1-mini');
    expect(run.attempts.map(({ kind, part }) => [kind, part])).toEqual([
      ['FIRST', null],
      ['SAMPLE', 2],
      ['SAMPLE', 3],
      ['SAMPLE', 3],
    ]);
    const [cost] = await drill.sql<{ whole: string; first: string; all: string }>(
      `select run.cost_pusd as whole, min(attempt.cost_pusd) as first, sum(attempt.cost_pusd) as all
       from run join attempt on attempt.run_id = run.id where run.id = $1 group by run.cost_pusd`,
      [fromGlobalId('Run', run.id)],
    );
    expect(BigInt(cost!.whole)).toBe(BigInt(cost!.all));
    expect(BigInt(cost!.whole)).toBeGreaterThan(2n * BigInt(cost!.first));
  });

  it('is left out of the share that the policy does not name', async () => {
    await setScoringPolicy(drill.organization.scope(), { repeat: { share: 0, times: 2 } });
    fake.setBehavior(scoring({}));
    const { id } = await score();
    expect(await drill.sql(`select 1 from outbox where job = 'repeat-scoring' and key like $1`, [`${id}%`])).toEqual(
      [],
    );
  });
});
