import type { Issue, JudgeFlag, JudgeOutput, Rubric, Validator, ValidatorInput } from 'debrief/plugin-api';
import { jsonPointer } from './output-pointers.js';

interface ScoredWeight {
  /** Share of the rubric's weight that the scored dimensions hold, 0 to 1. */
  readonly share: number;
  /** Weighted mean of the scored dimensions, or null where none is scored. */
  readonly mean: number | null;
}

/** How much of a rubric's weight an answer scores, and the mean of these scores. */
const scoredWeight = (rubric: Rubric, output: JudgeOutput): ScoredWeight => {
  const rows = rubric.dimensions.map(({ key, weight }) => ({ weight, score: output.dimensions[key]?.score ?? null }));
  const total = rows.reduce((sum, { weight }) => sum + weight, 0);
  const scored = rows.reduce((sum, { weight, score }) => sum + (score === null ? 0 : weight), 0);
  const points = rows.reduce((sum, { weight, score }) => sum + weight * (score ?? 0), 0);
  return { share: total === 0 ? 0 : scored / total, mean: scored === 0 ? null : points / scored };
};

/** Whether so little is scored that there is no overall. Tolerates the error of adding weights such as .15 and .35. */
const isMostlyUnscored = (rubric: Rubric, output: JudgeOutput): boolean =>
  scoredWeight(rubric, output).share < rubric.aggregate.minWeight - 1e-9;

const OVERALL_TOLERANCE = 0.25;

/** B6: the overall that the model gives agrees with its own scores. The core stores the computed one in any case. */
export const overallConsistent: Validator = {
  name: 'overall-consistent',
  description: 'The overall score follows from the scores of the dimensions.',
  order: 60,
  validate: ({ rubric, output }) => {
    const { mean } = scoredWeight(rubric, output);
    const differs = mean !== null && Math.abs(output.overall_score - mean) > OVERALL_TOLERANCE + 1e-9;
    if (!differs || isMostlyUnscored(rubric, output)) return [];
    return [
      {
        severity: 'warning',
        code: 'OVERALL_DIFFERS',
        path: '/overall_score',
        message: `The model says ${output.overall_score}; its scores give ${mean.toFixed(2)}.`,
        hint: 'Give the weighted mean of the scored dimensions as the overall score.',
      },
    ];
  },
};

const FLAG: JudgeFlag = 'insufficient_evidence';

/** A stronger reason already says why nothing is scored. */
const hasOtherReason = ({ call_check: check, flags }: ValidatorInput['output']): boolean =>
  !check.is_sales_call || flags.includes('not_a_sales_call') || flags.includes('unsupported_language');

/** B7: the flag is set exactly if too little of the rubric's weight is scored; it is added or removed. */
export const insufficientEvidenceFlag: Validator = {
  name: 'insufficient-evidence-flag',
  description: 'The flag insufficient_evidence agrees with the scores.',
  order: 70,
  validate: ({ rubric, output }) => {
    const wanted = isMostlyUnscored(rubric, output);
    if (hasOtherReason(output) || wanted === output.flags.includes(FLAG)) return [];
    const value = wanted ? [...output.flags, FLAG] : output.flags.filter((flag) => flag !== FLAG);
    return [
      {
        severity: 'warning',
        code: 'INSUFFICIENT_EVIDENCE_FLAG',
        path: '/flags',
        message: wanted ? `${FLAG} is missing: too little is scored.` : `${FLAG} is set although enough is scored.`,
        hint: `Set ${FLAG} exactly where the scored dimensions hold too little of the weight.`,
        repairs: [{ op: 'replace', path: '/flags', value }],
      },
    ];
  },
};

const HINT = 'For a conversation that is not a sales call, set the flag not_a_sales_call and every score to null.';

/** B8: what is not a sales call is flagged so and has no scores. */
export const salesCallConsistent: Validator = {
  name: 'sales-call-consistent',
  description: 'What is not a sales call has no scores.',
  order: 80,
  validate: ({ output }) => {
    if (output.call_check.is_sales_call) return [];
    const issue = { severity: 'error', code: 'NOT_A_SALES_CALL_BUT_SCORED', hint: HINT } as const;
    const scored = Object.entries(output.dimensions).filter(([, { score }]) => score !== null);
    const issues: Issue[] = scored.map(([key]) => ({
      ...issue,
      path: jsonPointer('dimensions', key, 'score'),
      message: `"${key}" is scored although is_sales_call is false.`,
    }));
    const unflagged = {
      ...issue,
      path: '/flags',
      message: 'is_sales_call is false without the flag not_a_sales_call.',
    };
    return output.flags.includes('not_a_sales_call') ? issues : [unflagged, ...issues];
  },
};
