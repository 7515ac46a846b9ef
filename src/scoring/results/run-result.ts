import type { Coaching, Rubric } from '../../plugin-api/index.js';
import type { RunStatus } from '../../runs/run-status.js';
import type { Run } from '../../runs/run.entity.js';
import type { Score } from '../../runs/score.entity.js';
import type { Violation } from '../../runs/violation.js';
import type { OutputRejectedError } from '../model/output-rejected-error.js';
import type { VerifiedEvaluation } from '../model/verified-evaluation.js';
import { overallFields, overallGatesOf, scoreFields } from './record-result.js';

type OverallFields = Pick<
  Run,
  'overallOutcome' | 'overallScore' | 'overallPotential' | 'overallNormalized' | 'overallReason' | 'overallGates'
>;
type ScoreFields = Pick<
  Score,
  'dimension' | 'position' | 'outcome' | 'value' | 'reason' | 'confidence' | 'rationale' | 'evidence'
>;

/** The stored result of a run: all that follows from its call, its spec and its models' answers. */
export interface RunResult extends OverallFields {
  readonly status: RunStatus;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly coaching: Coaching | null;
  readonly flags: readonly string[];
  readonly violations: readonly Violation[];
  readonly modelUsed: string | null;
  readonly fallbackUsed: boolean;
  /** In the order of the rubric. */
  readonly scores: readonly ScoreFields[];
}

const NO_OVERALL: OverallFields = {
  overallOutcome: null,
  overallScore: null,
  overallPotential: null,
  overallNormalized: null,
  overallReason: null,
  overallGates: null,
};

const NOTHING = { ...NO_OVERALL, errorCode: null, errorMessage: null, coaching: null, scores: [] } as const;

export const scoredResult = (rubric: Rubric, verified: VerifiedEvaluation): RunResult => {
  const { overall, coaching, flags, violations, modelUsed, fallbackUsed } = verified;
  const scores = rubric.dimensions.flatMap(({ key }, position) => {
    const result = verified.results[key];
    return result ? [scoreFields(key, position, result)] : [];
  });
  const details = { coaching, flags, violations, modelUsed, fallbackUsed };
  return {
    ...NOTHING,
    status: 'SCORED',
    ...overallFields(overall),
    overallGates: overallGatesOf(overall),
    ...details,
    scores,
  };
};

/** @param flags what was seen in the transcript */
export const unscoredResult = (
  error: OutputRejectedError,
  onInvalid: 'INVALID' | 'NEEDS_REVIEW',
  flags: readonly string[],
): RunResult => {
  const status = error.runStatus(onInvalid);
  const { code, message, violations } = error;
  const details = { errorCode: code, errorMessage: message, violations, flags };
  return { ...NOTHING, status, ...details, modelUsed: null, fallbackUsed: false };
};

export const storedResult = (run: Run, scores: readonly Score[]): RunResult => ({
  status: run.status,
  errorCode: run.errorCode ?? null,
  errorMessage: run.errorMessage ?? null,
  overallOutcome: run.overallOutcome ?? null,
  overallScore: run.overallScore ?? null,
  overallPotential: run.overallPotential ?? null,
  overallNormalized: run.overallNormalized ?? null,
  overallReason: run.overallReason ?? null,
  overallGates: run.overallGates ?? null,
  coaching: run.coaching ?? null,
  flags: run.flags,
  violations: run.violations,
  modelUsed: run.modelUsed ?? null,
  fallbackUsed: run.fallbackUsed,
  scores: scores.map(({ dimension, position, outcome, value, reason, confidence, rationale, evidence }) => ({
    ...{ dimension, position, outcome, value: value ?? null, reason: reason ?? null },
    ...{ confidence: confidence ?? null, rationale, evidence },
  })),
});
