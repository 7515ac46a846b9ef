import { NO_DIMENSION, type FoundPassage, type NormalizedTranscript } from '../../plugin-api/index.js';
import type { VerifiedPassage, VerifiedSpan } from './check-extraction.js';

/** A passage on its way into the findings. */
interface Placed extends VerifiedSpan {
  readonly kind: FoundPassage['kind'];
  readonly dimension: string | null;
  readonly answers: number | null;
  /** How many passages of the same kind and dimension precede it in its chunk: the first are kept first. */
  readonly rank: number;
}

/** A passage without repetitions, in the order of the call. If there is no room, the highest `rank` is left out first. */
export interface MergedPassage extends FoundPassage {
  readonly rank: number;
}

const asPlaced = (passages: readonly VerifiedPassage[]): Placed[] => {
  const seen = new Map<string, number>();
  return passages.flatMap(({ turn, start, end, kind, dimension: named, answer }) => {
    const dimension = named === NO_DIMENSION ? null : named;
    const sort = `${kind} ${named}`;
    const rank = seen.get(sort) ?? 0;
    seen.set(sort, rank + 1);
    const reply = answer ? [{ ...answer, kind: 'customer_response', dimension, answers: turn, rank } as const] : [];
    return [{ turn, start, end, kind, dimension, answers: null, rank }, ...reply];
  });
};

const overlaps = (a: Placed, b: Placed): boolean =>
  a.turn === b.turn && a.kind === b.kind && a.start < b.end && b.start < a.end;

/** Joins two readings of the same words: the longer quote, and the first known dimension and question. */
const joined = (a: Placed, b: Placed): Placed => {
  const longer = b.end - b.start > a.end - a.start ? b : a;
  const { start, end } = longer;
  return {
    ...a,
    start,
    end,
    dimension: a.dimension ?? b.dimension,
    answers: a.answers ?? b.answers,
    rank: Math.min(a.rank, b.rank),
  };
};

const withoutRepeats = (passages: readonly Placed[]): Placed[] => {
  const kept = new Map<number, Placed[]>();
  for (const passage of passages) {
    const inTurn = kept.get(passage.turn) ?? [];
    const same = inTurn.findIndex((other) => overlaps(other, passage));
    const other = inTurn[same];
    if (other) inTurn[same] = joined(other, passage);
    else inTurn.push(passage);
    kept.set(passage.turn, inTurn);
  }
  return [...kept.values()].flat();
};

/** Merges the passages of all chunks without repetitions: chunks overlap, so their readers see the same words. */
export const mergePassages = (
  { turns }: NormalizedTranscript,
  chunks: readonly (readonly VerifiedPassage[])[],
): readonly MergedPassage[] =>
  withoutRepeats(chunks.flatMap(asPlaced))
    .toSorted((a, b) => a.turn - b.turn || a.start - b.start)
    .map(({ turn, start, end, ...passage }) => ({
      ...passage,
      turn_index: turn,
      quote: turns[turn]?.text.slice(start, end) ?? '',
    }));

/**
 * Keeps as many passages as fit, in the order of the call. Passages that came first among their kind and dimension in their
 * chunk are kept first, so that all parts and dimensions are thinned out evenly.
 */
export const keepByRank = (
  passages: readonly MergedPassage[],
  fits: (passages: readonly FoundPassage[]) => boolean,
): readonly FoundPassage[] => {
  const byRank = passages.map((passage, at) => ({ passage, at })).toSorted((a, b) => a.passage.rank - b.passage.rank);
  const first = (count: number): FoundPassage[] =>
    byRank
      .slice(0, count)
      .toSorted((a, b) => a.at - b.at)
      .map(({ passage: { rank: _rank, ...passage } }) => passage);
  let [fitting, above] = [0, passages.length + 1];
  while (above - fitting > 1) {
    const count = fitting === 0 && above === passages.length + 1 ? passages.length : Math.floor((fitting + above) / 2);
    if (fits(first(count))) fitting = count;
    else above = count;
  }
  return first(fitting);
};
