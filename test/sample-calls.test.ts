import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import baseline from '../plugins/baseline/index.js';
import rubricJudge from '../plugins/rubric-judge/index.js';
import transcriptFormats from '../plugins/transcript-formats/index.js';
import type { Contributions, JudgeOutput, NormalizedTranscript, Plugin, PluginHost } from '../src/plugin-api/index.js';
import { silentLogger } from '../src/logging/logger.js';
import { normalizeFile } from '../src/transcripts/normalizing/normalize-file.js';

interface Sample {
  readonly file: string;
  readonly title: string;
  readonly company?: string;
  readonly rep?: string;
}

const folder = new URL('../client-examples/sample-calls/', import.meta.url);
const read = (file: string): Buffer => readFileSync(new URL(file, folder));
const samples = JSON.parse(read('samples.json').toString()) as Sample[];
const files = samples.map(({ file }) => file);

const host: PluginHost = { logger: silentLogger, secret: () => undefined };
const setUp = async (plugin: Plugin): Promise<Contributions> => plugin.setup({}, host);

let formats: Contributions;
let rubrics: Contributions;
let provider: NonNullable<Contributions['modelProviders']>[number];

beforeAll(async () => {
  [formats, rubrics] = await Promise.all([setUp(transcriptFormats), setUp(rubricJudge)]);
  provider = (await setUp(baseline)).modelProviders![0]!;
});

const normalizeBytes = (fileName: string, bytes: Buffer) => {
  const rep = samples.find(({ file }) => file === fileName)?.rep;
  const parsers = formats.transcriptParsers ?? [];
  const normalized = normalizeFile(bytes, { parsers, fileName, ...(rep === undefined ? {} : { rep }) });
  if (normalized.outcome !== 'NORMALIZED') throw new Error(`${fileName}: ${JSON.stringify(normalized)}`);
  return normalized;
};
const normalizeSample = (file: string) => normalizeBytes(file, read(file));

const scoreTranscript = async (transcript: NormalizedTranscript): Promise<JudgeOutput> => {
  const rubric = rubrics.rubrics![0]!;
  const request = { messages: [], responseSchema: {}, temperature: 0, seed: null, maxOutputTokens: 4096 };
  const answer = await provider.complete(
    { ...request, model: provider.defaultModel, task: { kind: 'score', transcript, rubric } },
    { signal: AbortSignal.timeout(10_000), credential: null },
  );
  return JSON.parse(answer.content) as JudgeOutput;
};
const scoreSample = (file: string) => scoreTranscript(normalizeSample(file).transcript);

const scoresOf = ({ dimensions }: JudgeOutput): Record<string, number | null> =>
  Object.fromEntries(Object.entries(dimensions).map(([key, { score }]) => [key, score]));

const rolesOf = (file: string): Record<string, string> =>
  Object.fromEntries(
    normalizeSample(file).transcript.participants.map(({ name, speakerLabel, role, roleSource }) => [
      name ?? speakerLabel,
      `${role} ${roleSource}`,
    ]),
  );

const at = (index: number): string => files[index] ?? '';
const [DISCOVERY, ORDER_DESK, CHECKLIST, PITCH] = [at(0), at(1), at(2), at(3)];
const [BACK_OFFICE, SHORT, STAND_UP, INSTRUCTION] = [at(4), at(5), at(6), at(7)];

describe('sample calls', () => {
  it('are eight files, marked as synthetic, of at least six formats and dialects', () => {
    expect(files).toHaveLength(8);
    const unmarked = files.filter((file) => !/synthetic/i.test(file + read(file).toString()));
    expect(unmarked).toEqual([]);
    expect(files.map((file) => normalizeSample(file).format)).toEqual([
      'webvtt',
      'webvtt',
      'csv',
      'gong-json',
      'plain-text',
      'srt',
      'webvtt',
      'plain-text',
    ]);
  });

  it('come from three companies and four reps at least', () => {
    expect(new Set(samples.flatMap(({ company }) => company ?? [])).size).toBeGreaterThanOrEqual(3);
    const reps = files.flatMap((file) =>
      normalizeSample(file).transcript.participants.flatMap(({ role, name }) => (role === 'REP' ? [name] : [])),
    );
    expect(new Set(reps).size).toBeGreaterThanOrEqual(4);
  });

  it.each(files)('%s is read whole, without a warning and without its mark as speech', (file) => {
    const { transcript, warnings } = normalizeSample(file);
    expect(warnings).toEqual([]);
    expect(transcript.turns.length).toBeGreaterThanOrEqual(10);
    expect(transcript.turns.length).toBeLessThanOrEqual(60);
    expect(transcript.language).toBe('en');
    expect(transcript.turns.filter(({ text }) => /synthetic/i.test(text))).toEqual([]);
  });

  it.each([
    [
      DISCOVERY,
      { 'Mara Quillfeather': 'REP SUFFIX', 'Jonas Pellworth': 'CUSTOMER SUFFIX', 'Adaeze Thornby': 'CUSTOMER SUFFIX' },
    ],
    [ORDER_DESK, { 'Tobin Ashgrove': 'REP INFERRED', 'Odessa Finchwater': 'CUSTOMER INFERRED' }],
    [CHECKLIST, { 'Dex Harrowgate': 'REP FIELD', 'Harriet Osmund': 'CUSTOMER FIELD' }],
    [
      PITCH,
      { 'Ines Valdemoor': 'REP FIELD', 'Bartholomew Grange': 'CUSTOMER FIELD', 'Cleo Wintermoor': 'CUSTOMER FIELD' },
    ],
    [BACK_OFFICE, { 'Ines Valdemoor': 'REP INFERRED', 'Gideon Larkspur': 'CUSTOMER INFERRED' }],
    [SHORT, { 'Tobin Ashgrove': 'REP INFERRED', 'Wendell Oakrift': 'CUSTOMER INFERRED' }],
    [INSTRUCTION, { 'Dex Harrowgate': 'REP FIELD', 'Lucinda Fairbrook': 'CUSTOMER FIELD' }],
  ])('%s: who sells is found where the file says it, or inferred', (file, roles) => {
    expect(rolesOf(file)).toEqual(roles);
  });
});

describe('the baseline on the sample calls', () => {
  const quotesMissing = (transcript: NormalizedTranscript, { dimensions }: JudgeOutput): string[] =>
    Object.entries(dimensions).flatMap(([key, { score, evidence }]) => [
      ...((score ?? 0) > 0 && evidence.length === 0 ? [`${key}: no evidence`] : []),
      ...evidence
        .filter(({ turn_index, quote }) => !transcript.turns[turn_index]?.text.includes(quote))
        .map(({ turn_index, quote }) => `${key}: ${turn_index} ${quote}`),
    ]);

  it.each(files)('%s: every dimension above 0 has a quote that stands in its turn', async (file) => {
    const { transcript } = normalizeSample(file);
    expect(quotesMissing(transcript, await scoreTranscript(transcript))).toEqual([]);
  });

  it('scores the excellent discovery 4 or 5 in every dimension', async () => {
    const scores = Object.values(scoresOf(await scoreSample(DISCOVERY)));
    expect(scores).toHaveLength(4);
    expect(Math.min(...scores.map((score) => score ?? 0))).toBeGreaterThanOrEqual(4);
  });

  it('sees problems explored well and a weak need-payoff on the order desk', async () => {
    const { problem, need_payoff } = scoresOf(await scoreSample(ORDER_DESK));
    expect(problem).toBeGreaterThanOrEqual(4);
    expect(need_payoff).toBeLessThanOrEqual(2);
    expect(need_payoff).toBeGreaterThan(0);
  });

  it('gives the interrogation a 1 for situation and next to nothing else', async () => {
    const { situation, problem, implication, need_payoff } = scoresOf(await scoreSample(CHECKLIST));
    expect(situation).toBe(1);
    expect(problem).toBeLessThanOrEqual(1);
    expect([implication, need_payoff]).toEqual([0, 0]);
  });

  it('scores the pitch low', async () => {
    const { situation, problem, implication, need_payoff } = scoresOf(await scoreSample(PITCH));
    expect(situation).toBeLessThanOrEqual(2);
    expect([problem, implication, need_payoff]).toEqual([0, 0, 0]);
  });

  it('scores the average call between', async () => {
    const scores = Object.values(scoresOf(await scoreSample(BACK_OFFICE))).map((score) => score ?? -1);
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    expect(mean).toBeGreaterThanOrEqual(1.5);
    expect(mean).toBeLessThanOrEqual(3.5);
    expect(Math.min(...scores)).toBeGreaterThanOrEqual(1);
  });

  it('scores the short call all the same', async () => {
    const output = await scoreSample(SHORT);
    expect(normalizeSample(SHORT).transcript.turns).toHaveLength(12);
    expect(Object.values(scoresOf(output)).filter((score) => score === null)).toEqual([]);
    expect(output.flags).not.toContain('not_a_sales_call');
  });

  it('scores nothing on the stand-up, and says that it is no sales call', async () => {
    const output = await scoreSample(STAND_UP);
    expect(Object.values(scoresOf(output))).toEqual([null, null, null, null]);
    expect(output.call_check.is_sales_call).toBe(false);
    expect(output.flags).toContain('not_a_sales_call');
  });

  it('flags the spoken instruction, and scores as if it had not been said', async () => {
    const text = read(INSTRUCTION).toString();
    const innocent = text.replace(/By the way, a note for .*? was excellent\. /, '');
    expect(innocent).not.toBe(text);
    const flagged = await scoreSample(INSTRUCTION);
    const clean = await scoreTranscript(normalizeBytes(INSTRUCTION, Buffer.from(innocent)).transcript);
    expect(flagged.flags).toContain('injection_suspected');
    expect(clean.flags).not.toContain('injection_suspected');
    expect(scoresOf(flagged)).toEqual(scoresOf(clean));
    expect(Math.max(...Object.values(scoresOf(flagged)).map((score) => score ?? 0))).toBeLessThanOrEqual(3);
  });
});
