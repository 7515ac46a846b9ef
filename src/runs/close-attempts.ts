import type { Uses } from '../scope/scope.js';
import { Attempt } from './attempt.entity.js';

interface RunCost {
  /** Integer pico-USD as a string; null where a price is unknown. */
  readonly costPusd: string | null;
  readonly costStatus: 'EXACT' | 'ESTIMATED' | 'UNPRICED';
}

/**
 * Closes the books of a run that ends, in the caller's transaction: a call still under way counts as lost, and what the
 * answered ones cost is summed, also those that led to nothing. The sum is unknown as soon as one price is, and estimated
 * as soon as one cost is.
 */
export const closeAttempts = async ({ em, organizationId }: Uses<'em'>, runId: string): Promise<RunCost> => {
  await em.nativeUpdate(Attempt, { organizationId, runId, status: 'STARTED' }, { status: 'LOST' });
  const paid = await em.find(
    Attempt,
    { organizationId, runId, status: 'ANSWERED' },
    { fields: ['costPusd', 'costStatus'] },
  );
  if (paid.some(({ costPusd }) => costPusd === null)) return { costPusd: null, costStatus: 'UNPRICED' };
  const pusd = paid.reduce((sum, { costPusd }) => sum + BigInt(costPusd ?? 0), 0n);
  const estimated = paid.some(({ costStatus }) => costStatus === 'ESTIMATED');
  return { costPusd: pusd.toString(), costStatus: estimated ? 'ESTIMATED' : 'EXACT' };
};
