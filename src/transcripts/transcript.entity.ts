import { defineEntity, p } from '@mikro-orm/postgresql';
import { tenantPolicy } from '../database/tenant-policy.js';
import type { ParticipantRole } from '../plugin-api/index.js';

/** SPLIT: the file held several calls; each became a transcript of its own. */
export const TRANSCRIPT_STATUSES = [
  'QUEUED',
  'NORMALIZING',
  'READY',
  'HELD',
  'REFUSED',
  'QUARANTINED',
  'SPLIT',
] as const;
export type TranscriptStatus = (typeof TRANSCRIPT_STATUSES)[number];

/** What the uploader says of the file. */
export interface UploadFields {
  readonly rep?: string;
  readonly customer?: string;
  readonly company?: string;
  readonly title?: string;
  readonly format?: string;
  readonly callType?: string;
  readonly externalRef?: string;
}

/** The scoring that the uploader requested; defaults of the organization apply to the rest. */
export interface RequestedScoring {
  /** False: normalize only, start no run. */
  readonly score: boolean;
  /** True: once it is ready, runs whose speakers or turns have changed are started again. */
  readonly rescore?: boolean;
  readonly rubric?: string;
  readonly model?: string;
  /** IMMEDIATE where omitted. */
  readonly delivery?: 'ECONOMY';
  readonly batchId?: string;
}

/** A person's correction of the speakers, by their labels. Kept with the transcript and applied to every later normalization. */
export type SpeakerCorrection =
  | { readonly kind: 'SWAP'; readonly label: string; readonly other: string }
  | { readonly kind: 'MERGE'; readonly label: string; readonly into: string }
  | { readonly kind: 'RENAME'; readonly label: string; readonly name: string }
  | { readonly kind: 'SET_ROLE'; readonly label: string; readonly role: ParticipantRole };

const TranscriptSchema = defineEntity({
  name: 'Transcript',
  tableName: 'transcript',
  ...tenantPolicy('transcript', { courier: 'update' }),
  indexes: [
    { name: 'transcript_recent', properties: ['organizationId', 'createdAt', 'id'] },
    { name: 'transcript_content', properties: ['organizationId', 'contentHash'] },
    { name: 'transcript_external', properties: ['organizationId', 'externalRef'] },
    { name: 'transcript_by_representative', properties: ['organizationId', 'representativeId', 'createdAt', 'id'] },
    { name: 'transcript_by_company', properties: ['organizationId', 'companyId', 'createdAt', 'id'] },
    { name: 'transcript_parent', properties: ['organizationId', 'parentId'] },
    {
      name: 'transcript_waiting',
      expression: `create index "transcript_waiting" on "transcript" ("organization_id") where "status" in ('QUEUED', 'NORMALIZING')`,
    },
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
    /** Kind of call, as the uploader says: `discovery`, `demo`. */
    callType: p.text().nullable(),
    /** The transcript of the file that this call was split off. */
    parentId: p.uuid().nullable(),
    /** Why the file was refused or quarantined. */
    errorCode: p.text().nullable(),
    errorMessage: p.text().nullable(),
    /** The current normalization. */
    normalizationId: p.uuid().nullable(),
    format: p.text().nullable(),
    language: p.text().nullable(),
    startedAt: p.datetime().nullable(),
    durationMs: p.integer().nullable(),
    turnCount: p.integer().nullable(),
    /** Quality of the current normalization, 0 to 1. */
    qualityScore: p.double().nullable(),
    /** True once a person released it in spite of its quality. */
    released: p.boolean().default(false),
    /** What people corrected, oldest first; applied to every later normalization too. */
    corrections: p.json<readonly SpeakerCorrection[]>().defaultRaw(`'[]'`),
    representativeId: p.uuid().nullable(),
    companyId: p.uuid().nullable(),
    leaseEpoch: p.integer().default(0),
    /** Lease epoch when it was last queued to be read: claims since then count against the file. */
    firstEpoch: p.integer().default(0),
    leaseUntil: p.datetime().nullable(),
    /** When the reconciler checks it next while it is unfinished. */
    checkAt: p.datetime().defaultRaw(`(clock_timestamp() + '00:00:30'::interval)`),
    createdAt: p.datetime().defaultRaw('clock_timestamp()'),
  },
});

export class Transcript extends TranscriptSchema.class {}
TranscriptSchema.setClass(Transcript);
