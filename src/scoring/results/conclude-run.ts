import type { Evaluation, NormalizedTranscript } from '../../plugin-api/index.js';
import { overallScore } from '../../rubrics/overall-score.js';
import { verifyEvaluation } from '../answers/verify-evaluation.js';
import type { JudgeVerdict } from '../model/judge-verdict.js';
import { OutputRejectedError } from '../model/output-rejected-error.js';
import type { ScoringMaterial } from '../model/scoring-material.js';
import type { VerifiedEvaluation } from '../model/verified-evaluation.js';

/** A call with fewer turns is scored, but is weaker evidence. */
const SHORT_CALL_TURNS = 14;

/**
 * Flags of the transcript, known before any judge is asked: the run has them however it ends.
 * @param marked whether something in the call addresses the judge
 */
export const transcriptFlags = (
  { participants, turns }: NormalizedTranscript,
  marked: boolean,
  offlineJudge: boolean,
): readonly string[] => {
  const flags: string[] = [];
  if (turns.length < SHORT_CALL_TURNS) flags.push('SHORT_CALL');
  if (marked) flags.push('INJECTION_SUSPECTED');
  if (participants.some(({ roleSource }) => roleSource === 'INFERRED')) flags.push('ROLES_INFERRED');
  if (!participants.some(({ role }) => role === 'REP')) flags.push('NO_REPRESENTATIVE');
  if (offlineJudge) flags.push('OFFLINE_BASELINE');
  return flags;
};

const verdictFlags = ({ fallback, offline, effects, remarks = [] }: JudgeVerdict): string[] => [
  ...remarks,
  ...(fallback ? ['FALLBACK_MODEL'] : []),
  ...(offline ? ['OFFLINE_BASELINE'] : []),
  ...(effects.has('DOUBT') ? ['REVIEW_ADVISED'] : []),
];

/** What a reader of the scores should know: flags of the transcript, of the models that answered, and of the judge. */
const runFlags = (known: readonly string[], { flags }: Evaluation, verdicts: readonly JudgeVerdict[]): string[] => {
  const all = [...known, ...verdicts.flatMap(verdictFlags), ...flags.map((flag) => flag.toUpperCase())];
  return [...new Set(all)].toSorted();
};

export interface Evaluated {
  readonly evaluation: Evaluation;
  /** One for each question that the evaluator asked; none where it needed no model. */
  readonly verdicts: readonly JudgeVerdict[];
}

/**
 * The result of a run from what was evaluated: verified against the transcript, with the overall that follows from it.
 * @param known flags of the transcript
 * @throws OutputRejectedError
 */
export const concludeRun = (
  { transcript, rubric }: Pick<ScoringMaterial, 'transcript' | 'rubric'>,
  { evaluation, verdicts }: Evaluated,
  known: readonly string[],
): VerifiedEvaluation => {
  const violations = verdicts.flatMap((verdict) => verdict.violations);
  if (verdicts.some(({ effects }) => effects.has('REVIEW'))) throw OutputRejectedError.needsReview(violations);
  const repaired = new Set(verdicts.flatMap(({ repairedEvidence }) => [...repairedEvidence]));
  const results = verifyEvaluation({ transcript, rubric, evaluation, repaired });
  return {
    results,
    overall: overallScore(rubric, results),
    coaching: evaluation.coaching,
    flags: runFlags(known, evaluation, verdicts),
    violations,
    modelUsed: verdicts.at(-1)?.modelUsed ?? null,
    fallbackUsed: verdicts.some(({ fallback }) => fallback),
  };
};
