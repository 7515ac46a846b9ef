import { ProviderError, type BatchLine } from '../../plugin-api/index.js';
import { storableText } from '../../text/clean-unicode.js';
import { itemId, openItems } from './batch-items.js';
import { moveBatch, type ClaimedBatch, type BatchPorts } from './claimed-batch.js';
import { matchLines } from './match-lines.js';
import { storeDelivered } from './store-delivered.js';

/**
 * Stores the results of a batch, request by request: each is committed by itself, so that a worker that dies in between
 * leaves the others to the next one, which asks the service for the same lines again.
 */
export const endBatch = async (
  scope: BatchPorts,
  work: ClaimedBatch,
  lines: readonly BatchLine[],
  reason: string | null,
): Promise<void> => {
  const { batch } = work;
  const items = await openItems(scope, batch.id);
  const { delivered, surplus } = matchLines(items.map(itemId), lines, batch.model, reason);
  if (surplus > 0)
    scope.logger.warn({ providerBatchId: batch.id, surplus }, 'a batch has lines that belong to none of its requests');
  for (const item of items) {
    work.signal.throwIfAborted();
    const outcome = delivered.get(itemId(item));
    if (outcome) await storeDelivered(scope, batch, item, outcome);
  }
  await moveBatch(scope, work, { status: 'ENDED', endedAt: scope.now(), leaseUntil: null, errorMessage: reason });
};

/** Gives a batch up: its requests have no result, and are called one by one. */
export const failBatch = async (scope: BatchPorts, work: ClaimedBatch, error: Error): Promise<void> => {
  const { batch } = work;
  for (const item of await openItems(scope, batch.id)) await storeDelivered(scope, batch, item, { error });
  const errorCode = error instanceof ProviderError ? error.code : 'INTERNAL_SERVER_ERROR';
  const why = { errorCode, errorMessage: storableText(error.message, '') };
  await moveBatch(scope, work, { ...why, status: 'FAILED', endedAt: scope.now(), leaseUntil: null });
};
