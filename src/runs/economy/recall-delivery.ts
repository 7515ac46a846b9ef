import type { Uses } from '../../scope/scope.js';

/**
 * Has the provider's batch looked at in which a request of a run that ends is, in the caller's transaction: one that
 * nobody waits for any more is cancelled there. An answer that comes all the same is kept and billed.
 */
export const recallDelivery = async ({ em, organizationId }: Uses<'em'>, runId: string): Promise<void> => {
  await em.execute(
    `update provider_batch set check_at = clock_timestamp()
     where organization_id = ? and status = 'SUBMITTED'
       and id in (select provider_batch_id from batch_request where organization_id = ? and run_id = ?)`,
    [organizationId, organizationId, runId],
  );
};
