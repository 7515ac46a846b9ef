import { defineEntity, p } from '@mikro-orm/postgresql';
import { tenantPolicy } from '../../database/tenant-policy.js';
import type { RequestedScoring, UploadFields } from '../transcript.entity.js';

/**
 * OPEN waits for its bytes; ACCEPTING has got them and is taking its files, some at a time; ACCEPTED has taken what could be taken. An OPEN
 * one whose time has passed is read as EXPIRED, an ACCEPTING one that was left (its process died) as INTERRUPTED.
 */
export type UploadStatus = 'OPEN' | 'ACCEPTING' | 'ACCEPTED';

/** So long after each step an upload is taken to be at work; a step takes seconds. */
export const ACCEPTING_UNTIL = `(clock_timestamp() + '00:02:00'::interval)`;

/** One act of uploading: one file, several, or an archive. */
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
    /** What was said of the files before they came. */
    fields: p.json<UploadFields>(),
    scoring: p.json<RequestedScoring>(),
    /** How many files came; 0 while it is OPEN. */
    fileCount: p.integer().default(0),
    /** SHA-256 over names and contents of the files that came, hex: what was begun is completed with the same files only. */
    contentHash: p.text().nullable(),
    /** Id of the API key, where one uploaded. */
    createdBy: p.text().nullable(),
    /** Until when an OPEN upload waits. */
    expiresAt: p.datetime().nullable(),
    /** Until when an ACCEPTING upload is taken to be at work; renewed at every step. */
    leaseUntil: p.datetime().defaultRaw(ACCEPTING_UNTIL),
    createdAt: p.datetime().defaultRaw('clock_timestamp()'),
  },
});

export class Upload extends UploadSchema.class {}
UploadSchema.setClass(Upload);

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
