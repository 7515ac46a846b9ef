import { recordAudit } from '../audit/record-audit.js';
import { executeWithParameters } from '../database/wire/execute-with-parameters.js';
import type { Uses } from '../scope/scope.js';
import { costOfAttempts, endAttempts } from './close-attempts.js';
import { recordRunEvent } from './run-event.js';
import { recallDeliveries } from './recall-deliveries.js';
import { hasEnded, type RunStatus } from './run-status.js';
import { AppError } from '../errors/app-error.js';
import { inTransaction } from '../scope/in-transaction.js';
import { Batch } from './batch.entity.js';
import { UNFINISHED_RUN_STATUSES } from './score-run.job.js';

type Ports = Uses<'em' | 'actor' | 'live' | 'requestId' | 'now'>;

/** A run that has not ended, with its row locked. */
interface RunToCancel {
  readonly id: string;
  readonly transcriptId: string;
  readonly batchId: string | null;
  readonly status: RunStatus;
}

/** The epoch is raised, so that a worker on the run loses its lease. */
const CANCEL = `update run set status = 'CANCELLED', lease_epoch = lease_epoch + 1, lease_until = null, waiting_for = null,
    ended_at = $2, cost_pusd = totals.cost_pusd, cost_status = totals.cost_status
  from unnest($3::uuid[], $4::bigint[], $5::text[]) as totals (run_id, cost_pusd, cost_status)
  where run.organization_id = $1 and run.id = totals.run_id`;

/**
 * Ends runs in the caller's transaction, with what their calls have cost so far. Their workers lose the leases and abort the
 * calls under way; requests in a provider's batch are recalled. The number of statements does not grow with the runs,
 * inserts aside.
 */
const cancelRuns = async (scope: Ports, runs: readonly RunToCancel[]): Promise<void> => {
  const { em, organizationId } = scope;
  const ids = runs.map(({ id }) => id);
  const attempts = Map.groupBy(await endAttempts(scope, ids), ({ runId }) => runId);
  const totals = ids.map((id) => costOfAttempts(attempts.get(id) ?? []));
  const costs = [totals.map(({ costPusd }) => costPusd), totals.map(({ costStatus }) => costStatus)];
  await executeWithParameters(em, CANCEL, [organizationId, scope.now(), ids, ...costs]);
  await recallDeliveries(scope, ids);
  for (const { status, ...run } of runs) {
    const made = attempts.get(run.id)?.length ?? 0;
    recordRunEvent(scope, { ...run, status: 'CANCELLED', attempts: made });
    recordAudit(scope, { action: 'run.cancel', subjectType: 'Run', subjectId: run.id, before: { status } });
  }
  await em.flush();
};

/**
 * Ends a run that has not ended. Its worker loses the lease and aborts the call under way.
 * @throws AppError NOT_FOUND, RUN_ALREADY_ENDED
 */
export const cancelRun = async (
  scope: Uses<'em' | 'actor' | 'queue' | 'live' | 'requestId' | 'now'>,
  id: string,
): Promise<void> =>
  inTransaction(scope, async (scope) => {
    const { em, organizationId } = scope;
    const [run]: RunToCancel[] = await em.execute(
      `select id, transcript_id as "transcriptId", batch_id as "batchId", status from run
       where organization_id = ? and id = ? for update`,
      [organizationId, id],
    );
    const path = ['input', 'runId'];
    if (!run) throw new AppError('NOT_FOUND', 'There is no such run.', { path });
    if (hasEnded(run.status)) {
      throw new AppError('RUN_ALREADY_ENDED', `The run has already ended: ${run.status}.`, { path });
    }
    await cancelRuns(scope, [run]);
  });

/**
 * Ends all runs of a batch that have not ended, all at once; where none is left, nothing is done.
 * @returns how many runs it ended
 * @throws AppError NOT_FOUND
 */
export const cancelBatch = async (
  scope: Uses<'em' | 'actor' | 'queue' | 'live' | 'requestId' | 'now'>,
  id: string,
): Promise<number> =>
  inTransaction(scope, async (scope) => {
    const { em, organizationId } = scope;
    if ((await em.count(Batch, { organizationId, id })) === 0) {
      throw new AppError('NOT_FOUND', 'There is no such batch.', { path: ['input', 'batchId'] });
    }
    const runs: RunToCancel[] = await em.execute(
      `select id, transcript_id as "transcriptId", batch_id as "batchId", status from run
       where organization_id = ? and batch_id = ? and status in (?) order by id for update`,
      [organizationId, id, UNFINISHED_RUN_STATUSES],
    );
    if (runs.length === 0) return 0;
    const after = { cancelled: runs.length };
    recordAudit(scope, { action: 'batch.cancel', subjectType: 'Batch', subjectId: id, after });
    await cancelRuns(scope, runs);
    return runs.length;
  });
