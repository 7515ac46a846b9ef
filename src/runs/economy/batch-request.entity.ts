import { defineEntity, p } from '@mikro-orm/postgresql';
import { tenantPolicy } from '../../database/tenant-policy.js';

/** The call of an attempt that goes by a provider's batch. */
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
    /** What is kept back for it from the budgets; null where there are none, and once it is settled. */
    reservationId: p.uuid().nullable(),
  },
});

export class BatchRequest extends BatchRequestSchema.class {}
BatchRequestSchema.setClass(BatchRequest);
