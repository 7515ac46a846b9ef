import { UUID, type JobPayload } from '../../queue/job-payload.js';
import { declareJob } from '../../queue/job.js';
import { declareLease } from '../../queue/lease.js';

export type DeliverBatchPayload = JobPayload & { readonly providerBatchId: string };

/**
 * Takes a provider's batch one step further: submits it, or asks for its status. The reconciler sends it whenever the
 * batch is due, so that no process waits for a day.
 */
export const deliverBatchJob = declareJob<DeliverBatchPayload>({
  name: 'deliver-batch',
  fields: { providerBatchId: UUID },
  key: ({ providerBatchId }) => `${providerBatchId}-0`,
  attempts: 5,
  timeoutMs: 5 * 60_000,
  concurrency: 4,
});

export const providerBatchLease = declareLease('provider_batch', ['GATHERING', 'SUBMITTING', 'SUBMITTED']);
