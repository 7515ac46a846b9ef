import { defineEntity, p } from '@mikro-orm/postgresql';
import { tenantPolicy } from '../database/tenant-policy.js';

const IdempotencyKeySchema = defineEntity({
  name: 'IdempotencyKey',
  tableName: 'idempotency_key',
  ...tenantPolicy('idempotency_key'),
  properties: {
    organizationId: p.uuid().primary(),
    operation: p.text().primary(),
    key: p.text().primary(),
    /** SHA-256 of the input, hex: the same key with another input is refused. */
    inputHash: p.text(),
    resultId: p.uuid(),
    createdAt: p.datetime().defaultRaw('clock_timestamp()'),
  },
});

export class IdempotencyKey extends IdempotencyKeySchema.class {}
IdempotencyKeySchema.setClass(IdempotencyKey);
