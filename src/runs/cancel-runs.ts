import { recordAudit } from '../audit/record-audit.js';
import { executeWithParameters } from '../database/wire/execute-with-parameters.js';
import type { Uses } from '../scope/scope.js';
import { costOfAttempts, endAttempts } from './close-attempts.js';
import { recallDeliveries } from './economy/recall-deliveries.js';
import { recordRunEvent } from './run-event.js';
import type { RunStatus } from './run-status.js';

type Ports = Uses<'em' | 'actor' | 'live' | 'requestId' | 'now'>;

/** A run that has not ended, with its row locked. */
export interface RunToCancel {
  readonly id: string;
  readonly transcriptId: string;
  readonly batchId: string | null;
  readonly status: RunStatus;
}

/** The epoch is raised, so that whoever works on a run loses it. */
const CANCEL = `update run set status = 'CANCELLED', lease_epoch = lease_epoch + 1, lease_until = null, waiting_for = null,
    ended_at = $2, cost_pusd = books.cost_pusd, cost_status = books.cost_status
  from unnest($3::uuid[], $4::bigint[], $5::text[]) as books (run_id, cost_pusd, cost_status)
  where run.organization_id = $1 and run.id = books.run_id`;

/**
 * Ends runs in the caller's transaction, with what their calls have cost so far. Their workers lose the leases and abort the
 * calls under way; what goes by a provider's batch is recalled. So many statements for many runs as for one, but for what
 * is inserted.
 */
export const cancelRuns = async (scope: Ports, runs: readonly RunToCancel[]): Promise<void> => {
  const { em, organizationId } = scope;
  const ids = runs.map(({ id }) => id);
  const attempts = Map.groupBy(await endAttempts(scope, ids), ({ runId }) => runId);
  const books = ids.map((id) => costOfAttempts(attempts.get(id) ?? []));
  const costs = [books.map(({ costPusd }) => costPusd), books.map(({ costStatus }) => costStatus)];
  await executeWithParameters(em, CANCEL, [organizationId, scope.now(), ids, ...costs]);
  await recallDeliveries(scope, ids);
  for (const { status, ...run } of runs) {
    const made = attempts.get(run.id)?.length ?? 0;
    recordRunEvent(scope, { ...run, status: 'CANCELLED', attempts: made });
    recordAudit(scope, { action: 'run.cancel', subjectType: 'Run', subjectId: run.id, before: { status } });
  }
  await em.flush();
};
