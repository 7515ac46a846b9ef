import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadPlugins, type PluginRuntime } from '../../src/plugin-host/load-plugins.js';
import { silentLogger } from '../../src/logging/logger.js';
import { setScoringPolicy } from '../../src/profiles/set-scoring-policy.js';
import { cancelRun } from '../../src/runs/cancel-runs.js';
import { contestRun } from '../../src/runs/starting/repeat-run.js';
import { startRun, type NewRun } from '../../src/runs/starting/start-run.js';
import { replayRun } from '../../src/scoring/replay/replay-run.js';
import type { ReproductionBundle } from '../../src/scoring/replay/reproduction-bundle.js';
import { toGlobalId } from '../../src/scope/global-id.js';
import { acceptTranscript } from '../../src/transcripts/uploads/accept-upload.js';
import { apiClient, must } from '../api/client.js';
import { openDrill, until, type Drill } from '../drills/drill.js';
import { answer, hang, inTurn } from '../../src/fake-llm/behaviors.js';
import { startFakeOpenAi, type FakeOpenAi } from '../../src/fake-llm/fake-openai.js';
import { faithful, faithfulOutput } from '../../src/fake-llm/faithful.js';
import { hostile } from '../../src/fake-llm/hostile.js';
import { longCall } from '../support/long-call.js';

const BUILT_IN = ['conversation-metrics', 'rubric-judge', 'baseline', 'score-checks', 'openai'];

let fake: FakeOpenAi;
let drill: Drill;
let transcriptId: string;
/** Of another process: without keys, server or database. */
let offline: PluginRuntime;
const callsBefore = new Map<string, number>();

beforeAll(async () => {
  fake = await startFakeOpenAi(faithful());
  drill = await openDrill({ openAiUrl: fake.url, limits: { retryBaseMs: 10 } });
  transcriptId = must((await drill.transcripts(1))[0]);
  offline = await loadPlugins({
    logger: silentLogger,
    resolveFrom: process.cwd(),
    secrets: () => undefined,
    entries: BUILT_IN.map((name) => ({ name: `./plugins/${name}` })),
  });
});
afterAll(async () => {
  await offline.dispose();
  await drill.close();
  await fake.close();
});

const runWith = async (choice: NewRun['choice'] = {}, reuse = false, call = transcriptId): Promise<string> => {
  const id = await startRun(drill.organization.scope(), { transcriptId: call, choice, reuse });
  await drill.ended(id);
  callsBefore.set(id, fake.requests.length);
  return id;
};

const download = (id: string): Promise<Response> =>
  apiClient(drill, drill.organization.key).request(`/runs/${toGlobalId('Run', id)}/bundle`);

const bundleOf = async (id: string): Promise<ReproductionBundle> =>
  (await (await download(id)).json()) as ReproductionBundle;

const replayed = async (id: string) => {
  const bundle = await bundleOf(id);
  const replay = await replayRun(offline.catalog, bundle);
  expect(fake.requests).toHaveLength(must(callsBefore.get(id)));
  return { bundle, ...replay };
};

describe('a replay from stored answers', () => {
  it('comes to the same as the run, for a first answer and for a corrected one', async () => {
    const first = await replayed(await runWith());
    expect(first).toMatchObject({ hasResult: true, differences: [], bundle: { result: { status: 'SCORED' } } });
    expect(first.bundle.result.scores).toHaveLength(4);
    const { schemaHash } = first.bundle;
    expect(first.bundle.attempts[0]).toMatchObject({ schemaHash, systemFingerprint: 'fp_fake' });
    expect(first.otherVersions.map(({ plugin }) => plugin)).toEqual(['transcript-formats']);

    fake.setBehavior(inTurn(answer('No.'), faithful()));
    const corrected = await replayed(await runWith());
    fake.setBehavior(faithful());
    expect(corrected.differences).toEqual([]);
    expect(corrected.bundle.attempts.map(({ kind }) => kind)).toEqual(['FIRST', 'CORRECTION']);
    expect(corrected.bundle.attempts[0]?.violations).not.toEqual([]);
  });

  it('comes to the same where answers were repaired, refused, or given by a model that stepped in', async () => {
    const spoiled = answer((body: Parameters<typeof faithfulOutput>[0]) => {
      const output = structuredClone(faithfulOutput(body));
      return { ...output, overall_score: 5, coaching: { ...output.coaching, summary: 'x'.repeat(900) } };
    });
    fake.setBehavior(spoiled);
    const repaired = await replayed(await runWith());
    expect(repaired.bundle.result.violations.some((found) => found.repaired)).toBe(true);
    expect(repaired.differences).toEqual([]);

    fake.setBehavior(hostile());
    const invalid = await replayed(await runWith({ model: 'openai/invented-quote' }));
    expect(invalid).toMatchObject({ differences: [], bundle: { result: { status: 'INVALID', scores: [] } } });
    const failed = await replayed(await runWith({ model: 'openai/no-quota' }));
    expect(failed).toMatchObject({ hasResult: false, differences: [], bundle: { result: { status: 'FAILED' } } });

    await setScoringPolicy(drill.organization.scope(), {
      fallbackModels: ['openai/steady'],
      redact: ['NAME', 'PHONE'],
    });
    const helped = await replayed(await runWith({ model: 'openai/wrong-turn' }));
    fake.setBehavior(faithful());
    expect(helped.bundle.result).toMatchObject({ status: 'SCORED', fallbackUsed: true });
    expect(helped.differences).toEqual([]);
  });

  it('comes to the same for a result that was taken from another run', async () => {
    const source = await runWith();
    const taken = await runWith({}, true);
    const { bundle, differences } = await replayed(taken);
    expect(bundle.run).toMatchObject({ id: taken, reusedFrom: source });
    expect(bundle.result.flags).toContain('REUSED');
    expect(differences).toEqual([]);
  });

  it('comes to the same for the baseline, which is no service', async () => {
    const { bundle, differences } = await replayed(await runWith({ model: 'baseline' }));
    expect(bundle.result.status).toBe('SCORED');
    expect(differences).toEqual([]);
  });

  it('comes to the same for a panel, and for a long call that was read in parts', async () => {
    const scope = () => drill.organization.scope();
    await setScoringPolicy(scope(), { panel: { models: ['openai/second', 'openai/third'], when: 'CONTESTED' } });
    const contested = await contestRun(scope(), await runWith());
    await drill.ended(contested);
    callsBefore.set(contested, fake.requests.length);
    const panel = await replayed(contested);
    expect(panel.bundle.attempts.map(({ kind }) => kind)).toEqual(['FIRST', 'PANEL', 'PANEL']);
    expect(panel).toMatchObject({ hasResult: true, differences: [] });

    const input = { fileName: 'long.vtt', fields: { rep: 'Nora Samplewright' }, scoring: { score: false } };
    const long = await acceptTranscript(scope(), { ...input, bytes: Buffer.from(longCall(900)) });
    await until('reading', async () => {
      const found = await drill.sql<{ status: string }>('select status from transcript where id = $1', [
        long.transcriptId,
      ]);
      return found[0]?.status === 'READY';
    });
    const parts = await replayed(await runWith({}, false, long.transcriptId));
    expect(parts.bundle.run.chunkCount).toBeGreaterThan(1);
    expect(parts.bundle.attempts.map(({ kind }) => kind)).toContain('EXTRACTION');
    expect(parts).toMatchObject({ hasResult: true, differences: [] });
  });

  it('names every place that somebody changed, and says so where an answer is missing', async () => {
    const { bundle } = await replayed(await runWith());
    const text = JSON.stringify(bundle);
    const pathsAfter = async (changed: string): Promise<string[]> => {
      expect(changed).not.toBe(text);
      const { differences } = await replayRun(offline.catalog, JSON.parse(changed) as ReproductionBundle);
      return differences.map(({ path }) => path);
    };
    const { result, prompt, attempts, transcript } = bundle;
    const otherScore = JSON.stringify({ ...bundle, result: { ...result, overallScore: 4.9 } });
    expect(await pathsAfter(otherScore)).toEqual(['/result/overallScore']);
    const otherPrompt = JSON.stringify({ ...bundle, prompt: { ...prompt, text: `${prompt.text} Be kind.` } });
    expect(await pathsAfter(otherPrompt)).toEqual(['/prompt/hash']);
    const otherWords = transcript.turns.map((turn) => ({ ...turn, text: 'We said something else.' }));
    const otherCall = JSON.stringify({ ...bundle, transcript: { ...transcript, turns: otherWords } });
    // No quote is found, so the checks fail and nothing can be scored.
    expect(await pathsAfter(otherCall)).toContain('/attempts');
    const noAnswers = JSON.stringify({ ...bundle, attempts: attempts.slice(1) });
    expect(await pathsAfter(noAnswers)).toEqual(['/attempts']);
  });
});

describe('the bundle of a run', () => {
  it('holds all that the result follows from, and belongs to its organization', async () => {
    const id = await runWith();
    const response = await download(id);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-disposition')).toContain(`run-${id}.json`);
    const { pluginVersions, schemaHash, attempts, prompt } = await bundleOf(id);
    expect(Object.keys(pluginVersions ?? {})).toContain('score-checks');
    expect(schemaHash).toMatch(/^[0-9a-f]{64}$/);
    expect(prompt.text).toContain('You assess');
    expect(attempts[0]).toMatchObject({ status: 'ANSWERED', rawOutput: expect.stringContaining('"dimensions"') });
    const { api, createOrganization } = drill;
    const foreign = apiClient({ api }, (await createOrganization('Other', [])).key);
    expect((await foreign.request(`/runs/${toGlobalId('Run', id)}/bundle`)).status).toBe(404);
  });

  it('is refused while the run goes on', async () => {
    fake.setBehavior(hang());
    const id = await startRun(drill.organization.scope(), { transcriptId, choice: {}, reuse: false });
    const response = await download(id);
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({ error: { code: 'CONFLICT', retryable: true } });
    await cancelRun(drill.organization.scope(), id);
    fake.setBehavior(faithful());
  });
});
