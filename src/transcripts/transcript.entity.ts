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

/** What the uploader said of the file. */
export interface UploadFields {
  readonly rep?: string;
  readonly customer?: string;
  readonly company?: string;
  readonly title?: string;
  readonly format?: string;
  readonly callType?: string;
  readonly externalRef?: string;
}

/** Which scoring the uploader asked for; the defaults of the organization fill in the rest. */
export interface RequestedScoring {
  /** False: normalize only, start no run. */
  readonly score: boolean;
  /** True: once it is ready, runs whose speakers or turns have changed since are started anew. */
  readonly rescore?: boolean;
  readonly rubric?: string;
  readonly model?: string;
  /** IMMEDIATE where left out. */
  readonly delivery?: 'ECONOMY';
  readonly batchId?: string;
}

/**
 * What a person said is wrong with the speakers, by their labels. They are kept with the transcript and applied again to every later
 * normalization.
 */
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
    /** The transcript whose file held this call among others. */
    parentId: p.uuid().nullable(),
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
    /** Quality of the normalization in force, 0 to 1. */
    qualityScore: p.double().nullable(),
    /** True once a person let it pass in spite of its quality. */
    released: p.boolean().default(false),
    /** What people corrected, oldest first; applied to every later normalization too. */
    corrections: p.json<readonly SpeakerCorrection[]>().defaultRaw(`'[]'`),
    representativeId: p.uuid().nullable(),
    companyId: p.uuid().nullable(),
    leaseEpoch: p.integer().default(0),
    /** Lease epoch when it was last queued to be read: claims since then count against the file. */
    firstEpoch: p.integer().default(0),
    leaseUntil: p.datetime().nullable(),
    /** When the reconciler looks at it again while it is not done. */
    checkAt: p.datetime().defaultRaw(`(clock_timestamp() + '00:00:30'::interval)`),
    createdAt: p.datetime().defaultRaw('clock_timestamp()'),
  },
});

export class Transcript extends TranscriptSchema.class {}
TranscriptSchema.setClass(Transcript);
