import type { Uses } from '../../scope/scope.js';
import { type BudgetKind, periodEnd, periodOf } from './budget-period.js';
import { formatUsd } from '../decimal.js';
import { organizationCache } from '../../scope/organization-cache.js';

/** A budget in a period of it, as it is read; amounts are decimal USD. */
export interface BudgetView {
  readonly kind: BudgetKind;
  readonly limit: string | null;
  /** Null for the budget of batches where no batch is named. */
  readonly period: string | null;
  readonly periodEndsAt: Date | null;
  readonly spent: string;
  readonly reserved: string;
  readonly unpricedCalls: number;
  readonly refuseUnpriced: boolean;
  readonly state: 'UNLIMITED' | 'OPEN' | 'USED_UP';
}

interface Row {
  readonly kind: BudgetKind;
  readonly limit: string | null;
  readonly refuseUnpriced: boolean;
  readonly spent: string;
  readonly reserved: string;
  readonly unpricedCalls: number;
}

const stateOf = (limit: bigint | null, spent: bigint): BudgetView['state'] => {
  if (limit === null) return 'UNLIMITED';
  return spent >= limit ? 'USED_UP' : 'OPEN';
};

const asView = ({ limit, spent, reserved, ...row }: Row, at: Date, batchId: string | null): BudgetView => ({
  ...row,
  limit: limit === null ? null : formatUsd(BigInt(limit)),
  period: periodOf(row.kind, at, batchId),
  periodEndsAt: periodEnd(row.kind, at),
  spent: formatUsd(BigInt(spent)),
  reserved: formatUsd(BigInt(reserved)),
  state: stateOf(limit === null ? null : BigInt(limit), BigInt(spent)),
});

/** The organization's budgets now; that of batches shows one batch where it is named. */
export const budgetsOf = async (
  { reads, now }: Uses<'reads' | 'now'>,
  batchId: string | null = null,
): Promise<readonly BudgetView[]> => {
  const at = now();
  const rows = await reads.read<Row>({
    name: 'budgets',
    text: `select b.kind, b.limit_pusd as limit, b.refuse_unpriced as "refuseUnpriced", coalesce(s.spent_pusd, 0)::text as spent,
        coalesce(s.reserved_pusd, 0)::text as reserved, coalesce(s.unpriced_calls, 0) as "unpricedCalls"
      from budget b left join budget_spend s on s.organization_id = b.organization_id and s.kind = b.kind
        and s.period = case b.kind when 'MONTH' then $1 when 'DAY' then $2 else $3 end
      order by array_position(array['MONTH', 'DAY', 'BATCH'], b.kind)`,
    values: [periodOf('MONTH', at, null), periodOf('DAY', at, null), batchId],
  });
  return rows.map((row) => asView(row, at, batchId));
};

/** How long after an organization sets its first budget another process may still make calls outside it. */
const TTL_MS = 5_000;

/** Whether an organization has a budget: most have none, and their calls touch no table of budgets. */
export const hasBudget = organizationCache(TTL_MS, async ({ reads }) => {
  const rows = await reads.read<{ found: boolean }>({
    name: 'has_budget',
    text: 'select exists (select 1 from budget) as found',
    values: [],
  });
  return rows[0]?.found ?? false;
});
