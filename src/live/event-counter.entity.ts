import { defineEntity, p } from '@mikro-orm/postgresql';
import { tenantPolicy } from '../database/tenant-policy.js';

/** The last sequence given to an organization's events. */
const EventCounterSchema = defineEntity({
  name: 'EventCounter',
  tableName: 'event_counter',
  ...tenantPolicy('event_counter', { courier: 'all' }),
  properties: {
    organizationId: p.uuid().primary(),
    last: p.bigint().default(0),
  },
});

export class EventCounter extends EventCounterSchema.class {}
EventCounterSchema.setClass(EventCounter);
