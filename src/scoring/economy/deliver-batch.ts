import { AppError } from '../../errors/app-error.js';
import { GateRefusal } from '../../limits/gate-refusal.js';
import { ProviderError } from '../../plugin-api/index.js';
import { parseModelAddress } from '../../plugin-host/model-address.js';
import { claimLease, holdLease, LeaseLostError, releaseLease } from '../../queue/lease.js';
import { providerBatchLease } from '../../runs/economy/deliver-batch.job.js';
import { ProviderBatch } from '../../runs/economy/provider-batch.entity.js';
import { moveBatch, type ClaimedBatch, type BatchPorts } from './claimed-batch.js';
import { DELIVERY_LIMIT_MS } from '../calls/deferral.js';
import { failBatch } from './end-batch.js';
import { pollBatch } from './poll-batch.js';
import { submitBatch } from './submit-batch.js';

/** Failures in a row after which a batch is given up: retryable ones of a submission, permanent ones once it is submitted. */
const MAX_FAILED_SUBMISSIONS = 5;
const MAX_PERMANENT_FAILURES = 3;
const GATE_RETRY_MS = 1_000;
/** How long a batch waits for a place; then its requests are called one by one, and may fall back to other models. */
const MAX_GATED_MS = 60 * 60_000;

const MAX_PAUSE_MS = 15 * 60_000;

/** Exponential backoff after exchanges that failed in a row; a longer wait that the service asked for counts. */
const pauseAfterFailure = (failures: number, askedMs: number, shortestMs: number): number =>
  Math.round(Math.max(askedMs, Math.min(shortestMs * 2 ** (failures - 1), MAX_PAUSE_MS)));

const isGivenUp = (
  { status, submittedAt }: ProviderBatch,
  failures: number,
  retryable: boolean,
  now: Date,
): boolean => {
  if (status !== 'SUBMITTED') return !retryable || failures >= MAX_FAILED_SUBMISSIONS;
  const isLate =
    submittedAt !== null && submittedAt !== undefined && now.getTime() - submittedAt.getTime() > DELIVERY_LIMIT_MS;
  return isLate || (!retryable && failures >= MAX_PERMANENT_FAILURES);
};

/** Retries a failed exchange later, or gives its batch up. Errors of our own are thrown, for the queue to retry the job. */
const afterFailure = async (scope: BatchPorts, work: ClaimedBatch, error: unknown): Promise<number | null> => {
  const isUnknown = error instanceof AppError && error.code === 'PROVIDER_UNKNOWN';
  if (work.signal.aborted || !(error instanceof ProviderError || isUnknown)) throw error;
  const { batch } = work;
  const isWaiting = error instanceof GateRefusal && scope.now().getTime() - batch.createdAt.getTime() < MAX_GATED_MS;
  if (isWaiting) return error.options.retryAfterMs ?? GATE_RETRY_MS;
  const { retryable, retryAfterMs = 0 } = error instanceof ProviderError ? error.options : { retryable: false };
  const failures = batch.failures + 1;
  scope.logger.warn({ err: error, providerBatchId: batch.id, failures }, 'an exchange about a batch failed');
  if (isUnknown || error instanceof GateRefusal || isGivenUp(batch, failures, retryable, scope.now())) {
    await failBatch(scope, work, error);
    return null;
  }
  await moveBatch(scope, work, { failures });
  return pauseAfterFailure(failures, retryAfterMs, scope.settings.batchPollMs);
};

const step = async (scope: BatchPorts, work: ClaimedBatch): Promise<number | null> => {
  const { batch } = work;
  try {
    const address = parseModelAddress(`${batch.provider}/${batch.model}`, scope.plugins);
    const nextMs = await (batch.status === 'SUBMITTED' ? pollBatch : submitBatch)(scope, work, address);
    if (nextMs !== null && batch.failures > 0) await moveBatch(scope, work, { failures: 0 });
    return nextMs;
  } catch (error) {
    return afterFailure(scope, work, error);
  }
};

/** Releases the batch until it is due; the reconciler sends its job then, also after a restart. */
const sleepBatch = async (
  { em, organizationId }: BatchPorts,
  { batch, epoch }: ClaimedBatch,
  nextMs: number,
): Promise<void> => {
  await em.execute(
    `update provider_batch set lease_until = null, check_at = clock_timestamp() + ? * interval '1 millisecond'
     where organization_id = ? and id = ? and lease_epoch = ?`,
    [nextMs, organizationId, batch.id, epoch],
  );
};

/** Handler of `deliver-batch`: one step of a provider's batch, under its lease. */
export const deliverBatch = async (scope: BatchPorts, id: string, signal: AbortSignal): Promise<void> => {
  const { em, organizationId } = scope;
  const row = providerBatchLease(organizationId, id);
  const claim = await claimLease(em, row);
  if (claim.outcome === 'MISSING') throw new AppError('NOT_FOUND', 'The batch of this job does not exist.');
  if (claim.outcome !== 'CLAIMED') return;
  const { epoch } = claim;
  using lease = holdLease(() => em.fork(), row, epoch);
  const batch = await em.fork().findOneOrFail(ProviderBatch, { organizationId, id });
  const work: ClaimedBatch = { batch, epoch, signal: AbortSignal.any([signal, lease.signal]) };
  try {
    const nextMs = await step(scope, work);
    if (nextMs !== null) await sleepBatch(scope, work, nextMs);
  } catch (error) {
    if (error instanceof LeaseLostError || lease.signal.aborted) return;
    await releaseLease(() => em.fork(), row, epoch);
    throw error;
  }
};

/**
 * Ends a batch whose job failed for good, in the caller's transaction: its requests are called one by one.
 * @returns false where it has ended, or another worker is at it
 */
export const giveUpBatch = async (scope: BatchPorts, id: string, failure: AppError): Promise<boolean> => {
  const { em, organizationId } = scope;
  const claim = await claimLease(em, providerBatchLease(organizationId, id));
  if (claim.outcome === 'MISSING') return true;
  if (claim.outcome !== 'CLAIMED') return false;
  const batch = await em.findOneOrFail(ProviderBatch, { organizationId, id });
  await failBatch(scope, { batch, epoch: claim.epoch, signal: AbortSignal.any([]) }, failure);
  return true;
};
