import type { RunStatus } from '../../runs/run-status.js';
import { recordRunEvent, type RunEventSource } from '../../runs/run-event.js';
import { runLease, scoredRunLease, UNFINISHED_RUN_STATUSES } from '../../runs/score-run.job.js';
import { Run } from '../../runs/run.entity.js';
import { fence, LeaseLostError, type LeasedRow } from '../../queue/lease.js';
import type { Uses } from '../../scope/scope.js';

/** A run under our claim. */
export interface ClaimedRun {
  readonly run: Run;
  readonly epoch: number;
  /** Calls to a model so far. */
  readonly attempts: number;
  /** What we see in the transcript ourselves. */
  readonly flags: readonly string[];
  /** True where the run has its result, which stays as it is: what is asked now is kept beside it. */
  readonly afterwards?: boolean;
}

/** The row whose lease covers the work. */
export const leaseOfWork = ({ run, afterwards = false }: ClaimedRun): LeasedRow =>
  (afterwards ? scoredRunLease : runLease)(run.organizationId, run.id);

type Extra = Omit<RunEventSource, 'id' | 'transcriptId' | 'batchId' | 'status' | 'attempts'>;

/**
 * Sets the status of the run under our claim, with its event, in the caller's transaction.
 * @throws LeaseLostError where the claim is no longer ours: nothing is written
 */
export const moveRun = async (
  scope: Uses<'em' | 'live'>,
  work: ClaimedRun,
  status: RunStatus,
  fields: Partial<Run> = {},
  extra: Extra = {},
): Promise<void> => {
  const { run, epoch, attempts } = work;
  const { em, organizationId } = scope;
  const { id, transcriptId } = run;
  if (work.afterwards === true) return fence(em, leaseOfWork(work), epoch);
  const mine = { organizationId, id, leaseEpoch: epoch, status: { $in: UNFINISHED_RUN_STATUSES } };
  const moved = await em.nativeUpdate(Run, mine, { waitingFor: null, ...fields, status });
  if (moved === 0) throw new LeaseLostError(`Run ${id} was taken over or ended.`);
  recordRunEvent(scope, { id, transcriptId, batchId: run.batchId ?? null, status, attempts, ...extra });
};
