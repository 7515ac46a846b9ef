import type { Uses } from '../../scope/scope.js';
import type { Cost } from '../prices/cost-of.js';
import { lockBudgets } from './load-budget-state.js';

/** Gives a reservation back and books what the call truly cost; null for a call that brought no answer. */
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
