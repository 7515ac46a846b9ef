import type { Issue, RubricDimension, Validator, ValidatorInput } from 'debrief/plugin-api';
import { jsonPointer } from './json-pointer.js';

/** Turns that the evidence of a full score comes from, where the rubric asks for that many pieces. */
const TURNS = 3;

/** How many pieces of evidence the rubric demands for its highest score. */
const piecesForMaximum = ({ evidenceFloor }: RubricDimension): number => {
  const floor = evidenceFloor.toSorted((a, b) => b.min - a.min)[0];
  if (!floor) return 0;
  const { rep_question = 0, rep_statement = 0, customer_response = 0, any_kind = 0 } = floor;
  const responses = Math.max(customer_response, floor.customer_response_with_number ?? 0);
  return Math.max(any_kind, rep_question + rep_statement + responses);
};

const issueFor = ({ rubric, output }: ValidatorInput, dimension: RubricDimension): Issue[] => {
  const { key } = dimension;
  const given = output.dimensions[key];
  if (given?.score !== rubric.scale.max) return [];
  const counted = given.evidence.filter(({ kind }) => kind !== 'missed_opportunity');
  const turns = new Set(counted.map(({ turn_index: turn }) => turn)).size;
  const needed = Math.min(TURNS, piecesForMaximum(dimension));
  if (turns >= needed) return [];
  return [
    {
      severity: 'error',
      code: 'EVIDENCE_IN_TOO_FEW_TURNS',
      path: jsonPointer('dimensions', key, 'score'),
      message: `Score ${given.score} for "${key}" rests on ${turns} turns and needs ${needed}.`,
      hint: `Cite evidence from ${needed} different turns for "${key}", or give the score that the evidence supports.`,
    },
  ];
};

/** The highest score is earned over the call: one passage, however it reads, cannot give it. */
export const evidenceSpread: Validator = {
  name: 'evidence-spread',
  description: `The highest score rests on evidence from ${TURNS} turns, where the rubric asks for that much.`,
  order: 55,
  validate: (input) => input.rubric.dimensions.flatMap((dimension) => issueFor(input, dimension)),
};
