import { AppError } from '../../errors/app-error.js';
import type { ChunkTurn, NormalizedTranscript, TranscriptChunk } from '../../plugin-api/index.js';

/** Each chunk begins with this many turns of the chunk before it. */
export const OVERLAP_TURNS = 4;
/** Largest share of a chunk that the overlap may take; a piece of a turn leaves that much room. */
export const OVERLAP_SHARE = 0.25;
/** Tokens around the text of a turn in a prompt. */
export const TURN_TOKENS = 30;

export interface ChunkSize {
  readonly maxTokens: number;
  readonly tokensOf: (text: string) => number;
}

const costOf = ({ tokensOf }: ChunkSize, { text }: ChunkTurn): number => TURN_TOKENS + tokensOf(text);

const isLowSurrogate = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff;

/** Where to cut a text after about `length` characters: between words if possible. */
const cutAt = (text: string, length: number): number => {
  if (length >= text.length) return text.length;
  const space = text.lastIndexOf(' ', length);
  if (space > length / 2) return space + 1;
  return isLowSurrogate(text.charCodeAt(length)) ? length + 1 : length;
};

/** Splits a turn that is too long for a chunk into pieces, all with the number of the turn. */
const piecesOf = (turn: ChunkTurn, size: ChunkSize): ChunkTurn[] => {
  const room = size.maxTokens * (1 - OVERLAP_SHARE);
  const pieces: ChunkTurn[] = [];
  let rest = turn.text;
  let length = rest.length;
  while (rest !== '' || pieces.length === 0) {
    const piece = { ...turn, text: rest.slice(0, cutAt(rest, Math.min(length, rest.length))) };
    const cost = costOf(size, piece);
    if (cost > room && length > 1) {
      length = Math.max(1, Math.floor(Math.min(length, rest.length) * Math.min(0.9, room / cost)));
      continue;
    }
    pieces.push(piece);
    rest = rest.slice(piece.text.length);
  }
  return pieces;
};

/** Index of the first turn that is repeated before the one at `start`. */
const overlapStart = (costs: readonly number[], start: number, room: number): number => {
  let [from, used] = [start, 0];
  while (from > 0 && start - from < OVERLAP_TURNS && used + (costs[from - 1] ?? 0) <= room) {
    from -= 1;
    used += costs[from] ?? 0;
  }
  return from;
};

/**
 * Splits a call at the boundaries of turns into chunks of at most `maxTokens`, each beginning with the last turns of the
 * one before. Turns keep their numbers; one that is too long for a chunk is split. `maxTokens` must be at least some hundreds.
 */
export const chunkTurns = (turns: readonly ChunkTurn[], size: ChunkSize): readonly (readonly ChunkTurn[])[] => {
  const all = turns.flatMap((turn) => piecesOf(turn, size));
  const costs = all.map((turn) => costOf(size, turn));
  const chunks: (readonly ChunkTurn[])[] = [];
  let start = 0;
  while (start < all.length) {
    const from = overlapStart(costs, start, size.maxTokens * OVERLAP_SHARE);
    let used = costs.slice(from, start).reduce((sum, cost) => sum + cost, 0);
    let end = start;
    while (end < all.length && (end === start || used + (costs[end] ?? 0) <= size.maxTokens)) {
      used += costs[end] ?? 0;
      end += 1;
    }
    chunks.push(all.slice(from, end));
    start = end;
  }
  return chunks;
};

/** A call that needs more chunks is not read at all. */
export const MAX_CHUNKS = 24;
export const CHUNK_TOKENS = 8_000;
/** Least room beside the instructions with which a call is read at all. */
export const MIN_CHUNK_TOKENS = 500;

interface Measures {
  /** Longest prompt that the models may be given, in tokens. */
  readonly budget: number;
  readonly tokensOf: (text: string) => number;
  /** Tokens of the whole prompt that asks for the evidence in a chunk. */
  readonly promptOf: (chunk: TranscriptChunk) => number;
}

/** The call is too long for its models. Thrown before any of them is asked. */
export const tooLong = (tokens: number, limit: string): AppError =>
  new AppError('TRANSCRIPT_TOO_LONG', `The call has about ${tokens} tokens; ${limit}`);

/**
 * Chunks of a call that is too long to be judged whole.
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
