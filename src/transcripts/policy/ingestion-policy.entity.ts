import { defineEntity, p } from '@mikro-orm/postgresql';
import { tenantPolicy } from '../../database/tenant-policy.js';
import type { QualityAction, QualityIssueCode } from '../quality.js';

/** What an organization wants done with what it uploads; an organization without a row has the defaults. */
const IngestionPolicySchema = defineEntity({
  name: 'IngestionPolicy',
  tableName: 'ingestion_policy',
  ...tenantPolicy('ingestion_policy'),
  properties: {
    organizationId: p.uuid().primary(),
    /** By issue; an issue that is not named is a warning. */
    quality: p.json<Readonly<Partial<Record<QualityIssueCode, QualityAction>>>>().defaultRaw(`'{}'`),
    /** Largest file, in bytes, where it is less than the product's own limit. */
    maxFileBytes: p.integer().nullable(),
    /** How many of its transcripts may wait to be read. */
    maxQueued: p.integer().nullable(),
    updatedAt: p.datetime().defaultRaw('clock_timestamp()'),
  },
});

export class IngestionPolicy extends IngestionPolicySchema.class {}
IngestionPolicySchema.setClass(IngestionPolicy);
