import { defineEntity, p } from '@mikro-orm/postgresql';
import { tenantPolicy } from '../../database/tenant-policy.js';
import type { BudgetKind } from './budget-period.js';

/** The most that a call under way may cost, kept back from each budget that it counts against. */
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
    /** The call, as its attempt tells it: what a worker that died had paid is found by these. */
    runId: p.uuid(),
    leaseEpoch: p.integer(),
    model: p.text(),
    expiresAt: p.datetime(),
    createdAt: p.datetime().defaultRaw('clock_timestamp()'),
  },
});

export class BudgetReservation extends BudgetReservationSchema.class {}
BudgetReservationSchema.setClass(BudgetReservation);
