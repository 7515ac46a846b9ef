import { LeaseLostError } from '../../queue/lease.js';
import { ProviderBatch } from '../../runs/economy/provider-batch.entity.js';
import type { Uses } from '../../scope/scope.js';

/** A provider's batch under our claim. */
export interface ClaimedBatch {
  readonly batch: ProviderBatch;
  readonly epoch: number;
  /** Aborts when the claim is lost or the worker stops. */
  readonly signal: AbortSignal;
}

export type BatchPorts = Uses<
  'em' | 'reads' | 'queue' | 'live' | 'plugins' | 'gate' | 'vault' | 'settings' | 'hooks' | 'logger' | 'now'
>;

/** Changes a batch under our claim. @throws LeaseLostError where the claim is no longer ours: nothing is written */
export const moveBatch = async (
  { em, organizationId }: Uses<'em'>,
  { batch, epoch }: ClaimedBatch,
  fields: Partial<ProviderBatch>,
): Promise<void> => {
  const moved = await em.nativeUpdate(ProviderBatch, { organizationId, id: batch.id, leaseEpoch: epoch }, fields);
  if (moved === 0) throw new LeaseLostError(`provider_batch ${batch.id} was taken over.`);
};
