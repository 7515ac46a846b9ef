import { v7 as uuidv7 } from 'uuid';
import type { Uses } from '../../scope/scope.js';
import { judgeBudgets } from './judge-budgets.js';
import type { ModelCall } from './model-call.js';
import { loadBudgetState } from './load-budget-state.js';

/** Beyond the longest time that a call takes, so that only what nobody will settle expires. */
const GRACE_MS = 60_000;

export type Reserved = { readonly outcome: 'RESERVED'; readonly id: string } | { readonly outcome: 'BUSY' };

type Ports = Uses<'em' | 'hooks' | 'now'>;

/**
 * Keeps back the most that a call may cost from every budget that it counts against, all or none.
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
