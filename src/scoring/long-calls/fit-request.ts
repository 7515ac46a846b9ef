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
import { mergePassages, keepByRank } from './merge-passages.js';
import { planChunks, tooLong } from './plan-chunks.js';
import { promptBudget, promptTokens, tokenMeasure } from './prompt-budget.js';

export interface LongCallSource {
  readonly transcript: NormalizedTranscript;
  readonly rubric: Rubric;
  /** Models that may be asked, the judge first. */
  readonly models: readonly ModelAddress[];
  readonly metrics: readonly TranscriptMetric[];
}

/** A chunk and the prompt that asks for its evidence. */
export interface ChunkQuestion {
  readonly chunk: TranscriptChunk;
  readonly sections: readonly PromptSection[];
}

/** Extracts the evidence of the chunks, in their order: from models, or from stored answers. */
export type ReadChunks = (questions: readonly ChunkQuestion[]) => Promise<readonly ReadChunk[]>;

export interface FittedRequest {
  readonly request: AskRequest;
  /** Chunks in which the call was read; null if it is sent whole. */
  readonly chunks: number | null;
  /** Flags raised for the chunks. */
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
  const sections = ask(keepByRank(merged, fits));
  const byFallback = found.some((chunk) => chunk.byFallback);
  return { request: { ...request, sections }, chunks: found.length, flags, byFallback };
};

const isLong = (request: AskRequest): request is Long => request.long !== undefined;

/**
 * Fits a request to the prompt budget of its models: unchanged if it is within the budget, else with the passages found in
 * the chunks of the call in place of the whole call. Lost-in-the-middle effects are why the budget is below what models can
 * take (Liu et al. 2023, arXiv 2307.03172); scores of parts are never averaged, because the best of a call may be in one part.
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
