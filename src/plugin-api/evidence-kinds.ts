import { EVIDENCE_KINDS, type EvidenceKind, type Rubric, type RubricDimension } from './rubric.js';

const OF_QUESTIONS: readonly EvidenceKind[] = ['rep_question', 'customer_response', 'missed_opportunity'];

/** Kinds of evidence that a judge may cite for a dimension, in the order in which they are always named. */
export const evidenceKindsOf = ({ evidenceKinds = OF_QUESTIONS }: RubricDimension): readonly EvidenceKind[] =>
  EVIDENCE_KINDS.filter((kind) => kind === 'missed_opportunity' || evidenceKinds.includes(kind));

/** Kinds of evidence that any dimension of a rubric takes. */
export const evidenceKindsOfRubric = ({ dimensions }: Rubric): readonly EvidenceKind[] => {
  const taken = new Set(dimensions.flatMap(evidenceKindsOf));
  return EVIDENCE_KINDS.filter((kind) => taken.has(kind));
};
