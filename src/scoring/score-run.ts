import { commitAsynchronously, updateAtCommit } from '../database/wire/commit-writes.js';
import { AppError } from '../errors/app-error.js';
import { claimLease, holdLease, LeaseLostError, releaseLease, type HeldLease } from '../queue/lease.js';
import { recordRunEvent } from '../runs/run-event.js';
import { runLease } from '../runs/run-lease.js';
import { Run } from '../runs/run.entity.js';
import { inTransaction } from '../scope/in-transaction.js';
import { CallDeferredError } from './calls/call-deferred-error.js';
import { sleepUntilDelivered } from './economy/sleep-until-delivered.js';
import { evaluateRun, type ScoringPorts } from './evaluate-run.js';
import { OutputRejectedError } from './model/output-rejected-error.js';
import { endWithoutScores, recordScored } from './results/record-result.js';
import type { ClaimedRun } from './model/claimed-run.js';
import { turnToWaitFor, waitForTurn } from './calls/wait-for-turn.js';

/** A run that was claimed this often and has not ended kills its workers, or outlives them. */
export const MAX_CLAIMS = 12;

/** The run changes as its row does, when the claim holds. */
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

const score = async (scope: ScoringPorts, work: ClaimedRun, signal: AbortSignal): Promise<void> => {
  const { rubric, proven } = await evaluateRun(scope, work, signal);
  await recordScored(scope, work, rubric, proven);
};

/** Answers that fail their checks end the run as the policy says: they are neither a score nor a failure to be tried again. */
const scoreOrInvalidate = async (scope: ScoringPorts, work: ClaimedRun, signal: AbortSignal): Promise<void> => {
  try {
    await score(scope, work, signal);
  } catch (error) {
    if (!(error instanceof OutputRejectedError)) throw error;
    const end = error.runStatus(work.run.spec.onInvalid);
    await inTransaction(scope, (scope) => endWithoutScores(scope, work, end, error));
  }
};

const scoreUnder = async (scope: ScoringPorts, run: Run, lease: HeldLease, signal: AbortSignal): Promise<void> => {
  const work: ClaimedRun = { run, epoch: lease.epoch, attempts: 0, flags: run.flags };
  await scoreOrInvalidate(scope, work, AbortSignal.any([signal, lease.signal]));
};

/**
 * Handler of `score-run`: claims the run, evaluates, proves, records. Ends quietly where another worker has the run, it
 * has ended, or it is taken away meanwhile, and where it must wait for its turn at a model or for a provider's batch.
 * @throws AppError or ProviderError for a failure, which the queue tries again or gives up
 */
export const scoreRun = async (scope: ScoringPorts, runId: string, signal: AbortSignal): Promise<void> => {
  const claimed = await claim(scope, runId);
  if (claimed === null) return;
  const { run, epoch } = claimed;
  const row = runLease(scope.organizationId, runId);
  using lease = holdLease(() => scope.em.fork(), row, epoch);
  try {
    await scoreUnder(scope, run, lease, signal);
  } catch (error) {
    if (error instanceof LeaseLostError || lease.signal.aborted) return;
    if (error instanceof CallDeferredError) return await sleepUntilDelivered(scope, row, epoch);
    const waitMs = turnToWaitFor(error);
    if (waitMs !== null) return await waitForTurn(scope, row, epoch, waitMs);
    await releaseLease(() => scope.em.fork(), row, epoch);
    throw error;
  }
};
