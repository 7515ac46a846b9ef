import type {
  DimensionResult,
  Evaluation,
  EvaluatorOptions,
  JudgeDimension,
  JudgeOutput,
  RubricDimension,
  UnscoredReason,
} from 'debrief/plugin-api';

import { dimensionsOutsideCallType } from './unscorable.js';

const reasonOf = (output: JudgeOutput): UnscoredReason => {
  if (output.flags.includes('unsupported_language')) return 'UNSUPPORTED_LANGUAGE';
  if (!output.call_check.is_sales_call || output.flags.includes('not_a_sales_call')) return 'NOT_A_SALES_CALL';
  return 'INSUFFICIENT_EVIDENCE';
};

/** Whether the judge says that a dimension does not apply, if the rubric allows that. */
const reasonFor = (dimension: RubricDimension, given: JudgeDimension | undefined, reason: UnscoredReason) =>
  reason === 'INSUFFICIENT_EVIDENCE' &&
  dimension.notApplicableWhen !== undefined &&
  given?.unscored_reason === 'not_applicable'
    ? 'NOT_APPLICABLE'
    : reason;

const toResult = (
  dimension: RubricDimension,
  given: JudgeDimension | undefined,
  reason: UnscoredReason,
): DimensionResult => {
  const { rationale, evidence, confidence } = given ?? { rationale: '', evidence: [], confidence: 'low' };
  return given === undefined || given.score === null
    ? { outcome: 'UNSCORED', reason: reasonFor(dimension, given, reason), rationale, evidence }
    : { outcome: 'SCORED', value: given.score, confidence, rationale, evidence };
};

const outsideCallType = (callType: string): DimensionResult => ({
  outcome: 'UNSCORED',
  reason: 'NOT_APPLICABLE',
  rationale: `A call of the kind "${callType}" has no place for this.`,
  evidence: [],
});

/**
 * Converts a judge's answer to results. If it gives no score, its flags or the stated reason say why. Dimensions outside this type of call
 * are NOT_APPLICABLE, whatever the judge says; a call that is not a sales call has a reason of its own.
 */
export const toEvaluation = (
  output: JudgeOutput,
  { rubric, callType = null }: Pick<EvaluatorOptions, 'rubric' | 'callType'>,
): Evaluation => {
  const reason = reasonOf(output);
  const outside = new Set(reason === 'INSUFFICIENT_EVIDENCE' ? dimensionsOutsideCallType(rubric, callType) : []);
  const resultOf = (dimension: RubricDimension): DimensionResult =>
    outside.has(dimension)
      ? outsideCallType(callType ?? '')
      : toResult(dimension, output.dimensions[dimension.key], reason);
  return {
    metrics: Object.fromEntries(rubric.dimensions.map((dimension) => [dimension.key, resultOf(dimension)])),
    coaching: output.coaching,
    flags: output.flags,
  };
};
