import { Attempt } from '../runs/attempt.entity.js';
import { ENDED_RUN_STATUSES, type RunStatus } from '../runs/run-status.js';
import { Run } from '../runs/run.entity.js';
import { Score, type VerifiedEvidence } from '../runs/score.entity.js';
import type { Violation } from '../runs/violation.js';
import type { Coaching, DimensionResult, Rubric } from '../plugin-api/index.js';
import type { OverallScore } from '../rubrics/overall-score.js';
import { inTransaction } from '../scope/in-transaction.js';
import type { Uses } from '../scope/scope.js';
import { moveRun, type RunInWork } from './run-in-work.js';

type Ports = Uses<'em' | 'queue' | 'live' | 'now'>;

/** A dimension's result whose quotes stand in the transcript. */
export type ProvenResult = DimensionResult & { readonly proof: readonly VerifiedEvidence[] };

export interface ProvenEvaluation {
  readonly results: Readonly<Record<string, ProvenResult>>;
  readonly overall: OverallScore;
  readonly coaching: Coaching | null;
  readonly flags: readonly string[];
  readonly violations: readonly Violation[];
}

/** Sum over all attempts, the failed ones too; unknown as soon as one price is unknown. */
const totalCost = async ({ em, organizationId }: Ports, runId: string) => {
  const attempts = await em.find(Attempt, { organizationId, runId });
  const paid = attempts.filter(({ status }) => status === 'ANSWERED');
  if (paid.some(({ costPusd }) => costPusd === null)) return { costPusd: null, costStatus: 'UNPRICED' as const };
  const pusd = paid.reduce((sum, { costPusd }) => sum + BigInt(costPusd ?? 0), 0n);
  return { costPusd: pusd.toString(), costStatus: 'EXACT' as const };
};

const ending = async (scope: Ports, { run }: RunInWork) => {
  const endedAt = scope.now();
  const began = run.startedAt ?? endedAt;
  const latencyMs = Math.max(0, endedAt.getTime() - began.getTime());
  return { endedAt, latencyMs, leaseUntil: null, ...(await totalCost(scope, run.id)) };
};

const overallFields = (overall: OverallScore) =>
  overall.outcome === 'SCORED'
    ? {
        overallOutcome: overall.outcome,
        overallScore: overall.score,
        overallPotential: overall.potential,
        overallNormalized: overall.normalized,
      }
    : { overallOutcome: overall.outcome, overallReason: overall.reason };

const persistScores = (
  { em, organizationId }: Ports,
  run: Run,
  rubric: Rubric,
  results: ProvenEvaluation['results'],
): void => {
  rubric.dimensions.forEach(({ key }, position) => {
    const result = results[key];
    if (!result) return;
    const scored = result.outcome === 'SCORED';
    em.persist(
      em.create(Score, {
        organizationId,
        runId: run.id,
        dimension: key,
        position,
        outcome: result.outcome,
        value: scored ? result.value : null,
        reason: scored ? null : result.reason,
        confidence: scored ? result.confidence : null,
        rationale: result.rationale,
        evidence: result.proof,
      }),
    );
  });
};

/** Older results of the transcript by the same rubric give way; they stay as they are. */
const supersedeOlder = async ({ em, organizationId }: Ports, { id, transcriptId, rubricKey }: Run): Promise<void> => {
  const older = { organizationId, transcriptId, rubricKey, id: { $ne: id }, supersededById: null };
  await em.nativeUpdate(Run, { ...older, status: { $in: [...ENDED_RUN_STATUSES] } }, { supersededById: id });
};

/** Ends the run SCORED with everything it brought, in one transaction under our claim. */
export const recordScored = async (
  scope: Ports,
  work: RunInWork,
  rubric: Rubric,
  proven: ProvenEvaluation,
): Promise<void> =>
  inTransaction(scope, async (scope) => {
    const { results, overall, coaching, flags, violations } = proven;
    const fields = { ...overallFields(overall), coaching, flags: [...flags], violations };
    const event = overall.outcome === 'SCORED' ? { overallScore: overall.score } : { overallReason: overall.reason };
    await moveRun(
      scope,
      work,
      'SCORED',
      { ...fields, ...(await ending(scope, work)) },
      {
        overallOutcome: overall.outcome,
        flags,
        ...event,
      },
    );
    persistScores(scope, work.run, rubric, results);
    await supersedeOlder(scope, work.run);
    await scope.em.flush();
  });

/** Ends the run without scores, with the reason, in the caller's transaction. */
export const endWithoutScores = async (
  scope: Ports,
  work: RunInWork,
  status: Extract<RunStatus, 'INVALID' | 'FAILED'>,
  error: { readonly code: string; readonly message: string; readonly violations: readonly Violation[] },
): Promise<void> => {
  const reason = { errorCode: error.code, errorMessage: error.message };
  const fields = { ...reason, violations: error.violations, ...(await ending(scope, work)) };
  await moveRun(scope, work, status, fields, reason);
  await scope.em.flush();
};
