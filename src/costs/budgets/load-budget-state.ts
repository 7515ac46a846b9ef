import type { EntityManager } from '@mikro-orm/postgresql';
import type { Uses } from '../../scope/scope.js';
import { periodOf, periodStart, type BudgetKind } from './budget-period.js';
import type { BudgetState } from './judge-budgets.js';

interface BudgetRow {
  readonly kind: BudgetKind;
  readonly limit_pusd: string | null;
  readonly refuse_unpriced: boolean;
}

interface SpendRow {
  readonly spent_pusd: string;
  readonly reserved_pusd: string;
}

type Ports = Uses<'em'>;

/** Takes the organization's books for this transaction: who keeps them waits for whoever has them. */
export const lockBudgets = ({ em, organizationId }: Ports): Promise<BudgetRow[]> =>
  em.execute(
    'select kind, limit_pusd, refuse_unpriced from budget where organization_id = ? order by kind for update',
    [organizationId],
  );

/**
 * Ends reservations whose worker was not heard of again. What it had paid stands in the attempt where the answer was
 * stored (the first call of that claim to that model since); else nothing is known to have been paid.
 */
export const settleExpired = async ({ em, organizationId }: Ports): Promise<void> => {
  await em.execute(
    `with expired as (
       delete from budget_reservation where organization_id = ? and expires_at < clock_timestamp() returning *
     ), paid as (
       select e.kind, e.period, e.amount_pusd, coalesce((
         select a.cost_pusd from attempt a
         where a.organization_id = e.organization_id and a.run_id = e.run_id and a.lease_epoch = e.lease_epoch
           and a.model_asked = e.model and a.created_at >= e.created_at
         order by a.number limit 1), 0) as cost
       from expired e
     ), total as (
       select kind, period, sum(amount_pusd)::bigint as amount, sum(cost)::bigint as cost from paid group by kind, period
     )
     update budget_spend s set reserved_pusd = s.reserved_pusd - t.amount, spent_pusd = s.spent_pusd + t.cost
     from total t where s.organization_id = ? and s.kind = t.kind and s.period = t.period`,
    [organizationId, organizationId],
  );
};

/** A budget that is set in the middle of its period begins with what was spent in it before. */
const firstSpend = async (
  { em, organizationId }: Ports,
  kind: BudgetKind,
  period: string,
  from: Date | null,
): Promise<SpendRow> => {
  const known = from
    ? 'a.created_at >= ?'
    : 'a.run_id in (select id from run where organization_id = a.organization_id and batch_id = ?)';
  const rows: SpendRow[] = await em.execute(
    `insert into budget_spend (organization_id, kind, period, spent_pusd, unpriced_calls)
     select ?, ?, ?, coalesce(sum(a.cost_pusd), 0)::bigint, count(*) filter (where a.cost_status = 'UNPRICED')
     from attempt a where a.organization_id = ? and ${known}
     returning spent_pusd, reserved_pusd`,
    [organizationId, kind, period, organizationId, from ?? period],
  );
  return rows[0] ?? { spent_pusd: '0', reserved_pusd: '0' };
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
