import type { RunStatus } from '../runs/run-status.js';
import { recordRunEvent, type RunEventSource } from '../runs/run-event.js';
import { UNFINISHED_RUN_STATUSES } from '../runs/run-lease.js';
import { Run } from '../runs/run.entity.js';
import { LeaseLostError } from '../queue/lease.js';
import type { Uses } from '../scope/scope.js';

/** A run under our claim. */
export interface RunInWork {
  readonly run: Run;
  readonly epoch: number;
  /** Calls to a model so far. */
  attempts: number;
  /** What we see in the transcript ourselves. */
  flags: readonly string[];
}

type Extra = Omit<RunEventSource, 'id' | 'transcriptId' | 'batchId' | 'status' | 'attempts'>;

/**
 * Moves the run on under our claim, with its event, in the caller's transaction.
 * @throws LeaseLostError where the claim is no longer ours: nothing is written
 */
export const moveRun = async (
  scope: Uses<'em' | 'live'>,
  { run, epoch, attempts }: RunInWork,
  status: RunStatus,
  fields: Partial<Run> = {},
  extra: Extra = {},
): Promise<void> => {
  const { em, organizationId } = scope;
  const { id, transcriptId } = run;
  const mine = { organizationId, id, leaseEpoch: epoch, status: { $in: UNFINISHED_RUN_STATUSES } };
  const moved = await em.nativeUpdate(Run, mine, { ...fields, status });
  if (moved === 0) throw new LeaseLostError(`Run ${id} was taken over or ended.`);
  recordRunEvent(scope, { id, transcriptId, batchId: run.batchId ?? null, status, attempts, ...extra });
};
