import type { Uses } from '../scope/scope.js';

/**
 * Makes the providers' batches with requests of these runs due, in the caller's transaction: one without unfinished runs is
 * cancelled at the provider. An answer that still arrives is kept and billed.
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
