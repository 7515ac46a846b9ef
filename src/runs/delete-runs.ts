import type { Uses } from '../scope/scope.js';
import { recallDeliveries } from './recall-deliveries.js';

/**
 * At `transcripts.deleted`: the runs of transcripts with everything that was asked and answered. Their workers lose the leases
 * and abort the calls under way.
 * @returns ids of the runs
 */
export const deleteRuns = async (
  { em, organizationId }: Uses<'em'>,
  { transcriptIds }: { readonly transcriptIds: readonly string[] },
): Promise<readonly string[]> => {
  const runs: { id: string }[] = await em.execute(
    'select id from run where organization_id = ? and transcript_id in (?) order by id for update',
    [organizationId, transcriptIds],
  );
  const ids = runs.map(({ id }) => id);
  if (ids.length === 0) return ids;
  await recallDeliveries({ em, organizationId }, ids);
  const values = [organizationId, ids];
  await em.execute('delete from batch_request where organization_id = ? and run_id in (?)', values);
  await em.execute('delete from score where organization_id = ? and run_id in (?)', values);
  await em.execute('delete from attempt where organization_id = ? and run_id in (?)', values);
  await em.execute('update run set reused_from_id = null where organization_id = ? and reused_from_id in (?)', values);
  await em.execute('delete from run where organization_id = ? and id in (?)', values);
  return ids;
};
