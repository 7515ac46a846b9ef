import type { BatchedRequest } from '../../plugin-api/index.js';
import type { ModelAddress } from '../../plugin-host/model-address.js';
import { inTransaction } from '../../scope/in-transaction.js';
import { batchExchange, gatedExchange } from './batch-exchange.js';
import { openItems, requestsOf } from './batch-items.js';
import { moveBatch, type ClaimedBatch, type BatchPorts } from './claimed-batch.js';
import { storeDelivered } from './store-delivered.js';

/** The requests that runs still wait for; those of runs that have ended are closed. */
const awaitedRequests = async (scope: BatchPorts, { batch }: ClaimedBatch): Promise<readonly BatchedRequest[]> => {
  const items = await openItems(scope, batch.id);
  for (const item of items) if (!item.awaited) await storeDelivered(scope, batch, item, 'NOT_SENT');
  const requests = await requestsOf(
    scope,
    batch.id,
    items.filter(({ awaited }) => awaited),
  );
  return requests.map(({ id, request }) => ({ id, request: { ...request, model: batch.model } }));
};

const markSubmitted = async (scope: BatchPorts, work: ClaimedBatch, reference: string): Promise<number> =>
  inTransaction(scope, async (scope) => {
    const { em, organizationId, settings, now } = scope;
    await moveBatch(scope, work, { status: 'SUBMITTED', sent: true, reference, submittedAt: now() });
    // The service has them now. They hold the text of calls, and are not kept twice.
    await em.execute('update batch_request set request = null where organization_id = ? and provider_batch_id = ?', [
      organizationId,
      work.batch.id,
    ]);
    return settings.batchPollMs;
  });

/**
 * Closes a batch and submits it to the service, once. Before the first submission it is noted that there may be one: a worker
 * that takes over asks the service for our id first.
 * @returns ms until it is polled, or null where no request was left
 * @throws ProviderError, GateRefusal
 */
export const submitBatch = async (
  scope: BatchPorts,
  work: ClaimedBatch,
  address: ModelAddress,
): Promise<number | null> => {
  const { batch, signal } = work;
  await moveBatch(scope, work, { status: 'SUBMITTING' });
  const found = batch.sent
    ? await batchExchange(scope, address, signal, (delivery, context) => delivery.find(batch.id, context))
    : null;
  if (found !== null) return markSubmitted(scope, work, found);
  const requests = await awaitedRequests(scope, work);
  if (requests.length === 0) {
    await moveBatch(scope, work, { status: 'ENDED', endedAt: scope.now(), leaseUntil: null });
    return null;
  }
  const reference = await gatedExchange(scope, address, signal, async (delivery, context) => {
    await moveBatch(scope, work, { sent: true });
    return delivery.submit(batch.id, requests, context);
  });
  return markSubmitted(scope, work, reference);
};
