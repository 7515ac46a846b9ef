import { defineEntity, p } from '@mikro-orm/postgresql';
import { tenantPolicy } from '../database/tenant-policy.js';
import type { Coaching } from '../plugin-api/index.js';
import type { AppliedGate } from '../rubrics/overall-score.js';
import type { RunSpec } from './run-spec.js';
import type { RunStatus } from './run-status.js';
import type { Stability } from './stability.js';
import type { Violation } from './violation.js';

/** PROVIDER_BATCH: the answer to its first call, which is part of a provider's batch. */
export type RunWait = 'PROVIDER_BATCH';

/** One scoring of one transcript by one spec. */
const RunSchema = defineEntity({
  name: 'Run',
  tableName: 'run',
  ...tenantPolicy('run', { courier: 'update' }),
  indexes: [
    { name: 'run_recent', properties: ['organizationId', 'createdAt', 'id'] },
    { name: 'run_overall', properties: ['organizationId', 'overallNormalized', 'id'] },
    { name: 'run_call', properties: ['organizationId', 'callAt', 'id'] },
    { name: 'run_model', properties: ['organizationId', 'model', 'callAt', 'id'] },
    { name: 'run_transcript', properties: ['organizationId', 'transcriptId', 'id'] },
    { name: 'run_batch', properties: ['organizationId', 'batchId', 'id'] },
    { name: 'run_representative', properties: ['organizationId', 'representativeId', 'callAt'] },
    { name: 'run_company', properties: ['organizationId', 'companyId', 'callAt'] },
    { name: 'run_reuse', properties: ['organizationId', 'reuseKey', 'id'] },
    {
      name: 'run_unfinished',
      expression: `create index "run_unfinished" on "run" ("check_at") where "status" in ('QUEUED', 'SCORING', 'VALIDATING', 'CORRECTING')`,
    },
  ],
  properties: {
    organizationId: p.uuid().primary(),
    id: p.uuid().primary(),
    transcriptId: p.uuid(),
    normalizationId: p.uuid(),
    batchId: p.uuid().nullable(),
    /** Who is scored. */
    representativeId: p.uuid().nullable(),
    /** Label under which they speak; null in runs older than it, and where no representative is known. */
    subjectLabel: p.text().nullable(),
    companyId: p.uuid().nullable(),
    status: p.text().$type<RunStatus>(),
    spec: p.json<RunSpec>(),
    promptVersionId: p.uuid(),
    /** Model address, copied from the spec for filters and figures. */
    model: p.text(),
    /** The model that gave the current answer, as `provider/model` in the provider's own words. */
    modelUsed: p.text().nullable(),
    /** True where the scores are by a model that stepped in. */
    fallbackUsed: p.boolean().default(false),
    rubricKey: p.text(),
    rubricVersion: p.integer(),
    overallOutcome: p.text().$type<'SCORED' | 'UNSCORED'>().nullable(),
    overallScore: p.double().nullable(),
    overallPotential: p.double().nullable(),
    overallNormalized: p.double().nullable(),
    overallReason: p.text().nullable(),
    /** Gates of the rubric that hold the overall down; null where none does. */
    overallGates: p.json<readonly AppliedGate[]>().nullable(),
    /** Parts in which a long call was read; null where it was judged whole. */
    chunkCount: p.integer().nullable(),
    /** How much its scores move when they are taken again; null until that is known. */
    stability: p.json<Stability>().nullable(),
    coaching: p.json<Coaching>().nullable(),
    flags: p.array().default([]),
    violations: p.json<readonly Violation[]>().defaultRaw(`'[]'`),
    /** Why the run did not end SCORED. */
    errorCode: p.text().nullable(),
    errorMessage: p.text().nullable(),
    /** Sum over attempts in pico-USD; null while any of them has no known price. */
    costPusd: p.bigint('string').nullable(),
    costStatus: p.text().$type<'EXACT' | 'ESTIMATED' | 'UNPRICED'>().default('EXACT'),
    /** From the first claim to the end. */
    latencyMs: p.integer().nullable(),
    supersededById: p.uuid().nullable(),
    /** What it asks, as a hash: of runs with the same one may take the result of the other. Null in runs older than it. */
    reuseKey: p.text().nullable(),
    /** The run from which the result was taken. */
    reusedFromId: p.uuid().nullable(),
    /** Version of each plugin by name when the run was asked for; null in runs older than it. */
    pluginVersions: p.json<Readonly<Record<string, string>>>().nullable(),
    requestedBy: p.text().nullable(),
    /** When the call took place, else when it was uploaded: the time axis of trends. */
    callAt: p.datetime(),
    createdAt: p.datetime().defaultRaw('clock_timestamp()'),
    startedAt: p.datetime().nullable(),
    endedAt: p.datetime().nullable(),
    leaseEpoch: p.integer().default(0),
    leaseUntil: p.datetime().nullable(),
    /** What it waits for without being worked on; null while it is worked on, queued or ended. */
    waitingFor: p.text().$type<RunWait>().nullable(),
    /** Claims that ended in waiting for a turn at a model: they are no sign of trouble. */
    turnWaits: p.integer().default(0),
    /** When the reconciler looks at it again while it is not done. */
    checkAt: p.datetime().defaultRaw(`(clock_timestamp() + '00:00:30'::interval)`),
  },
});

export class Run extends RunSchema.class {}
RunSchema.setClass(Run);
