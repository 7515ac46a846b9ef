import { AppError } from '../errors/app-error.js';
import { inTransaction } from '../scope/in-transaction.js';
import type { Uses } from '../scope/scope.js';
import { cancelRuns, type RunToCancel } from './cancel-runs.js';
import { hasEnded } from './run-status.js';

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
