import { defineEntity, p } from '@mikro-orm/postgresql';
import { tenantPolicy } from '../database/tenant-policy.js';

/**
 * Something that happened, as a complete value for subscribers. Append-only.
 * `sequence` is stamped after the commit, in the order of `position`: strictly increasing per organization, none missing.
 */
const EventSchema = defineEntity({
  name: 'Event',
  tableName: 'event',
  ...tenantPolicy('event', { courier: 'update' }),
  indexes: [
    {
      name: 'event_unstamped',
      expression: 'create index "event_unstamped" on "event" ("position") where "sequence" is null',
    },
    { name: 'event_subject', properties: ['organizationId', 'subjectId', 'sequence'] },
    { name: 'event_batch', properties: ['organizationId', 'batchId', 'sequence'] },
  ],
  uniques: [{ name: 'event_sequence', properties: ['organizationId', 'sequence'] }],
  properties: {
    organizationId: p.uuid().primary(),
    id: p.uuid().primary(),
    position: p.bigint().autoincrement(),
    sequence: p.bigint().nullable(),
    kind: p.text(),
    subjectId: p.uuid(),
    batchId: p.uuid().nullable(),
    payload: p.json<Record<string, unknown>>(),
    createdAt: p.datetime().defaultRaw('clock_timestamp()'),
  },
});

export class Event extends EventSchema.class {}
EventSchema.setClass(Event);

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
