import { defineEntity, p } from '@mikro-orm/postgresql';
import { tenantPolicy } from '../../database/tenant-policy.js';
import type { BudgetKind } from './budget-period.js';

/** What an organization may spend on model calls. Its rows are also the lock under which its books are kept. */
const BudgetSchema = defineEntity({
  name: 'Budget',
  tableName: 'budget',
  ...tenantPolicy('budget'),
  properties: {
    organizationId: p.uuid().primary(),
    kind: p.text().$type<BudgetKind>().primary(),
    /** Null for one that was lifted: it is still counted. */
    limitPusd: p.bigint('string').nullable(),
    /** Whether calls without a known price are refused. */
    refuseUnpriced: p.boolean().default(false),
    updatedAt: p.datetime().defaultRaw('clock_timestamp()'),
  },
});

export class Budget extends BudgetSchema.class {}
BudgetSchema.setClass(Budget);
