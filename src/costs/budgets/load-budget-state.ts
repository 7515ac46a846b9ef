import type { EntityManager } from '@mikro-orm/postgresql';
import type { Uses } from '../../scope/scope.js';
import { periodOf, periodStart, type BudgetKind } from './budget-period.js';
import type { BudgetState } from './judge-budgets.js';
import { storedCostOf, storedSpending, type ReservedCall } from './spending-hooks.js';

interface BudgetRow {
  readonly kind: BudgetKind;
  readonly limit_pusd: string | null;
  readonly refuse_unpriced: boolean;
}

interface SpendRow {
  readonly spent_pusd: string;
  readonly reserved_pusd: string;
}

interface ExpiredRow extends ReservedCall {
  readonly kind: BudgetKind;
  readonly period: string;
  readonly amountPusd: string;
}

type Ports = Uses<'em' | 'hooks'>;

/** Locks the organization's budgets until the transaction ends. */
export const lockBudgets = ({ em, organizationId }: Uses<'em'>): Promise<BudgetRow[]> =>
  em.execute(
    'select kind, limit_pusd, refuse_unpriced from budget where organization_id = ? order by kind for update',
    [organizationId],
  );

/**
 * Ends reservations that were never settled, since their worker died. What such a call cost is read from its stored
 * answer; where there is none, nothing is known to have been paid.
 */
const settleExpired = async (scope: Ports): Promise<void> => {
  const { em, organizationId } = scope;
  const expired: ExpiredRow[] = await em.execute(
    `delete from budget_reservation where organization_id = ? and expires_at < clock_timestamp()
     returning kind, period, amount_pusd as "amountPusd", run_id as "runId", lease_epoch as "leaseEpoch", model,
       created_at::text as since`,
    [organizationId],
  );
  for (const { kind, period, amountPusd, ...call } of expired) {
    const cost = await storedCostOf(scope, call);
    await em.execute(
      `update budget_spend set reserved_pusd = reserved_pusd - ?::bigint, spent_pusd = spent_pusd + ?::bigint
       where organization_id = ? and kind = ? and period = ?`,
      [amountPusd, cost.toString(), organizationId, kind, period],
    );
  }
};

/** A budget that is set in the middle of its period begins with what was spent in it before. */
const firstSpend = async (scope: Ports, kind: BudgetKind, period: string, since: Date | null): Promise<SpendRow> => {
  const { em, organizationId } = scope;
  const { pusd, unpricedCalls } = await storedSpending(scope, since ? { since } : { batchId: period });
  const spent = pusd.toString();
  await em.execute(
    'insert into budget_spend (organization_id, kind, period, spent_pusd, unpriced_calls) values (?, ?, ?, ?, ?)',
    [organizationId, kind, period, spent, unpricedCalls],
  );
  return { spent_pusd: spent, reserved_pusd: '0' };
};

const spendOf = async (em: EntityManager, organizationId: string, kind: BudgetKind, period: string) => {
  const rows: SpendRow[] = await em.execute(
    'select spent_pusd, reserved_pusd from budget_spend where organization_id = ? and kind = ? and period = ?',
    [organizationId, kind, period],
  );
  return rows[0];
};

/** The state of each budget that a call counts against, under the lock of this transaction. */
export const loadBudgetState = async (
  scope: Ports,
  at: Date,
  batchId: string | null,
): Promise<readonly BudgetState[]> => {
  const { em, organizationId } = scope;
  const budgets = await lockBudgets(scope);
  await settleExpired(scope);
  const states: BudgetState[] = [];
  for (const { kind, limit_pusd: limit, refuse_unpriced: refuseUnpriced } of budgets) {
    const period = periodOf(kind, at, batchId);
    if (period === null) continue;
    const spend =
      (await spendOf(em, organizationId, kind, period)) ??
      (await firstSpend(scope, kind, period, periodStart(kind, at)));
    const [spent, reserved] = [BigInt(spend.spent_pusd), BigInt(spend.reserved_pusd)];
    states.push({ kind, period, refuseUnpriced, spent, reserved, limit: limit === null ? null : BigInt(limit) });
  }
  return states;
};
