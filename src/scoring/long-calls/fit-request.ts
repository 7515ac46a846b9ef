import {
  extractionSchemaFor,
  type AskRequest,
  type CallFindings,
  type FoundPassage,
  type JudgeFlag,
  type NormalizedTranscript,
  type PromptSection,
  type Rubric,
  type TranscriptChunk,
  type TranscriptMetric,
} from '../../plugin-api/index.js';
import type { ModelAddress } from '../../plugin-host/model-address.js';
import { measureTranscript } from '../../transcripts/normalizing/measure-transcript.js';
import type { ReadChunk } from './check-extraction.js';
import { mergePassages, thinned } from './merge-passages.js';
import { planChunks, tooLong } from './plan-chunks.js';
import { promptBudget, promptTokens, tokenMeasure } from './prompt-budget.js';

export interface LongCallSource {
  readonly transcript: NormalizedTranscript;
  readonly rubric: Rubric;
  /** Models that may be asked, the judge first. */
  readonly models: readonly ModelAddress[];
  readonly metrics: readonly TranscriptMetric[];
}

/** A chunk and how its evidence is asked for. */
export interface ChunkQuestion {
  readonly chunk: TranscriptChunk;
  readonly sections: readonly PromptSection[];
}

/** Brings what the chunks hold, in their order: from models, or from answers that are stored. */
export type ReadChunks = (questions: readonly ChunkQuestion[]) => Promise<readonly ReadChunk[]>;

export interface FittedRequest {
  readonly request: AskRequest;
  /** Parts in which the call was read; null where it goes out whole. */
  readonly chunks: number | null;
  /** What the readers of the parts remarked. */
  readonly flags: readonly JudgeFlag[];
  /** Whether a fallback model read any of them. */
  readonly byFallback: boolean;
}

type Long = AskRequest & { readonly long: NonNullable<AskRequest['long']> };

const questionsOf = ({ long }: Long, { transcript, rubric, models }: LongCallSource, budget: number) => {
  const [judge = null] = models;
  const schema = extractionSchemaFor(rubric);
  const texts = transcript.turns.map(({ text }) => text);
  const promptOf = (chunk: TranscriptChunk): number => promptTokens(long.extract(chunk), schema, judge);
  const chunks = planChunks(transcript, { budget, promptOf, tokensOf: tokenMeasure(texts, judge) });
  return chunks.map((chunk) => ({ chunk, sections: long.extract(chunk) }));
};

const fromFindings = (
  request: Long,
  { transcript, models, metrics }: LongCallSource,
  found: readonly ReadChunk[],
  budget: number,
): FittedRequest => {
  const flags = [...new Set(found.flatMap((chunk) => chunk.flags))];
  const merged = mergePassages(
    transcript,
    found.map(({ passages }) => passages),
  );
  const call: Omit<CallFindings, 'passages'> = {
    chunks: found.length,
    salesChunks: found.filter(({ isSalesTalk }) => isSalesTalk).length,
    flags,
    metrics: measureTranscript(transcript, metrics),
  };
  const [judge = null] = models;
  const ask = (passages: readonly FoundPassage[]) => request.long.judge({ ...call, passages });
  const fits = (passages: readonly FoundPassage[]): boolean =>
    promptTokens(ask(passages), request.responseSchema, judge, budget) <= budget;
  const sections = ask(thinned(merged, fits));
  const byFallback = found.some((chunk) => chunk.byFallback);
  return { request: { ...request, sections }, chunks: found.length, flags, byFallback };
};

const isLong = (request: AskRequest): request is Long => request.long !== undefined;

/**
 * The request as its models can take it: as it is where its prompt keeps to their budget, else with what was found in the
 * call, part by part, in place of the whole call. Lost-in-the-middle effects are why the budget is below what models can
 * take (Liu et al. 2023, arXiv 2307.03172); scores of parts are never averaged, for the best of a call may lie in one part.
 * @throws AppError TRANSCRIPT_TOO_LONG before any part is read; what `readChunks` throws
 */
export const fitRequest = async (
  request: AskRequest,
  source: LongCallSource,
  readChunks: ReadChunks,
): Promise<FittedRequest> => {
  const budget = promptBudget(source.models);
  const tokens = Number.isFinite(budget)
    ? promptTokens(request.sections, request.responseSchema, source.models[0] ?? null, budget)
    : 0;
  if (tokens <= budget) return { request, chunks: null, flags: [], byFallback: false };
  if (!isLong(request)) throw tooLong(tokens, `its model takes ${budget} a prompt, and its evaluator reads no parts.`);
  return fromFindings(request, source, await readChunks(questionsOf(request, source, budget)), budget);
};
