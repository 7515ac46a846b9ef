import { defineEntity, p } from '@mikro-orm/postgresql';
import { tenantPolicy } from '../../database/tenant-policy.js';

/** The bytes as they were uploaded. */
const RawFileSchema = defineEntity({
  name: 'RawFile',
  tableName: 'raw_file',
  ...tenantPolicy('raw_file'),
  properties: {
    organizationId: p.uuid().primary(),
    id: p.uuid().primary(),
    /** Display name as uploaded, cleaned; never a path. */
    fileName: p.text(),
    bytes: p.blob(),
    byteLength: p.integer(),
    /** SHA-256 of the bytes, hex. */
    sha256: p.text(),
    createdAt: p.datetime().defaultRaw('clock_timestamp()'),
  },
});

export class RawFile extends RawFileSchema.class {}
RawFileSchema.setClass(RawFile);
