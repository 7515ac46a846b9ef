import { declareLease } from '../../queue/lease.js';

export const providerBatchLease = declareLease('provider_batch', ['GATHERING', 'SUBMITTING', 'SUBMITTED']);
