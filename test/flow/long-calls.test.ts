import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { acceptTranscript } from '../../src/transcripts/accept-transcript.js';
import { openDrill, until, type Drill } from '../drills/drill.js';
import { answer } from '../fakes/behaviours.js';
import { faithful, faithfulExtraction, faithfulOutput } from '../fakes/faithful.js';
import { startFakeOpenAi, type Behaviour, type ChatBody, type FakeOpenAi } from '../fakes/fake-openai.js';
import { readExtraction, readPromptTurns } from '../fakes/read-question.js';
import { longCall } from '../support/long-call.js';

/** Three hours: 900 turns of 12 seconds. */
const TURNS = 900;

let fake: FakeOpenAi;
let drill: Drill;

beforeAll(async () => {
  fake = await startFakeOpenAi(faithful());
  drill = await openDrill({ openAiUrl: fake.url, limits: { retryBaseMs: 10 } });
}, 60_000);
afterAll(async () => {
  await drill.close();
  await fake.close();
});

const upload = async (text: string): Promise<string> => {
  const { transcriptId } = await acceptTranscript(drill.organization.scope(), {
    fileName: 'call.vtt',
    fields: { rep: 'Nora Samplewright' },
    scoring: { score: false },
    bytes: Buffer.from(`${text}\n\nNOTE ${randomUUID()}\n`),
  });
  await until('normalizing', async () => {
    const [row] = await drill.sql<{ status: string }>('select status from transcript where id = $1', [transcriptId]);
    return row?.status === 'READY';
  });
  return transcriptId;
};

const bodiesSince = (at: number): readonly ChatBody[] => fake.requests.slice(at).map(({ body }) => body);
const asksForEvidence = (body: ChatBody): boolean => readExtraction(body) !== null;
const lengthOf = ({ messages }: ChatBody): number => messages.reduce((sum, { content }) => sum + content.length, 0);

describe('a call of three hours', () => {
  let transcriptId: string;
  let at: number;
  beforeAll(async () => {
    transcriptId = await upload(longCall(TURNS));
  });
  beforeEach(() => {
    fake.setBehaviour(faithful());
    at = fake.requests.length;
  });

  it('is read in parts and judged once, with evidence proven in several of them', async () => {
    const run = await drill.ended(await drill.startRun(transcriptId), 60_000);
    const bodies = bodiesSince(at);
    const chunks = bodies.filter(asksForEvidence);
    expect(run).toMatchObject({ status: 'SCORED', chunk_count: chunks.length });
    expect(run.attempts.map(({ kind, part }) => [kind, part])).toEqual([
      ...chunks.map((_body, n) => ['EXTRACTION', n + 1]),
      ['FIRST', null],
    ]);
    const turns = new Set(chunks.flatMap((body) => readPromptTurns(body).map(({ i }) => i)));
    expect(turns.size).toBe(TURNS);
    const evidence = run.scores.flatMap((score) => score.evidence);
    expect(evidence.length).toBeGreaterThan(8);
    expect(new Set(evidence.map(({ status }) => status))).toEqual(new Set(['VERIFIED']));
    expect(Math.max(...bodies.map(lengthOf))).toBeLessThan(25_000 * 4);
    const judged = readPromptTurns(bodies.at(-1)!);
    expect([0, 1, 2].map((third) => judged.some(({ i }) => Math.floor((i * 3) / TURNS) === third))).toEqual([
      true,
      true,
      true,
    ]);
  }, 90_000);
});
