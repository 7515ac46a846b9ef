import { defineEntity, p } from '@mikro-orm/postgresql';
import { tenantPolicy } from '../../database/tenant-policy.js';
import type { BudgetKind } from './budget-period.js';

/** What was spent of a budget in one period of it. */
const BudgetSpendSchema = defineEntity({
  name: 'BudgetSpend',
  tableName: 'budget_spend',
  ...tenantPolicy('budget_spend'),
  properties: {
    organizationId: p.uuid().primary(),
    kind: p.text().$type<BudgetKind>().primary(),
    /** `2026-11`, `2026-11-23`, or the id of a batch. */
    period: p.text().primary(),
    spentPusd: p.bigint('string').default('0'),
    /** Sum of the reservations of calls under way. */
    reservedPusd: p.bigint('string').default('0'),
    /** Calls whose cost is not known, and so not in what was spent. */
    unpricedCalls: p.integer().default(0),
  },
});

export class BudgetSpend extends BudgetSpendSchema.class {}
BudgetSpendSchema.setClass(BudgetSpend);
