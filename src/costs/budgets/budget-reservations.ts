import { v7 as uuidv7 } from 'uuid';
import type { Uses } from '../../scope/scope.js';
import { judgeBudgets } from './judge-budgets.js';
import type { ModelCall } from './estimate-call.js';
import { loadBudgetState, lockBudgets } from './load-budget-state.js';
import type { Cost } from '../prices/cost-of.js';

/** Beyond the longest time that a call takes, so that only reservations expire whose worker died. */
const GRACE_MS = 60_000;

export type Reserved = { readonly outcome: 'RESERVED'; readonly id: string } | { readonly outcome: 'BUSY' };

type Ports = Uses<'em' | 'hooks' | 'now'>;

/**
 * Reserves the maximum cost of a call in every budget that it counts against, all or none.
 * @throws AppError BUDGET_EXCEEDED, PRICE_UNKNOWN
 */
export const reserveBudget = ({ em, organizationId, hooks, now }: Ports, call: ModelCall, amount: bigint | null) =>
  em.transactional(async (em): Promise<Reserved> => {
    const at = now();
    const states = await loadBudgetState({ em, organizationId, hooks }, at, call.batchId);
    const outcome = judgeBudgets(states, { address: call.address, amount, at });
    if (outcome === 'BUSY') return { outcome };
    const id = uuidv7();
    const pusd = (amount ?? 0n).toString();
    for (const { kind, period } of states) {
      await em.execute(
        `with kept as (
           update budget_spend set reserved_pusd = reserved_pusd + ?::bigint
           where organization_id = ? and kind = ? and period = ? returning organization_id, kind, period
         )
         insert into budget_reservation (organization_id, id, kind, period, amount_pusd, run_id, lease_epoch, model, expires_at)
         select organization_id, ?::uuid, kind, period, ?::bigint, ?::uuid, ?, ?, clock_timestamp() + ? * interval '1 millisecond' from kept`,
        [
          pusd,
          organizationId,
          kind,
          period,
          id,
          pusd,
          call.runId,
          call.leaseEpoch,
          call.address,
          call.limitMs + GRACE_MS,
        ],
      );
    }
    return { outcome: 'RESERVED', id };
  });

/** Releases a reservation and records the true cost of the call; null for a call that brought no answer. */
export const settleBudget = (
  { em, organizationId }: Uses<'em'>,
  reservationId: string,
  cost: Cost | null,
): Promise<void> =>
  em.transactional(async (em) => {
    await lockBudgets({ em, organizationId });
    await em.execute(
      `with ended as (
         delete from budget_reservation where organization_id = ? and id = ? returning kind, period, amount_pusd
       )
       update budget_spend s set reserved_pusd = s.reserved_pusd - e.amount_pusd, spent_pusd = s.spent_pusd + ?::bigint,
         unpriced_calls = s.unpriced_calls + ?
       from ended e where s.organization_id = ? and s.kind = e.kind and s.period = e.period`,
      [
        organizationId,
        reservationId,
        (cost?.pusd ?? 0n).toString(),
        cost?.status === 'UNPRICED' ? 1 : 0,
        organizationId,
      ],
    );
  });

/**
 * Records the cost of a call that has no reservation, because there was no budget yet when it was made. In the caller's
 * transaction, before the cost is stored in its attempt: a period that begins sums the costs of attempts.
 */
export const recordSpending = async (
  { em, organizationId, hooks, now }: Uses<'em' | 'hooks' | 'now'>,
  cost: Cost,
  batchId: string | null,
): Promise<void> => {
  for (const { kind, period } of await loadBudgetState({ em, organizationId, hooks }, now(), batchId)) {
    await em.execute(
      `update budget_spend set spent_pusd = spent_pusd + ?::bigint, unpriced_calls = unpriced_calls + ?
       where organization_id = ? and kind = ? and period = ?`,
      [(cost.pusd ?? 0n).toString(), cost.status === 'UNPRICED' ? 1 : 0, organizationId, kind, period],
    );
  }
};
