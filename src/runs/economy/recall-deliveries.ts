import type { Uses } from '../../scope/scope.js';

/**
 * Has the providers' batches looked at in which requests of runs that end are, in the caller's transaction: one that nobody
 * waits for any more is cancelled there. An answer that comes all the same is kept and billed.
 */
export const recallDeliveries = async (
  { em, organizationId }: Uses<'em'>,
  runIds: readonly string[],
): Promise<void> => {
  await em.execute(
    `update provider_batch set check_at = clock_timestamp()
     where organization_id = ? and status = 'SUBMITTED'
       and id in (select provider_batch_id from batch_request where organization_id = ? and run_id in (?))`,
    [organizationId, organizationId, runIds],
  );
};
