import type { LeasedRow } from '../../queue/lease.js';

export const UNFINISHED_PROVIDER_BATCH_STATUSES = ['GATHERING', 'SUBMITTING', 'SUBMITTED'] as const;

export const providerBatchLease = (organizationId: string, id: string): LeasedRow => ({
  table: 'provider_batch',
  organizationId,
  id,
  unfinished: UNFINISHED_PROVIDER_BATCH_STATUSES,
});
