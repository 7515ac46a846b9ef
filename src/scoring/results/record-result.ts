import { insertAtCommit } from '../../database/wire/commit-writes.js';
import { closeAttempts } from '../../runs/close-attempts.js';
import type { RunStatus } from '../../runs/run-status.js';
import type { Run } from '../../runs/run.entity.js';
import { Score } from '../../runs/score.entity.js';
import { lockResults, supersedeRuns } from '../../runs/supersede-runs.js';
import type { Violation } from '../../runs/violation.js';
import type { Rubric } from '../../plugin-api/index.js';
import type { OverallScore } from '../../rubrics/overall-score.js';
import { inTransaction } from '../../scope/in-transaction.js';
import type { Uses } from '../../scope/scope.js';
import { type ClaimedRun, moveRun } from '../model/claimed-run.js';
import type { VerifiedEvaluation, VerifiedResult } from '../model/verified-evaluation.js';
import { createHash } from 'node:crypto';
import { repeatScoringJob } from '../../runs/score-run.job.js';

type Ports = Uses<'em' | 'queue' | 'live' | 'now'>;

const ending = async (scope: Ports, { run }: ClaimedRun) => {
  const endedAt = scope.now();
  const began = run.startedAt ?? endedAt;
  const latencyMs = Math.max(0, endedAt.getTime() - began.getTime());
  return { endedAt, latencyMs, leaseUntil: null, ...(await closeAttempts(scope, run.id)) };
};

/** An overall as it is stored. */
export const overallFields = (overall: OverallScore) =>
  overall.outcome === 'SCORED'
    ? {
        overallOutcome: overall.outcome,
        overallScore: overall.score,
        overallPotential: overall.potential,
        overallNormalized: overall.normalized,
      }
    : { overallOutcome: overall.outcome, overallReason: overall.reason };

/** Gates that lower an overall; null if none does. */
export const overallGatesOf = (overall: OverallScore) =>
  overall.outcome === 'SCORED' && overall.gates.length > 0 ? overall.gates : null;

/** The result for a dimension as it is stored. */
export const scoreFields = (dimension: string, position: number, result: VerifiedResult) => {
  const scored = result.outcome === 'SCORED';
  return {
    dimension,
    position,
    outcome: result.outcome,
    value: scored ? result.value : null,
    reason: scored ? null : result.reason,
    confidence: scored ? result.confidence : null,
    rationale: result.rationale,
    evidence: result.verifiedEvidence,
  };
};

const createScores = (
  { em, organizationId }: Ports,
  run: Run,
  rubric: Rubric,
  results: VerifiedEvaluation['results'],
): void => {
  rubric.dimensions.forEach(({ key }, position) => {
    const result = results[key];
    if (!result) return;
    insertAtCommit(em, Score, { organizationId, runId: run.id, ...scoreFields(key, position, result) });
  });
};

/** Ends the run SCORED with all its results, in one transaction under our claim. */
export const recordScored = async (
  scope: Ports,
  work: ClaimedRun,
  rubric: Rubric,
  verified: VerifiedEvaluation,
): Promise<void> =>
  inTransaction(scope, async (scope) => {
    const { results, overall, coaching, flags, violations, modelUsed, fallbackUsed } = verified;
    await lockResults(scope, work.run);
    const fields = {
      ...overallFields(overall),
      overallGates: overallGatesOf(overall),
      coaching,
      flags: [...flags],
      violations,
      modelUsed,
      fallbackUsed,
    };
    const event = { ...overallFields(overall), flags };
    await moveRun(scope, work, 'SCORED', { ...fields, ...(await ending(scope, work)) }, event);
    createScores(scope, work.run, rubric, results);
    planRepeats(scope, work.run, verified);
    await supersedeRuns(scope, work.run);
    await scope.em.flush();
  });

/** Ends the run without scores, with the reason, in the caller's transaction. */
export const endWithoutScores = async (
  scope: Ports,
  work: ClaimedRun,
  status: Extract<RunStatus, 'INVALID' | 'NEEDS_REVIEW' | 'FAILED'>,
  error: { readonly code: string; readonly message: string; readonly violations: readonly Violation[] },
): Promise<void> => {
  const reason = { errorCode: error.code, errorMessage: error.message };
  const fields = { ...reason, violations: error.violations, ...(await ending(scope, work)) };
  await moveRun(scope, work, status, fields, { ...reason, flags: work.flags });
  await scope.em.flush();
};

/** Scores that are not one model's own are no measure of how stable it is. */
const NOT_ONE_MODEL = new Set(['PANEL', 'FALLBACK_MODEL', 'OFFLINE_BASELINE']);

/** Whether something falls into a share (0 to 1) of all: by its id alone, so that every process decides the same. */
export const isSampled = (id: string, share: number): boolean =>
  createHash('sha256').update(id).digest().readUInt32BE(0) / 2 ** 32 < share;

/** Enqueues further scorings of a run that ends SCORED, where the policy samples it; in the caller's transaction. */
export const planRepeats = (
  { em, queue, organizationId }: Uses<'em' | 'queue'>,
  { id, spec }: Run,
  { modelUsed, flags }: { readonly modelUsed: string | null; readonly flags: readonly string[] },
): void => {
  const { repeat = null } = spec;
  if (repeat === null || modelUsed === null || flags.some((flag) => NOT_ONE_MODEL.has(flag))) return;
  if (isSampled(id, repeat.share)) queue.send(em, repeatScoringJob, { organizationId, runId: id });
};
