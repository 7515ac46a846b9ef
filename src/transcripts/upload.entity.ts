import { defineEntity, p } from '@mikro-orm/postgresql';
import { tenantPolicy } from '../database/tenant-policy.js';
import type { RequestedScoring, UploadFields } from './transcript.entity.js';

/** OPEN waits for its bytes; ACCEPTED has taken what could be taken; EXPIRED got nothing in time. */
export const UPLOAD_STATUSES = ['OPEN', 'ACCEPTED', 'EXPIRED'] as const;
export type UploadStatus = (typeof UPLOAD_STATUSES)[number];

/** One act of uploading: one file, several, or an archive. */
const UploadSchema = defineEntity({
  name: 'Upload',
  tableName: 'upload',
  ...tenantPolicy('upload'),
  indexes: [{ name: 'upload_recent', properties: ['organizationId', 'createdAt', 'id'] }],
  properties: {
    organizationId: p.uuid().primary(),
    id: p.uuid().primary(),
    status: p.text().$type<UploadStatus>(),
    /** What was said of the files before they came. */
    fields: p.json<UploadFields>(),
    scoring: p.json<RequestedScoring>(),
    /** Id of the API key, where one uploaded. */
    createdBy: p.text().nullable(),
    /** Until when an OPEN upload waits. */
    expiresAt: p.datetime().nullable(),
    createdAt: p.datetime().defaultRaw('clock_timestamp()'),
  },
});

export class Upload extends UploadSchema.class {}
UploadSchema.setClass(Upload);
