import { AppError } from '../../errors/app-error.js';
import type { LeasedRow } from '../../queue/lease.js';
import { inTransaction } from '../../scope/in-transaction.js';
import type { Uses } from '../../scope/scope.js';

/** What a call waits for: a place at its model, within the limits stated for it, or its answer by a provider's batch. */
export type Deferral = { readonly until: 'PLACE'; readonly waitMs: number } | { readonly until: 'DELIVERY' };

/** After the submission of a batch; services answer within a day. */
export const DELIVERY_LIMIT_MS = 25 * 60 * 60_000;

/** By then the batch has ended, and has woken the run. */
const DELIVERY_CHECK_MS = DELIVERY_LIMIT_MS + 60 * 60_000;

/** Keeps runs that were told the same time from coming back at the same moment. */
const SPREAD_MS = 250;

/**
 * Carries a deferral from the fallback chain through the evaluator, which is a plugin, to the worker that holds the run.
 * A worker that does not know it tries again later.
 */
export class CallDeferredError extends AppError {
  constructor(readonly deferral: Deferral) {
    const waitMs = deferral.until === 'PLACE' ? deferral.waitMs : DELIVERY_CHECK_MS;
    super('PROVIDER_RATE_LIMITED', 'The call waits for its turn.', { retryable: true, retryAfterMs: waitMs });
  }
}

type Ports = Uses<'em' | 'queue' | 'live'>;

const sleepUntilPlace = async (
  { em }: Ports,
  { organizationId, id, unfinished }: LeasedRow,
  epoch: number,
  waitMs: number,
): Promise<void> => {
  await em.fork().execute(
    `update run set turn_waits = turn_waits + 1, lease_until = null,
       check_at = clock_timestamp() + ? * interval '1 millisecond'
     where organization_id = ? and id = ? and lease_epoch = ? and status in (?)`,
    [waitMs + Math.random() * SPREAD_MS, organizationId, id, epoch, unfinished],
  );
};

/** The batch wakes the run. Where the answer arrived in the meantime, the run is looked at again at once. */
const sleepUntilDelivery = (
  scope: Ports,
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
    // Storing the answer takes the same lock: it is seen here, or it wakes the run after this.
    await em.execute(
      `update run r set turn_waits = turn_waits + 1, lease_until = null,
         waiting_for = case when w.waits then 'PROVIDER_BATCH' end,
         check_at = clock_timestamp() + case when w.waits then ? else 0 end * interval '1 millisecond'
       from (select exists (select 1 from attempt where organization_id = ? and run_id = ? and status = 'PENDING') as waits) w
       where r.organization_id = ? and r.id = ?`,
      [DELIVERY_CHECK_MS, organizationId, id, organizationId, id],
    );
  });

/**
 * Gives a run back until its call can go on. This is no failed try of its job, nor a claim that led to nothing: a run may
 * wait as often as the limits of its model ask for.
 */
export const deferRun = (scope: Ports, row: LeasedRow, epoch: number, deferral: Deferral): Promise<void> =>
  deferral.until === 'PLACE'
    ? sleepUntilPlace(scope, row, epoch, deferral.waitMs)
    : sleepUntilDelivery(scope, row, epoch);
