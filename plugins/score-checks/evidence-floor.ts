import {
  evidenceShortfall,
  type EvidenceShortfall,
  type Issue,
  type JudgeDimension,
  type RubricDimension,
  type Validator,
} from 'debrief/plugin-api';
import { jsonPointer } from './json-pointer.js';

const lackOf = ({ kind, needed, found }: EvidenceShortfall): string => `${needed} × ${kind} (cited: ${found})`;

const scoredIssue = ({ key, evidenceFloor: floor }: RubricDimension, score: number, given: JudgeDimension): Issue[] => {
  const lacking = evidenceShortfall(floor, score, given.evidence).map(lackOf).join(' and ');
  if (lacking === '') return [];
  return [
    {
      severity: 'error',
      code: 'EVIDENCE_BELOW_FLOOR',
      path: jsonPointer('dimensions', key, 'score'),
      message: `Score ${score} for "${key}" needs ${lacking}.`,
      hint: `Cite ${lacking} for "${key}", or give the score that the evidence supports.`,
    },
  ];
};

const unscoredIssue = (key: string, { evidence }: JudgeDimension): Issue[] => {
  const others = evidence.filter(({ kind }) => kind !== 'missed_opportunity').length;
  if (others === 0) return [];
  return [
    {
      severity: 'error',
      code: 'EVIDENCE_WITHOUT_SCORE',
      path: jsonPointer('dimensions', key, 'evidence'),
      message: `"${key}" has no score, but ${others} questions or responses as evidence.`,
      hint: `Give "${key}" a score, or cite missed_opportunity only.`,
    },
  ];
};

/** B4: a score is covered by the evidence that the rubric demands for it; no score, no evidence but missed chances. */
export const evidenceFloor: Validator = {
  name: 'evidence-floor',
  description: 'A score rests on as much evidence as the rubric demands.',
  order: 50,
  validate: ({ rubric, output }) =>
    rubric.dimensions.flatMap((dimension) => {
      const given = output.dimensions[dimension.key];
      if (given === undefined) return [];
      return given.score === null ? unscoredIssue(dimension.key, given) : scoredIssue(dimension, given.score, given);
    }),
};
