import { AppError } from '../../errors/app-error.js';
import type { NormalizedTranscript, TranscriptChunk } from '../../plugin-api/index.js';
import { chunkTurns, TURN_TOKENS } from './chunk-turns.js';

/** A call that takes more parts is not read at all. */
export const MAX_CHUNKS = 24;
export const CHUNK_TOKENS = 8_000;
/** Less room than this beside the instructions is none. */
export const MIN_CHUNK_TOKENS = 500;

interface Measures {
  /** Longest prompt that the models may be given, in tokens. */
  readonly budget: number;
  readonly tokensOf: (text: string) => number;
  /** Tokens of the whole prompt that asks for the evidence in a chunk. */
  readonly promptOf: (chunk: TranscriptChunk) => number;
}

/** That a call is too long for its models, with the limit; said before any call to them is made. */
export const tooLong = (tokens: number, limit: string): AppError =>
  new AppError('TRANSCRIPT_TOO_LONG', `The call has about ${tokens} tokens; ${limit}`);

/**
 * The parts in which a call is read that is too long to be judged whole.
 * @throws AppError TRANSCRIPT_TOO_LONG
 */
export const planChunks = (
  { turns }: NormalizedTranscript,
  { budget, tokensOf, promptOf }: Measures,
): readonly TranscriptChunk[] => {
  const empty = promptOf({ number: MAX_CHUNKS, count: MAX_CHUNKS, turns: [] });
  const maxTokens = Math.min(CHUNK_TOKENS, Math.floor(budget - empty));
  const total = turns.reduce((sum, { text }) => sum + TURN_TOKENS + tokensOf(text), 0);
  if (maxTokens < MIN_CHUNK_TOKENS)
    throw tooLong(total, `its model takes ${budget} a prompt, and ${empty} are instructions.`);
  const limit = `the limit is ${MAX_CHUNKS} parts of ${maxTokens}. Split the recording, or name a model that takes more at once.`;
  if (total > MAX_CHUNKS * maxTokens) throw tooLong(total, limit);
  const chunks = chunkTurns(turns, { maxTokens, tokensOf });
  if (chunks.length > MAX_CHUNKS) throw tooLong(total, limit);
  return chunks.map((turns, at) => ({ number: at + 1, count: chunks.length, turns }));
};
