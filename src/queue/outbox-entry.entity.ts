import { defineEntity, p } from '@mikro-orm/postgresql';
import { tenantPolicy } from '../database/tenant-policy.js';
import type { JobPayload } from './job-payload.js';

/** A job that is not yet sent to the queue. Written in the transaction whose work it continues. */
const OutboxEntrySchema = defineEntity({
  name: 'OutboxEntry',
  tableName: 'outbox',
  ...tenantPolicy('outbox', { courier: 'all' }),
  indexes: [{ name: 'outbox_available', properties: ['availableAt'] }],
  properties: {
    organizationId: p.uuid().primary(),
    id: p.uuid().primary(),
    job: p.text(),
    /** The queue's job id: sending twice under one key makes one job. */
    key: p.text(),
    payload: p.json<JobPayload>(),
    availableAt: p.datetime().defaultRaw('clock_timestamp()'),
  },
});

export class OutboxEntry extends OutboxEntrySchema.class {}
OutboxEntrySchema.setClass(OutboxEntry);
