import type { ReservedCall, Spending, SpendingSpan } from '../costs/budgets/spending-hooks.js';
import type { Uses } from '../scope/scope.js';

interface SpendingRow {
  readonly pusd: string;
  readonly unpricedCalls: number;
}

/** At `costs.callCost`: the first call of the claim to the model since the reservation is the one it was made for. */
export const storedCallCost = async (
  { em, organizationId }: Uses<'em'>,
  { runId, leaseEpoch, model, since }: ReservedCall,
): Promise<bigint> => {
  const rows: { pusd: string | null }[] = await em.execute(
    `select cost_pusd::text as pusd from attempt
     where organization_id = ? and run_id = ? and lease_epoch = ? and model_asked = ? and created_at >= ?::timestamptz
     order by number limit 1`,
    [organizationId, runId, leaseEpoch, model, since],
  );
  return BigInt(rows[0]?.pusd ?? 0);
};

/** At `costs.spending`: what attempts cost. */
export const spendingOfCalls = async ({ em, organizationId }: Uses<'em'>, span: SpendingSpan): Promise<Spending> => {
  const [condition, value] =
    'since' in span
      ? ['created_at >= ?', span.since]
      : [
          'run_id in (select id from run where organization_id = attempt.organization_id and batch_id = ?)',
          span.batchId,
        ];
  const rows: SpendingRow[] = await em.execute(
    `select coalesce(sum(cost_pusd), 0)::text as pusd,
       (count(*) filter (where cost_status = 'UNPRICED'))::int as "unpricedCalls"
     from attempt where organization_id = ? and ${condition}`,
    [organizationId, value],
  );
  return { pusd: BigInt(rows[0]?.pusd ?? 0), unpricedCalls: rows[0]?.unpricedCalls ?? 0 };
};
