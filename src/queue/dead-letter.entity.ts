import { defineEntity, p } from '@mikro-orm/postgresql';
import { tenantPolicy } from '../database/tenant-policy.js';
import type { JobPayload } from './job-payload.js';

/** A job that was given up, with the reason. */
const DeadLetterSchema = defineEntity({
  name: 'DeadLetter',
  tableName: 'dead_letter',
  ...tenantPolicy('dead_letter'),
  properties: {
    organizationId: p.uuid().primary(),
    id: p.uuid().primary(),
    job: p.text(),
    key: p.text(),
    payload: p.json<JobPayload>(),
    code: p.text(),
    message: p.text(),
    createdAt: p.datetime().defaultRaw('clock_timestamp()'),
  },
});

export class DeadLetter extends DeadLetterSchema.class {}
DeadLetterSchema.setClass(DeadLetter);
