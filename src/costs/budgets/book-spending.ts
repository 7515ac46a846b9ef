import type { Uses } from '../../scope/scope.js';
import type { Cost } from '../prices/cost-of.js';
import { loadBudgetState } from './load-budget-state.js';

/**
 * Books what a call cost for which nothing was kept back: there was no budget yet when it was made. In the caller's
 * transaction, before its attempt tells of it, since a period that begins counts what attempts tell.
 */
export const bookSpending = async (
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
