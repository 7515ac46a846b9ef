import { countOf } from 'debrief/plugin-api/text';
import {
  evidenceShortfall,
  type EvidenceShortfall,
  type Issue,
  type JudgeDimension,
  type RubricDimension,
  type Validator,
  type ValidatorInput,
} from 'debrief/plugin-api';
import { jsonPointer } from './output-pointers.js';

const MAX_EVIDENCE = 40;

/** No dimension needs more evidence than a person would read; the rules after this one compare every piece with every turn. */
export const evidenceBounded: Validator = {
  name: 'evidence-bounded',
  description: `No more than ${MAX_EVIDENCE} pieces of evidence for a dimension.`,
  order: 5,
  validate: ({ output }) =>
    Object.entries(output.dimensions).flatMap(([key, { evidence }]) => {
      if (evidence.length <= MAX_EVIDENCE) return [];
      const path = jsonPointer('dimensions', key, 'evidence');
      return {
        severity: 'warning',
        code: 'TOO_MUCH_EVIDENCE',
        path,
        message: `${evidence.length} pieces of evidence; ${MAX_EVIDENCE} are kept.`,
        hint: 'Cite the few passages that show it best.',
        repairs: [{ op: 'replace', path, value: evidence.slice(0, MAX_EVIDENCE) }],
      };
    }),
};

const describeShortfall = ({ kind, needed, found }: EvidenceShortfall): string =>
  `${needed} × ${kind} (cited: ${found})`;

const scoredIssue = ({ key, evidenceFloor: floor }: RubricDimension, score: number, given: JudgeDimension): Issue[] => {
  const missing = evidenceShortfall(floor, score, given.evidence).map(describeShortfall).join(' and ');
  if (missing === '') return [];
  return [
    {
      severity: 'error',
      code: 'EVIDENCE_BELOW_FLOOR',
      path: jsonPointer('dimensions', key, 'score'),
      message: `Score ${score} for "${key}" needs ${missing}.`,
      hint: `Cite ${missing} for "${key}", or give the score that the evidence supports.`,
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
      message: `"${key}" has no score, but ${countOf(others, 'piece')} of evidence other than missed opportunities.`,
      hint: `Give "${key}" a score, or cite missed_opportunity only.`,
    },
  ];
};

/** B4: a score is covered by the evidence that the rubric demands for it; without a score only missed chances are cited. */
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

/** Different turns that the highest score needs evidence from, if the rubric asks for that many pieces. */
const MIN_TURNS = 3;

/** How many pieces of evidence the rubric demands for its highest score. */
const piecesForMaximum = ({ evidenceFloor }: RubricDimension): number => {
  const floor = evidenceFloor.toSorted((a, b) => b.min - a.min)[0];
  if (!floor) return 0;
  const { rep_question = 0, rep_statement = 0, customer_response = 0, any_kind = 0 } = floor;
  const responses = Math.max(customer_response, floor.customer_response_with_number ?? 0);
  return Math.max(any_kind, rep_question + rep_statement + responses);
};

const spreadIssue = ({ rubric, output }: ValidatorInput, dimension: RubricDimension): Issue[] => {
  const { key } = dimension;
  const given = output.dimensions[key];
  if (given?.score !== rubric.scale.max) return [];
  const counted = given.evidence.filter(({ kind }) => kind !== 'missed_opportunity');
  const turns = new Set(counted.map(({ turn_index: turn }) => turn)).size;
  const needed = Math.min(MIN_TURNS, piecesForMaximum(dimension));
  if (turns >= needed) return [];
  return [
    {
      severity: 'error',
      code: 'EVIDENCE_IN_TOO_FEW_TURNS',
      path: jsonPointer('dimensions', key, 'score'),
      message: `Score ${given.score} for "${key}" rests on ${countOf(turns, 'turn')} and needs ${needed}.`,
      hint: `Cite evidence from ${needed} different turns for "${key}", or give the score that the evidence supports.`,
    },
  ];
};

/** The highest score needs evidence from several places of the call: one passage cannot earn it. */
export const evidenceSpread: Validator = {
  name: 'evidence-spread',
  description: `The highest score rests on evidence from ${MIN_TURNS} turns, where the rubric asks for that much.`,
  order: 55,
  validate: (input) => input.rubric.dimensions.flatMap((dimension) => spreadIssue(input, dimension)),
};
