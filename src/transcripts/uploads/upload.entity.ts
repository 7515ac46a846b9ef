import { defineEntity, p } from '@mikro-orm/postgresql';
import { tenantPolicy } from '../../database/tenant-policy.js';
import type { RequestedScoring, UploadFields } from '../transcript.entity.js';

/**
 * OPEN waits for its bytes; ACCEPTING has them and stores its files, a batch at a time; ACCEPTED has an outcome for each. OPEN after its time is
 * read as EXPIRED, ACCEPTING without a live lease (its process died) as INTERRUPTED.
 */
export type UploadStatus = 'OPEN' | 'ACCEPTING' | 'ACCEPTED';

/** Lease of an upload after each batch; a batch takes seconds. */
export const ACCEPTING_UNTIL = `(clock_timestamp() + '00:02:00'::interval)`;

/** One request to upload: one file, several, or an archive. */
const UploadSchema = defineEntity({
  name: 'Upload',
  tableName: 'upload',
  ...tenantPolicy('upload'),
  indexes: [
    { name: 'upload_recent', properties: ['organizationId', 'createdAt', 'id'] },
    {
      name: 'upload_accepting',
      expression: `create index "upload_accepting" on "upload" ("organization_id") where "status" = 'ACCEPTING'`,
    },
  ],
  properties: {
    organizationId: p.uuid().primary(),
    id: p.uuid().primary(),
    status: p.text().$type<UploadStatus>(),
    /** Fields for all of its files, given before the bytes. */
    fields: p.json<UploadFields>(),
    scoring: p.json<RequestedScoring>(),
    /** Number of files; 0 while it is OPEN. */
    fileCount: p.integer().default(0),
    /** SHA-256 over names and contents of the files, hex: an interrupted upload is completed with the same files only. */
    contentHash: p.text().nullable(),
    /** Id of the API key, where one uploaded. */
    createdBy: p.text().nullable(),
    /** Until when an OPEN upload waits. */
    expiresAt: p.datetime().nullable(),
    /** Lease of an ACCEPTING upload; renewed with every batch. */
    leaseUntil: p.datetime().defaultRaw(ACCEPTING_UNTIL),
    createdAt: p.datetime().defaultRaw('clock_timestamp()'),
  },
});

export class Upload extends UploadSchema.class {}
UploadSchema.setClass(Upload);

/** One file of an upload: its transcript, new or a duplicate, or the reason why it has none. */
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
    /** True where a transcript of the same bytes existed. */
    duplicate: p.boolean().default(false),
    errorCode: p.text().nullable(),
    errorMessage: p.text().nullable(),
    createdAt: p.datetime().defaultRaw('clock_timestamp()'),
  },
});

export class UploadFile extends UploadFileSchema.class {}
UploadFileSchema.setClass(UploadFile);
