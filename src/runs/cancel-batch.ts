import { recordAudit } from '../audit/record-audit.js';
import { AppError } from '../errors/app-error.js';
import { inTransaction } from '../scope/in-transaction.js';
import type { Uses } from '../scope/scope.js';
import { Batch } from './batch.entity.js';
import { cancelRuns, type RunToCancel } from './cancel-runs.js';
import { UNFINISHED_RUN_STATUSES } from './run-lease.js';

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
