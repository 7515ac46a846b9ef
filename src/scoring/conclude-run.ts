import type { Evaluation } from '../plugin-api/index.js';
import { overallScore } from '../rubrics/overall-score.js';
import type { JudgeVerdict } from './ladder-climb.js';
import { proveEvaluation } from './prove-evaluation.js';
import type { ProvenEvaluation } from './record-result.js';
import { runFlags } from './run-flags.js';
import type { ScoringMaterial } from './scoring-material.js';

export interface Evaluated {
  readonly evaluation: Evaluation;
  /** One for each question that the evaluator asked; none where it needed no model. */
  readonly verdicts: readonly JudgeVerdict[];
}

/**
 * The result of a run from what was evaluated: proven against the transcript, with the overall that follows from it.
 * @param seen flags of what we see in the transcript ourselves
 * @throws OutputInvalidError
 */
export const concludeRun = (
  { transcript, rubric }: Pick<ScoringMaterial, 'transcript' | 'rubric'>,
  { evaluation, verdicts }: Evaluated,
  seen: readonly string[],
): ProvenEvaluation => {
  const repaired = new Set(verdicts.flatMap(({ repairedEvidence }) => [...repairedEvidence]));
  const results = proveEvaluation({ transcript, rubric, evaluation, repaired });
  return {
    results,
    overall: overallScore(rubric, results),
    coaching: evaluation.coaching,
    flags: runFlags(seen, evaluation, verdicts),
    violations: verdicts.flatMap(({ violations }) => violations),
    modelUsed: verdicts.at(-1)?.modelUsed ?? null,
    fallbackUsed: verdicts.some(({ fallback }) => fallback),
  };
};
