import { defineEntity, p } from '@mikro-orm/postgresql';
import { tenantPolicy } from '../../database/tenant-policy.js';

/** One file of an upload: the transcript that it became or already was, or why it became none. */
const UploadFileSchema = defineEntity({
  name: 'UploadFile',
  tableName: 'upload_file',
  ...tenantPolicy('upload_file'),
  indexes: [{ name: 'upload_file_transcript', properties: ['organizationId', 'transcriptId'] }],
  properties: {
    organizationId: p.uuid().primary(),
    uploadId: p.uuid().primary(),
    /** 0-based, in the order of the upload. */
    position: p.integer().primary(),
    fileName: p.text(),
    externalRef: p.text().nullable(),
    transcriptId: p.uuid().nullable(),
    /** True where the same bytes were there already. */
    duplicate: p.boolean().default(false),
    errorCode: p.text().nullable(),
    errorMessage: p.text().nullable(),
    createdAt: p.datetime().defaultRaw('clock_timestamp()'),
  },
});

export class UploadFile extends UploadFileSchema.class {}
UploadFileSchema.setClass(UploadFile);
