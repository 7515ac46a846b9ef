import type { Evaluation } from '../../plugin-api/index.js';
import { overallScore } from '../../rubrics/overall-score.js';
import type { JudgeVerdict } from '../model/judge-verdict.js';
import { verifyEvaluation } from '../answers/verify-evaluation.js';
import type { VerifiedEvaluation } from '../model/verified-evaluation.js';
import { runFlags } from './run-flags.js';
import { OutputRejectedError } from '../model/output-rejected-error.js';
import type { ScoringMaterial } from '../model/scoring-material.js';

export interface Evaluated {
  readonly evaluation: Evaluation;
  /** One for each question that the evaluator asked; none where it needed no model. */
  readonly verdicts: readonly JudgeVerdict[];
}

/**
 * The result of a run from what was evaluated: proven against the transcript, with the overall that follows from it.
 * @param seen flags of what we see in the transcript ourselves
 * @throws OutputRejectedError
 */
export const concludeRun = (
  { transcript, rubric }: Pick<ScoringMaterial, 'transcript' | 'rubric'>,
  { evaluation, verdicts }: Evaluated,
  seen: readonly string[],
): VerifiedEvaluation => {
  const violations = verdicts.flatMap((verdict) => verdict.violations);
  if (verdicts.some(({ effects }) => effects.has('REVIEW'))) throw OutputRejectedError.needsReview(violations);
  const repaired = new Set(verdicts.flatMap(({ repairedEvidence }) => [...repairedEvidence]));
  const results = verifyEvaluation({ transcript, rubric, evaluation, repaired });
  return {
    results,
    overall: overallScore(rubric, results),
    coaching: evaluation.coaching,
    flags: runFlags(seen, evaluation, verdicts),
    violations,
    modelUsed: verdicts.at(-1)?.modelUsed ?? null,
    fallbackUsed: verdicts.some(({ fallback }) => fallback),
  };
};
