import type { ChunkTurn } from '../../plugin-api/index.js';

/** So many turns of the chunk before come first in the next one. */
export const OVERLAP_TURNS = 4;
/** Of a chunk, the most that the overlap takes up; a piece of a turn leaves as much room. */
export const OVERLAP_SHARE = 0.25;
/** What stands around the text of a turn in a prompt. */
export const TURN_TOKENS = 30;

export interface ChunkSize {
  readonly maxTokens: number;
  readonly tokensOf: (text: string) => number;
}

const costOf = ({ tokensOf }: ChunkSize, { text }: ChunkTurn): number => TURN_TOKENS + tokensOf(text);

const isLowSurrogate = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff;

/** Where to cut a text so that about `length` characters of it come first: between words where there are any. */
const cutAt = (text: string, length: number): number => {
  if (length >= text.length) return text.length;
  const space = text.lastIndexOf(' ', length);
  if (space > length / 2) return space + 1;
  return isLowSurrogate(text.charCodeAt(length)) ? length + 1 : length;
};

/** A turn that is too long for a chunk, in pieces under its own number. */
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

/** Index of the first turn to be repeated before the one at `start`. */
const overlapStart = (costs: readonly number[], start: number, room: number): number => {
  let [from, used] = [start, 0];
  while (from > 0 && start - from < OVERLAP_TURNS && used + (costs[from - 1] ?? 0) <= room) {
    from -= 1;
    used += costs[from] ?? 0;
  }
  return from;
};

/**
 * Cuts a call on the boundaries of turns into chunks of at most `maxTokens`, each beginning with the last turns of the one
 * before. Turns keep their numbers; one that is too long for a chunk comes in pieces. `maxTokens` is at least some hundreds.
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
