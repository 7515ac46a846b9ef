import { ProviderError } from '../../plugin-api/index.js';
import type { ModelAddress } from '../../plugin-host/model-address.js';
import { batchExchange } from './batch-exchange.js';
import { openItems } from './batch-items.js';
import { moveBatch, type ClaimedBatch, type BatchPorts } from './claimed-batch.js';
import { DELIVERY_LIMIT_MS } from '../calls/deferral.js';
import { endBatch, failBatch } from './end-batch.js';

const MAX_POLL_MS = 15 * 60_000;

/** Time to the next poll of a batch: half of its age, within bounds. */
const nextPollMs = (ageMs: number, shortestMs: number): number =>
  Math.round(Math.max(shortestMs, Math.min(ageMs / 2, MAX_POLL_MS)));

type Poll = (scope: BatchPorts, work: ClaimedBatch, address: ModelAddress) => Promise<number | null>;

const referenceOf = ({ batch }: ClaimedBatch): string => batch.reference ?? '';

const ageOf = ({ now }: BatchPorts, { batch }: ClaimedBatch): number =>
  now().getTime() - (batch.submittedAt ?? batch.createdAt).getTime();

const cancel = (scope: BatchPorts, work: ClaimedBatch, address: ModelAddress): Promise<void> =>
  batchExchange(scope, address, work.signal, (delivery, context) => delivery.cancel(referenceOf(work), context));

/** Housekeeping at the service, on which nothing of ours depends: a failure is logged. */
const bestEffort = async (
  { logger }: BatchPorts,
  { batch, signal }: ClaimedBatch,
  exchange: Promise<void>,
): Promise<void> => {
  await exchange.catch((error: unknown) => {
    signal.throwIfAborted();
    logger.warn({ err: error, providerBatchId: batch.id }, 'a batch was not cleared away');
  });
};

const end = async (
  scope: BatchPorts,
  work: ClaimedBatch,
  address: ModelAddress,
  ended: Promise<void>,
): Promise<null> => {
  await ended;
  const discarded = batchExchange(scope, address, work.signal, (delivery, context) =>
    delivery.discard(referenceOf(work), context),
  );
  await bestEffort(scope, work, discarded);
  return null;
};

const whileRunning: Poll = async (scope, work, address) => {
  const age = ageOf(scope, work);
  if (age < DELIVERY_LIMIT_MS) return nextPollMs(age, scope.settings.batchPollMs);
  await bestEffort(scope, work, cancel(scope, work, address));
  const message = 'The service did not end the batch within a day.';
  await failBatch(scope, work, new ProviderError('PROVIDER_TIMEOUT', message, { retryable: true }));
  return null;
};

/**
 * Polls the service for a batch, and stores its results. A batch for which no run waits is cancelled; what the service had
 * answered by then is kept, and billed.
 * @returns ms until the next poll; null where it has ended
 * @throws ProviderError
 */
export const pollBatch: Poll = async (scope, work, address) => {
  const { batch, signal } = work;
  const items = await openItems(scope, batch.id);
  if (items.length === 0) return end(scope, work, address, endBatch(scope, work, [], null));
  if (!batch.cancelRequested && items.every(({ awaited }) => !awaited)) {
    await moveBatch(scope, work, { cancelRequested: true });
    await bestEffort(scope, work, cancel(scope, work, address));
  }
  const submitted = { reference: referenceOf(work), model: batch.model };
  const state = await batchExchange(scope, address, signal, (delivery, context) => delivery.poll(submitted, context));
  if (state.state === 'RUNNING') return whileRunning(scope, work, address);
  return end(scope, work, address, endBatch(scope, work, state.lines, state.reason));
};
