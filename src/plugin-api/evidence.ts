import { EVIDENCE_KINDS, type EvidenceFloor, type EvidenceKind, type Rubric, type RubricDimension } from './rubric.js';

const OF_QUESTIONS: readonly EvidenceKind[] = ['rep_question', 'customer_response', 'missed_opportunity'];

/** Kinds of evidence that a judge may cite for a dimension, in the order in which they are always named. */
export const evidenceKindsOf = ({ evidenceKinds = OF_QUESTIONS }: RubricDimension): readonly EvidenceKind[] =>
  EVIDENCE_KINDS.filter((kind) => kind === 'missed_opportunity' || evidenceKinds.includes(kind));

/** Kinds of evidence that any dimension of a rubric takes. */
export const evidenceKindsOfRubric = ({ dimensions }: Rubric): readonly EvidenceKind[] => {
  const taken = new Set(dimensions.flatMap(evidenceKindsOf));
  return EVIDENCE_KINDS.filter((kind) => taken.has(kind));
};

/** What a floor counts: evidence of a kind, customer responses that contain a number, or evidence of whatever kind. */
export type EvidenceNeed = EvidenceKind | 'customer_response_with_number' | 'any_kind';

export interface EvidenceShortfall {
  readonly kind: EvidenceNeed;
  readonly needed: number;
  readonly found: number;
}

const COUNTED = [
  'rep_question',
  'rep_statement',
  'customer_response',
  'customer_response_with_number',
  'any_kind',
] as const;

const NUMBER_WORDS =
  /\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?|half|percent)\b/i;

/** Whether a text states a number, in digits or in English words. "One" alone doesn't count: it is mostly a pronoun. */
export const statesNumber = (text: string): boolean => /\p{Nd}/u.test(text) || NUMBER_WORDS.test(text);

type Piece = { readonly kind: EvidenceKind; readonly quote: string };

const counts = (need: (typeof COUNTED)[number], { kind, quote }: Piece): boolean => {
  if (need === 'any_kind') return kind !== 'missed_opportunity';
  if (need === 'customer_response_with_number') return kind === 'customer_response' && statesNumber(quote);
  return kind === need;
};

/**
 * What evidence is missing for a score. The floor that applies is the one with the highest `min` not above the score;
 * an empty answer means that the score is covered.
 */
export const evidenceShortfall = (
  floor: readonly EvidenceFloor[],
  score: number,
  evidence: readonly Piece[],
): EvidenceShortfall[] => {
  const reached = floor.filter(({ min }) => min <= score).sort((a, b) => b.min - a.min)[0];
  if (reached === undefined) return [];
  return COUNTED.map((kind) => ({
    kind,
    needed: reached[kind] ?? 0,
    found: evidence.filter((piece) => counts(kind, piece)).length,
  })).filter(({ needed, found }) => found < needed);
};
