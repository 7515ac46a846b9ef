import { defineEntity, p } from '@mikro-orm/postgresql';
import { tenantPolicy } from '../../database/tenant-policy.js';
import type { BudgetKind } from './budget-period.js';

/** What an organization may spend on model calls. Its rows are also the lock under which spending is recorded. */
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

/** The maximum cost of a call under way, reserved in each budget that it counts against. */
const BudgetReservationSchema = defineEntity({
  name: 'BudgetReservation',
  tableName: 'budget_reservation',
  ...tenantPolicy('budget_reservation'),
  indexes: [{ name: 'budget_reservation_expiry', properties: ['organizationId', 'expiresAt'] }],
  properties: {
    organizationId: p.uuid().primary(),
    id: p.uuid().primary(),
    kind: p.text().$type<BudgetKind>().primary(),
    period: p.text(),
    amountPusd: p.bigint('string'),
    /** Identify the attempt of the call: by them the cost of a call is found whose worker died. */
    runId: p.uuid(),
    leaseEpoch: p.integer(),
    model: p.text(),
    expiresAt: p.datetime(),
    createdAt: p.datetime().defaultRaw('clock_timestamp()'),
  },
});

export class BudgetReservation extends BudgetReservationSchema.class {}
BudgetReservationSchema.setClass(BudgetReservation);
