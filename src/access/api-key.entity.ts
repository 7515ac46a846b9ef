import { defineEntity, p } from '@mikro-orm/postgresql';
import { tenantPolicy } from '../database/tenant-policy.js';
import type { ApiKeyRole } from './api-key-roles.js';

const ApiKeySchema = defineEntity({
  name: 'ApiKey',
  tableName: 'api_key',
  ...tenantPolicy('api_key', { courier: 'select' }),
  indexes: [{ name: 'api_key_hash_index', properties: ['keyHash'] }],
  properties: {
    organizationId: p.uuid().primary(),
    id: p.uuid().primary(),
    name: p.text(),
    /** First characters of the key, to recognize it in a list. */
    prefix: p.text(),
    /** SHA-256 of the whole key, hex. The key itself is shown once and kept nowhere. */
    keyHash: p.text(),
    role: p.text().$type<ApiKeyRole>(),
    createdAt: p.datetime().defaultRaw('clock_timestamp()'),
    expiresAt: p.datetime().nullable(),
    revokedAt: p.datetime().nullable(),
  },
});

export class ApiKey extends ApiKeySchema.class {}
ApiKeySchema.setClass(ApiKey);
