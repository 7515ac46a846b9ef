import type { LeasedRow } from '../../queue/lease.js';
import { inTransaction } from '../../scope/in-transaction.js';
import type { Uses } from '../../scope/scope.js';
import { DELIVERY_LIMIT_MS } from '../calls/defer-call.js';

/** When the batch has long ended one way or the other; it wakes the run itself before that. */
const LOOK_MS = DELIVERY_LIMIT_MS + 60 * 60_000;

/**
 * Gives a run back that waits for a provider's batch: nobody looks at it until the batch wakes it. Where the answer came
 * in the meantime, it is looked at again at once. No failed try, nor a claim that led to nothing.
 */
export const sleepUntilDelivered = (
  scope: Uses<'em' | 'queue' | 'live'>,
  { organizationId, id, unfinished }: LeasedRow,
  epoch: number,
): Promise<void> =>
  inTransaction({ ...scope, em: scope.em.fork() }, async ({ em }) => {
    const mine = [organizationId, id, epoch, unfinished];
    const held: unknown[] = await em.execute(
      'select 1 from run where organization_id = ? and id = ? and lease_epoch = ? and status in (?) for update',
      mine,
    );
    if (held.length === 0) return;
    // Under the lock that whoever stores the answer takes too: it is seen here, or its wake comes after this.
    await em.execute(
      `update run r set turn_waits = turn_waits + 1, lease_until = null,
         waiting_for = case when w.waits then 'PROVIDER_BATCH' end,
         check_at = clock_timestamp() + case when w.waits then ? else 0 end * interval '1 millisecond'
       from (select exists (select 1 from attempt where organization_id = ? and run_id = ? and status = 'PENDING') as waits) w
       where r.organization_id = ? and r.id = ?`,
      [LOOK_MS, organizationId, id, organizationId, id],
    );
  });
