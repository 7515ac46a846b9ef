import type {
  DimensionResult,
  Evaluation,
  JudgeDimension,
  JudgeOutput,
  Rubric,
  UnscoredReason,
} from 'debrief/plugin-api';

const reasonOf = (output: JudgeOutput): UnscoredReason => {
  if (output.flags.includes('unsupported_language')) return 'UNSUPPORTED_LANGUAGE';
  if (!output.call_check.is_sales_call || output.flags.includes('not_a_sales_call')) return 'NOT_A_SALES_CALL';
  return 'INSUFFICIENT_EVIDENCE';
};

const toResult = (dimension: JudgeDimension | undefined, reason: UnscoredReason): DimensionResult => {
  const { rationale, evidence, confidence } = dimension ?? { rationale: '', evidence: [], confidence: 'low' };
  return dimension === undefined || dimension.score === null
    ? { outcome: 'UNSCORED', reason, rationale, evidence }
    : { outcome: 'SCORED', value: dimension.score, confidence, rationale, evidence };
};

/** A judge's answer as results: where it gives no score, its flags give the reason. */
export const toEvaluation = (output: JudgeOutput, rubric: Rubric): Evaluation => {
  const reason = reasonOf(output);
  return {
    metrics: Object.fromEntries(rubric.dimensions.map(({ key }) => [key, toResult(output.dimensions[key], reason)])),
    coaching: output.coaching,
    flags: output.flags,
  };
};
