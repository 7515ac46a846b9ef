import { defineEntity, p } from '@mikro-orm/postgresql';
import { tenantPolicy } from '../database/tenant-policy.js';

export const TRANSCRIPT_STATUSES = ['QUEUED', 'NORMALIZING', 'READY', 'HELD', 'REFUSED', 'QUARANTINED'] as const;
export type TranscriptStatus = (typeof TRANSCRIPT_STATUSES)[number];

/** What the uploader said of the file. */
export interface UploadFields {
  readonly rep?: string;
  readonly customer?: string;
  readonly company?: string;
  readonly title?: string;
  readonly format?: string;
  readonly externalRef?: string;
}

/** Which scoring the uploader asked for; the defaults of the organization fill in the rest. */
export interface RequestedScoring {
  /** False: normalize only, start no run. */
  readonly score: boolean;
  readonly rubric?: string;
  readonly model?: string;
  readonly batchId?: string;
}

const TranscriptSchema = defineEntity({
  name: 'Transcript',
  tableName: 'transcript',
  ...tenantPolicy('transcript', { courier: 'update' }),
  indexes: [
    { name: 'transcript_recent', properties: ['organizationId', 'createdAt', 'id'] },
    { name: 'transcript_content', properties: ['organizationId', 'contentHash'] },
    {
      name: 'transcript_unfinished',
      expression: `create index "transcript_unfinished" on "transcript" ("check_at") where "status" in ('QUEUED', 'NORMALIZING')`,
    },
  ],
  properties: {
    organizationId: p.uuid().primary(),
    id: p.uuid().primary(),
    rawFileId: p.uuid(),
    status: p.text().$type<TranscriptStatus>(),
    uploadFields: p.json<UploadFields>(),
    requestedScoring: p.json<RequestedScoring>(),
    title: p.text().nullable(),
    fileName: p.text(),
    contentHash: p.text(),
    externalRef: p.text().nullable(),
    /** Why the file was refused or quarantined. */
    errorCode: p.text().nullable(),
    errorMessage: p.text().nullable(),
    /** The normalization in force. */
    normalizationId: p.uuid().nullable(),
    format: p.text().nullable(),
    language: p.text().nullable(),
    startedAt: p.datetime().nullable(),
    durationMs: p.integer().nullable(),
    turnCount: p.integer().nullable(),
    representativeId: p.uuid().nullable(),
    companyId: p.uuid().nullable(),
    leaseEpoch: p.integer().default(0),
    leaseUntil: p.datetime().nullable(),
    /** When the reconciler looks at it again while it is not done. */
    checkAt: p.datetime().defaultRaw(`(clock_timestamp() + '00:00:30'::interval)`),
    createdAt: p.datetime().defaultRaw('clock_timestamp()'),
  },
});

export class Transcript extends TranscriptSchema.class {}
TranscriptSchema.setClass(Transcript);
