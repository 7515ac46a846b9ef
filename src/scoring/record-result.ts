import { closeAttempts } from '../runs/close-attempts.js';
import { ENDED_RUN_STATUSES, type RunStatus } from '../runs/run-status.js';
import { Run } from '../runs/run.entity.js';
import { Score, type VerifiedEvidence } from '../runs/score.entity.js';
import type { Violation } from '../runs/violation.js';
import type { Coaching, DimensionResult, Rubric } from '../plugin-api/index.js';
import type { OverallScore } from '../rubrics/overall-score.js';
import { inTransaction } from '../scope/in-transaction.js';
import type { Uses } from '../scope/scope.js';
import { TranscriptRepresentative } from '../transcripts/transcript-representative.entity.js';
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
  /** Who answered; null where nobody was asked. */
  readonly modelUsed: string | null;
  readonly fallbackUsed: boolean;
}

const ending = async (scope: Ports, { run }: RunInWork) => {
  const endedAt = scope.now();
  const began = run.startedAt ?? endedAt;
  const latencyMs = Math.max(0, endedAt.getTime() - began.getTime());
  return { endedAt, latencyMs, leaseUntil: null, ...(await closeAttempts(scope, run.id)) };
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

/** Two runs of one transcript that end at once take turns, so that each sees what the other did. */
const takeTurn = async ({ em, organizationId }: Ports, { transcriptId }: Run): Promise<void> => {
  await em.execute('select 1 from transcript where organization_id = ? and id = ? for no key update', [
    organizationId,
    transcriptId,
  ]);
};

/** Runs of the same representative, and of labels that are no representative's any more. */
const ofOwnSubject = async ({ em, organizationId }: Ports, { transcriptId, subjectLabel = null }: Run) => {
  const rows = await em.find(TranscriptRepresentative, { organizationId, transcriptId }, { fields: ['speakerLabel'] });
  const labels = rows.map((row) => row.speakerLabel);
  const others = labels.filter((label) => label !== subjectLabel);
  const mine = { $or: [{ subjectLabel: null }, { subjectLabel: { $nin: others } }] };
  return { mine, stands: subjectLabel === null || labels.includes(subjectLabel) };
};

/**
 * Of the results of a transcript by one rubric the newest request is in force for each representative; the others stay as they are. A run
 * of somebody who turned out to be no representative gives way to any.
 */
const supersede = async (scope: Ports, run: Run): Promise<void> => {
  const { em, organizationId } = scope;
  const { id, transcriptId, rubricKey } = run;
  const others = { organizationId, transcriptId, rubricKey, supersededById: null };
  const { mine, stands } = await ofOwnSubject(scope, run);
  // Ids are uuids v7: in the order in which the runs were asked for.
  const older = { ...others, ...mine, id: { $lt: id }, status: { $in: [...ENDED_RUN_STATUSES] } };
  await em.nativeUpdate(Run, older, { supersededById: id });
  const newerOnes = { ...others, ...(stands ? mine : {}), id: { $gt: id }, status: 'SCORED' as const };
  const newer = await em.findOne(Run, newerOnes, { fields: ['id'] });
  if (newer) await em.nativeUpdate(Run, { organizationId, id }, { supersededById: newer.id });
};

/** Ends the run SCORED with everything it brought, in one transaction under our claim. */
export const recordScored = async (
  scope: Ports,
  work: RunInWork,
  rubric: Rubric,
  proven: ProvenEvaluation,
): Promise<void> =>
  inTransaction(scope, async (scope) => {
    const { results, overall, coaching, flags, violations, modelUsed, fallbackUsed } = proven;
    await takeTurn(scope, work.run);
    const overallGates = overall.outcome === 'SCORED' && overall.gates.length > 0 ? overall.gates : null;
    const fields = {
      ...overallFields(overall),
      overallGates,
      coaching,
      flags: [...flags],
      violations,
      modelUsed,
      fallbackUsed,
    };
    const event = { ...overallFields(overall), flags };
    await moveRun(scope, work, 'SCORED', { ...fields, ...(await ending(scope, work)) }, event);
    persistScores(scope, work.run, rubric, results);
    await supersede(scope, work.run);
    await scope.em.flush();
  });

/** Ends the run without scores, with the reason, in the caller's transaction. */
export const endWithoutScores = async (
  scope: Ports,
  work: RunInWork,
  status: Extract<RunStatus, 'INVALID' | 'NEEDS_REVIEW' | 'FAILED'>,
  error: { readonly code: string; readonly message: string; readonly violations: readonly Violation[] },
): Promise<void> => {
  const reason = { errorCode: error.code, errorMessage: error.message };
  const fields = { ...reason, violations: error.violations, ...(await ending(scope, work)) };
  await moveRun(scope, work, status, fields, { ...reason, flags: work.flags });
  await scope.em.flush();
};
