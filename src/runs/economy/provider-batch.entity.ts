import { defineEntity, p } from '@mikro-orm/postgresql';
import { tenantPolicy } from '../../database/tenant-policy.js';

/**
 * GATHERING: requests may still join. SUBMITTING: it is closed, and on its way to the service or there already.
 * SUBMITTED: the service has it. ENDED: every request has its answer or its error. FAILED: it never came about, or the
 * service could not be asked for it; its requests are called one by one.
 */
export const PROVIDER_BATCH_STATUSES = ['GATHERING', 'SUBMITTING', 'SUBMITTED', 'ENDED', 'FAILED'] as const;
export type ProviderBatchStatus = (typeof PROVIDER_BATCH_STATUSES)[number];

/** Requests of one organization to one model that go to a service together, for the price of batches. */
const ProviderBatchSchema = defineEntity({
  name: 'ProviderBatch',
  tableName: 'provider_batch',
  ...tenantPolicy('provider_batch', { courier: 'update' }),
  indexes: [
    {
      name: 'provider_batch_unfinished',
      expression: `create index "provider_batch_unfinished" on "provider_batch" ("check_at") where "status" in ('GATHERING', 'SUBMITTING', 'SUBMITTED')`,
    },
    {
      name: 'provider_batch_gathering',
      expression: `create unique index "provider_batch_gathering" on "provider_batch" ("organization_id", "provider", "model") where "status" = 'GATHERING'`,
    },
  ],
  properties: {
    organizationId: p.uuid().primary(),
    id: p.uuid().primary(),
    provider: p.text(),
    /** The provider's own name of the model. */
    model: p.text(),
    status: p.text().$type<ProviderBatchStatus>(),
    requestCount: p.integer().default(0),
    requestBytes: p.integer().default(0),
    /** True from before the first submission on: from then on the service may have it. */
    sent: p.boolean().default(false),
    /** The service's name of it. */
    reference: p.text().nullable(),
    /** Exchanges that failed in a row. */
    failures: p.integer().default(0),
    cancelRequested: p.boolean().default(false),
    errorCode: p.text().nullable(),
    /** Why it failed, or ended early. */
    errorMessage: p.text().nullable(),
    createdAt: p.datetime().defaultRaw('clock_timestamp()'),
    submittedAt: p.datetime().nullable(),
    endedAt: p.datetime().nullable(),
    leaseEpoch: p.integer().default(0),
    leaseUntil: p.datetime().nullable(),
    /** When it is looked at again: the end of the gathering, the next question to the service. */
    checkAt: p.datetime(),
  },
});

export class ProviderBatch extends ProviderBatchSchema.class {}
ProviderBatchSchema.setClass(ProviderBatch);

/** The call of an attempt that is part of a provider's batch. */
const BatchRequestSchema = defineEntity({
  name: 'BatchRequest',
  tableName: 'batch_request',
  ...tenantPolicy('batch_request'),
  indexes: [{ name: 'batch_request_batch', properties: ['organizationId', 'providerBatchId'] }],
  properties: {
    organizationId: p.uuid().primary(),
    runId: p.uuid().primary(),
    /** Number of the attempt. */
    number: p.integer().primary(),
    providerBatchId: p.uuid(),
    /** What is asked, as JSON; null once the service has it, since it holds what was said on the call. */
    request: p.text().nullable(),
    /** Estimated tokens of the prompt: by them an answer is priced that comes without a count. */
    inputTokens: p.integer(),
    /** Its reservation in the budgets; null where there are none, and once it is settled. */
    reservationId: p.uuid().nullable(),
  },
});

export class BatchRequest extends BatchRequestSchema.class {}
BatchRequestSchema.setClass(BatchRequest);
