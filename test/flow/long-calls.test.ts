import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ExtractionOutput } from '../../src/plugin-api/index.js';
import { estimateTranscripts } from '../../src/scoring/estimates/estimate-cost.js';
import { replayRun, type Difference } from '../../src/scoring/replay/replay-run.js';
import { reproductionBundle } from '../../src/scoring/replay/reproduction-bundle.js';
import { openDrill, type Drill, type RunFacts } from '../drills/drill.js';
import { answer, apiError } from '../../src/fake-llm/behaviors.js';
import { faithful, faithfulExtraction, faithfulOutput } from '../../src/fake-llm/faithful.js';
import { startFakeOpenAi, type Behavior, type ChatBody, type FakeOpenAi } from '../../src/fake-llm/fake-openai.js';
import { readExtraction, readPromptTurns } from '../../src/fake-llm/read-question.js';
import { longCall } from '../support/long-call.js';

/** Three hours: 900 turns of 12 seconds. */
const TURNS = 900;
/** What all parts may take beyond one call each. */
const SPARE = 4;

let fake: FakeOpenAi;
let drill: Drill;
let transcriptId: string;
let at: number;

const upload = (text: string): Promise<string> => drill.upload(Buffer.from(text), 'Nora Samplewright');

beforeAll(async () => {
  fake = await startFakeOpenAi(faithful());
  drill = await openDrill({ openAiUrl: fake.url, limits: { retryBaseMs: 10 } });
  transcriptId = await upload(longCall(TURNS));
});
afterAll(async () => {
  await drill.close();
  await fake.close();
});
beforeEach(() => {
  fake.setBehavior(faithful());
  at = fake.requests.length;
});

const bodies = (): readonly ChatBody[] => fake.requests.slice(at).map(({ body }) => body);
const asksForEvidence = (body: ChatBody): boolean => readExtraction(body) !== null;
const lengthOf = ({ messages }: ChatBody): number => messages.reduce((sum, { content }) => sum + content.length, 0);

/** Faithful, but what is said of a part goes through `spoil`; `n` counts the answers to parts from 0. */
const spoiledParts = (spoil: (output: ExtractionOutput, n: number) => unknown): Behavior => {
  let n = 0;
  return answer((body: ChatBody) =>
    asksForEvidence(body) ? spoil(faithfulExtraction(body), n++) : faithfulOutput(body),
  );
};

/** What comes out otherwise when everything but the model's answers is done again. */
const replayOf = async (runId: string): Promise<readonly Difference[]> => {
  const bundle = await reproductionBundle(drill.organization.scope(), runId);
  return (await replayRun(drill.organization.scope().plugins, bundle)).differences;
};

/** Which parts were read, each as often as it was asked for, in order. */
const partsOf = ({ attempts }: Pick<RunFacts, 'attempts'>): readonly number[] =>
  attempts
    .flatMap(({ kind, part }) => (kind === 'EXTRACTION' && part !== null ? [part] : []))
    .toSorted((a, b) => a - b);

const score = async (id: string) => drill.ended(await drill.startRun(id));

describe('a call of three hours', () => {
  it('is read in parts and judged once, with evidence proven in several of them', async () => {
    const run = await score(transcriptId);
    const chunks = bodies().filter(asksForEvidence);
    expect(run).toMatchObject({ status: 'SCORED', chunk_count: chunks.length });
    expect(run.attempts.map(({ kind, number }) => [kind, number])).toEqual([
      ...chunks.map((_body, n) => ['EXTRACTION', n + 1]),
      ['FIRST', chunks.length + 1],
    ]);
    expect(partsOf(run)).toEqual(chunks.map((_body, n) => n + 1));
    const turns = new Set(chunks.flatMap((body) => readPromptTurns(body).map(({ i }) => i)));
    expect(turns.size).toBe(TURNS);
    const evidence = run.scores.flatMap((one) => one.evidence);
    expect(evidence.length).toBeGreaterThan(8);
    expect(new Set(evidence.map(({ status }) => status))).toEqual(new Set(['VERIFIED']));
    expect(Math.max(...bodies().map(lengthOf))).toBeLessThan(25_000 * 4);
    const judged = new Set(readPromptTurns(bodies().at(-1)!).map(({ i }) => Math.floor((i * 6) / TURNS)));
    expect([...judged].toSorted()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(await replayOf(run.id)).toEqual([]);
  });

  it('keeps what can be proven and leaves out what cannot', async () => {
    fake.setBehavior(
      spoiledParts((output) => {
        Object.assign(output.passages[0] ?? {}, { quote: 'Nobody on this call ever said such a thing, did they?' });
        return output;
      }),
    );
    const run = await score(transcriptId);
    expect(run.status).toBe('SCORED');
    const parts = run.attempts.filter(({ kind }) => kind === 'EXTRACTION');
    expect(parts.map(({ violations }) => violations.map(({ code, severity }) => [code, severity]))).toEqual(
      parts.map(() => [['QUOTE_NOT_IN_TURN', 'warning']]),
    );
    expect(
      bodies()
        .at(-1)!
        .messages.some(({ content }) => content.includes('ever said such a thing')),
    ).toBe(false);
  });

  it('corrects a part that is made up, within four calls more than there are parts', async () => {
    fake.setBehavior(spoiledParts((output, n) => (n === 2 ? { ...output, passages: 'none' } : output)));
    const run = await score(transcriptId);
    expect(run.status).toBe('SCORED');
    const parts = partsOf(run);
    expect(parts.length).toBe(new Set(parts).size + 1);
  });

  it('ends INVALID where parts stay unreadable, and FAILED where nobody answers, before too much is spent', async () => {
    fake.setBehavior(spoiledParts(() => 'no JSON at all'));
    const invalid = await score(transcriptId);
    expect(invalid).toMatchObject({ status: 'INVALID', error_code: 'OUTPUT_INVALID', scores: [] });
    fake.setBehavior(apiError(500, { message: 'down' }));
    const failed = await score(transcriptId);
    expect(failed).toMatchObject({ status: 'FAILED', error_code: 'PROVIDER_UNAVAILABLE' });
    expect(failed.attempts.length).toBeLessThanOrEqual(1 + SPARE);
  });

  it('is read four parts at a time, after the first, so that the most parts keep to the time of a try', async () => {
    const longest = await upload(longCall(2_250));
    let [under, most] = [0, 0];
    let meet = (): void => undefined;
    // All four are held until they have met, and then a little: a fifth would come now.
    const met = new Promise<void>((resolve) => (meet = resolve)).then(() => sleep(250));
    const parts = spoiledParts((output) => output);
    fake.setBehavior(async (request, response) => {
      const isFirst = fake.requests.length === at + 1;
      under += 1;
      most = Math.max(most, under);
      if (under === 4) meet();
      if (!isFirst) await met;
      under -= 1;
      return parts(request, response);
    });
    const run = await score(longest);
    const { length } = partsOf(run);
    expect(run).toMatchObject({ status: 'SCORED', lease_epoch: 1 });
    expect([length > 20, most]).toEqual([true, 4]);
    // Eight answers after one another: with 30 s each 240 of the 300 that a try has, where one by one they would take 750.
    expect(await replayOf(run.id)).toEqual([]);
  });

  it('goes on in the next try where the last one failed, and pays for no part twice', async () => {
    let broken = false;
    const parts = spoiledParts((output) => output);
    fake.setBehavior((request, response) => {
      if (broken || fake.requests.length - at < 4) return parts(request, response);
      broken = true;
      return response.socket?.resetAndDestroy() as undefined;
    });
    const run = await score(transcriptId);
    expect(run.status).toBe('SCORED');
    const answered = partsOf({ attempts: run.attempts.filter(({ status }) => status === 'ANSWERED') });
    expect(answered).toEqual(answered.map((_part, n) => n + 1));
    expect(run.attempts.filter(({ status }) => status === 'ERROR')).toHaveLength(1);
  });
});

describe('a call that is too long even so', () => {
  it('ends with the limit before any call is paid, as its estimate says', async () => {
    const endless = await upload(longCall(3_600, 10));
    const choice = { model: 'openai/fake-judge' };
    const estimate = await estimateTranscripts(drill.organization.scope(), [transcriptId, endless], choice);
    expect(estimate.tooLong).toBe(1);
    expect(estimate.calls).toBeGreaterThan(5);
    expect(estimate.callsAtMost).toBeLessThan(15); // none of them for the other call
    const run = await score(endless);
    const error_message: unknown = expect.stringMatching(/limit is 24 parts/);
    expect(run).toMatchObject({ status: 'FAILED', error_code: 'TRANSCRIPT_TOO_LONG', error_message, attempts: [] });
    expect(bodies()).toEqual([]);
  });
});
