import { defineEntity, p } from '@mikro-orm/postgresql';
import { tenantPolicy } from '../database/tenant-policy.js';
import type { Delivery } from './run-spec.js';

/** Runs started together. */
const BatchSchema = defineEntity({
  name: 'Batch',
  tableName: 'batch',
  ...tenantPolicy('batch'),
  properties: {
    organizationId: p.uuid().primary(),
    id: p.uuid().primary(),
    name: p.text(),
    /** How many runs it was started with. */
    size: p.integer(),
    delivery: p.text().$type<Delivery>().default('IMMEDIATE'),
    createdAt: p.datetime().defaultRaw('clock_timestamp()'),
  },
});

export class Batch extends BatchSchema.class {}
BatchSchema.setClass(Batch);
