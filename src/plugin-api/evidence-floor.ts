import type { EvidenceFloor, EvidenceKind } from './rubric.js';

/** What a floor counts: evidence of a kind, or customer responses that contain a number. */
export type EvidenceNeed = EvidenceKind | 'customer_response_with_number';

export interface EvidenceShortfall {
  readonly kind: EvidenceNeed;
  readonly needed: number;
  readonly found: number;
}

const COUNTED = ['rep_question', 'customer_response', 'customer_response_with_number'] as const;

const NUMBER_WORDS =
  /\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?|half|percent)\b/i;

/** Whether a text states a number, in digits or in English words. "One" alone doesn't count: it is mostly a pronoun. */
export const statesNumber = (text: string): boolean => /\p{Nd}/u.test(text) || NUMBER_WORDS.test(text);

const countEvidence = (
  kind: (typeof COUNTED)[number],
  evidence: readonly { readonly kind: EvidenceKind; readonly quote: string }[],
): number =>
  kind === 'customer_response_with_number'
    ? evidence.filter((piece) => piece.kind === 'customer_response' && statesNumber(piece.quote)).length
    : evidence.filter((piece) => piece.kind === kind).length;

/**
 * What evidence is missing for a score. The floor that holds is the one with the highest `min` not above the score;
 * an empty answer means that the score is covered.
 */
export const evidenceShortfall = (
  floor: readonly EvidenceFloor[],
  score: number,
  evidence: readonly { readonly kind: EvidenceKind; readonly quote: string }[],
): EvidenceShortfall[] => {
  const reached = floor.filter(({ min }) => min <= score).sort((a, b) => b.min - a.min)[0];
  if (reached === undefined) return [];
  return COUNTED.map((kind) => ({ kind, needed: reached[kind] ?? 0, found: countEvidence(kind, evidence) })).filter(
    ({ needed, found }) => found < needed,
  );
};
