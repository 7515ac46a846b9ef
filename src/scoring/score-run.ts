import { commitAsynchronously, updateAtCommit } from '../database/wire/commit-writes.js';
import { AppError } from '../errors/app-error.js';
import { claimLease, holdLease, LeaseLostError, releaseLease } from '../queue/lease.js';
import { recordRunEvent } from '../runs/run-event.js';
import { runLease } from '../runs/score-run.job.js';
import { Run } from '../runs/run.entity.js';
import { inTransaction } from '../scope/in-transaction.js';
import { CallDeferredError, deferRun } from './calls/deferral.js';
import { evaluateRun, type ScoringPorts } from './evaluate-run.js';
import { endWithoutScores, recordScored } from './results/record-result.js';
import type { ClaimedRun } from './model/claimed-run.js';

/** A run that was claimed this often and has not ended kills its workers, or takes longer than they live. */
export const MAX_CLAIMS = 12;

/** Marks the run as started, in memory and, at commit, in its row. */
const begin = (scope: ScoringPorts, run: Run): void => {
  const { organizationId, id, transcriptId, batchId = null } = run;
  const { status } = run;
  run.startedAt ??= scope.now();
  if (status === 'QUEUED') run.status = 'SCORING';
  const now = { status: run.status, started_at: run.startedAt };
  updateAtCommit(scope.em, 'run', { organization_id: organizationId, id }, now);
  if (status === 'QUEUED') recordRunEvent(scope, { id, transcriptId, batchId, status: 'SCORING' });
};

interface Claimed {
  readonly run: Run;
  readonly epoch: number;
}

const claim = async (scope: ScoringPorts, runId: string): Promise<Claimed | null> =>
  inTransaction(scope, async (scope) => {
    const { em, organizationId } = scope;
    const claimed = await claimLease(em, runLease(organizationId, runId));
    if (claimed.outcome === 'MISSING') throw new AppError('NOT_FOUND', 'The run of this job does not exist.');
    if (claimed.outcome !== 'CLAIMED') return null;
    const run = await em.findOneOrFail(Run, { organizationId, id: runId }, { disableIdentityMap: true });
    if (claimed.epoch - run.turnWaits > MAX_CLAIMS) {
      throw new AppError('WORKER_LOST', `Scoring was begun ${MAX_CLAIMS} times and never came to an end.`);
    }
    begin(scope, run);
    commitAsynchronously(em);
    return { run, epoch: claimed.epoch };
  });

/** Answers that are rejected end the run as the policy says: they are neither a score nor a failure to be tried again. */
const scoreClaimed = async (scope: ScoringPorts, claimed: ClaimedRun, signal: AbortSignal): Promise<void> => {
  const { work, rubric, judgment } = await evaluateRun(scope, claimed, signal);
  if ('verified' in judgment) return recordScored(scope, work, rubric, judgment.verified);
  const { rejected } = judgment;
  const status = rejected.runStatus(work.run.spec.onInvalid);
  await inTransaction(scope, (scope) => endWithoutScores(scope, work, status, rejected));
};

/**
 * Handler of `score-run`: claims the run, evaluates, verifies, records. Returns without an error where another worker has
 * the run, it has ended, or it is taken away meanwhile, and where it must wait for a place at a model or for a batch.
 * @throws AppError or ProviderError for a failure, which the queue tries again or gives up
 */
export const scoreRun = async (scope: ScoringPorts, runId: string, signal: AbortSignal): Promise<void> => {
  const claimed = await claim(scope, runId);
  if (claimed === null) return;
  const { run, epoch } = claimed;
  const row = runLease(scope.organizationId, runId);
  using lease = holdLease(() => scope.em.fork(), row, epoch);
  try {
    const work: ClaimedRun = { run, epoch, attempts: 0, flags: run.flags };
    await scoreClaimed(scope, work, AbortSignal.any([signal, lease.signal]));
  } catch (error) {
    if (error instanceof LeaseLostError || lease.signal.aborted) return;
    if (error instanceof CallDeferredError) return await deferRun(scope, row, epoch, error.deferral);
    await releaseLease(() => scope.em.fork(), row, epoch);
    throw error;
  }
};
