import { GateRefusal } from '../../limits/gate-refusal.js';
import type { LeasedRow } from '../../queue/lease.js';
import type { Uses } from '../../scope/scope.js';

/** Where nobody failed and only the turn at a model is not there yet: how long to wait, in ms. Null for other errors. */
export const turnToWaitFor = (error: unknown): number | null =>
  error instanceof GateRefusal && error.isTurn ? (error.options.retryAfterMs ?? 0) : null;

/** Those who are told the same time do not come back in the same moment. */
const SPREAD_MS = 250;

/**
 * Gives the run back and has it looked at again when its turn comes. This is no failed try of its job, nor a claim that
 * led to nothing: a run may wait as often as the limits of its model ask for.
 */
export const waitForTurn = async (
  { em }: Uses<'em'>,
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
