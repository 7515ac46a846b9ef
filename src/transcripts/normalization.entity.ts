import { defineEntity, p } from '@mikro-orm/postgresql';
import { tenantPolicy } from '../database/tenant-policy.js';
import type { NormalizedTranscript, ParseWarning } from '../plugin-api/index.js';

/** One normalized form of a transcript. A later one stands beside it, never in its place. */
const NormalizationSchema = defineEntity({
  name: 'Normalization',
  tableName: 'normalization',
  ...tenantPolicy('normalization'),
  indexes: [{ name: 'normalization_transcript', properties: ['organizationId', 'transcriptId', 'id'] }],
  properties: {
    organizationId: p.uuid().primary(),
    id: p.uuid().primary(),
    transcriptId: p.uuid(),
    normalizerVersion: p.text(),
    format: p.text(),
    confidence: p.double(),
    encoding: p.text(),
    document: p.json<NormalizedTranscript>(),
    warnings: p.json<readonly ParseWarning[]>(),
    createdAt: p.datetime().defaultRaw('clock_timestamp()'),
  },
});

export class Normalization extends NormalizationSchema.class {}
NormalizationSchema.setClass(Normalization);
