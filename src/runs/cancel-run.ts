import { recordAudit } from '../audit/record-audit.js';
import { AppError } from '../errors/app-error.js';
import { inTransaction } from '../scope/in-transaction.js';
import type { Uses } from '../scope/scope.js';
import { Attempt } from './attempt.entity.js';
import { closeAttempts } from './close-attempts.js';
import { recallDelivery } from './economy/recall-delivery.js';
import { recordRunEvent } from './run-event.js';
import { hasEnded } from './run-status.js';
import { Run } from './run.entity.js';

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
    await em.execute('select 1 from run where organization_id = ? and id = ? for update', [organizationId, id]);
    const run = await em.findOne(Run, { organizationId, id });
    const path = ['input', 'runId'];
    if (!run) throw new AppError('NOT_FOUND', 'There is no such run.', { path });
    if (hasEnded(run.status)) {
      throw new AppError('RUN_ALREADY_ENDED', `The run has already ended: ${run.status}.`, { path });
    }
    const before = { status: run.status };
    run.status = 'CANCELLED';
    run.leaseEpoch += 1;
    run.leaseUntil = null;
    run.waitingFor = null;
    run.endedAt = scope.now();
    Object.assign(run, await closeAttempts(scope, id));
    await recallDelivery(scope, id);
    const { transcriptId, batchId = null } = run;
    const attempts = await em.count(Attempt, { organizationId, runId: id });
    recordRunEvent(scope, { id, transcriptId, batchId, status: 'CANCELLED', attempts });
    recordAudit(scope, { action: 'run.cancel', subjectType: 'Run', subjectId: id, before });
    await em.flush();
  });
