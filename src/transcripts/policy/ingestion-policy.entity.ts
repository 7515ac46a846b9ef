import { defineEntity, p } from '@mikro-orm/postgresql';
import { tenantPolicy } from '../../database/tenant-policy.js';
import type { QualityAction, QualityIssueCode } from '../quality.js';

/** How an organization's uploads are treated; defaults apply without a row. */
const IngestionPolicySchema = defineEntity({
  name: 'IngestionPolicy',
  tableName: 'ingestion_policy',
  ...tenantPolicy('ingestion_policy'),
  properties: {
    organizationId: p.uuid().primary(),
    /** By issue; an issue that is not named is a warning. */
    quality: p.json<Readonly<Partial<Record<QualityIssueCode, QualityAction>>>>().defaultRaw(`'{}'`),
    /** Largest file in bytes; null for the product's own limit. */
    maxFileBytes: p.integer().nullable(),
    /** Quota of transcripts that wait to be read; null for the product's own limit. */
    maxQueued: p.integer().nullable(),
    updatedAt: p.datetime().defaultRaw('clock_timestamp()'),
  },
});

export class IngestionPolicy extends IngestionPolicySchema.class {}
IngestionPolicySchema.setClass(IngestionPolicy);
