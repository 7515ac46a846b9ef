import { v7 as uuidv7 } from 'uuid';
import type { ModelAddress } from '../../plugin-host/model-address.js';
import type { Uses } from '../../scope/scope.js';

/** A batch is closed when it has so many requests, or so many bytes of them: it is built and read in memory. */
const MAX_REQUESTS = 200;
const MAX_BYTES = 16 * 1024 * 1024;

const IS_FULL = `(request_count + 1 >= ${MAX_REQUESTS} or request_bytes + ? >= ${MAX_BYTES})`;
const TRIES = 5;

/**
 * Finds the batch to one model that still gathers, or opens one, in the caller's transaction; whoever fills it closes it.
 * @returns its id
 */
export const joinBatch = async (
  { em, organizationId, settings }: Uses<'em' | 'settings'>,
  { provider, model }: ModelAddress,
  bytes: number,
): Promise<string> => {
  for (let tries = 0; tries < TRIES; tries += 1) {
    await em.execute(
      `insert into provider_batch (organization_id, id, provider, model, status, check_at)
       values (?, ?, ?, ?, 'GATHERING', clock_timestamp() + ? * interval '1 millisecond')
       on conflict (organization_id, provider, model) where status = 'GATHERING' do nothing`,
      [organizationId, uuidv7(), provider.name, model, settings.batchGatherMs],
    );
    const [joined]: { id: string }[] = await em.execute(
      `update provider_batch set request_count = request_count + 1, request_bytes = request_bytes + ?,
         status = case when ${IS_FULL} then 'SUBMITTING' else status end,
         check_at = case when ${IS_FULL} then clock_timestamp() else check_at end
       where organization_id = ? and provider = ? and model = ? and status = 'GATHERING' returning id`,
      [bytes, bytes, bytes, organizationId, provider.name, model],
    );
    if (joined) return joined.id;
  }
  throw new Error('No batch stayed open for long enough to be joined.');
};
