import { raw } from '@mikro-orm/postgresql';
import type { Uses } from '../scope/scope.js';
import { Attempt } from './attempt.entity.js';

interface RunCost {
  /** Integer pico-USD as a string; null where a price is unknown. */
  readonly costPusd: string | null;
  readonly costStatus: 'EXACT' | 'ESTIMATED' | 'UNPRICED';
}

/** Ends a call whose worker died: it may be billed, unless it is free. */
export const LOST_ATTEMPT = {
  status: 'LOST',
  costStatus: raw<'UNPRICED'>(`coalesce(cost_status, 'UNPRICED')`),
} as const;

type Closed = Pick<Attempt, 'runId' | 'status' | 'costPusd' | 'costStatus'>;

/**
 * Sums the cost of the answered calls of a run, also of those that led to nothing. The sum is unknown as soon as one price
 * is, and estimated as soon as one cost is, or a call may be billed whose answer never came; where nothing but such calls
 * were made, the cost is unknown and not 0.
 */
export const costOfAttempts = (attempts: readonly Closed[]): RunCost => {
  const pusd = attempts.reduce((sum, { costPusd }) => sum + BigInt(costPusd ?? 0), 0n);
  const unpriced = attempts.filter(({ costStatus }) => costStatus === 'UNPRICED');
  if (unpriced.some(({ status }) => status === 'ANSWERED') || (pusd === 0n && unpriced.length > 0)) {
    return { costPusd: null, costStatus: 'UNPRICED' };
  }
  const exact = unpriced.length === 0 && !attempts.some(({ costStatus }) => costStatus === 'ESTIMATED');
  return { costPusd: pusd.toString(), costStatus: exact ? 'EXACT' : 'ESTIMATED' };
};

/** Ends the calls of runs that end: those still under way count as lost. In the caller's transaction. */
export const endAttempts = async (
  { em, organizationId }: Uses<'em'>,
  runIds: readonly string[],
): Promise<readonly Closed[]> => {
  const ofRuns = { organizationId, runId: { $in: [...runIds] } };
  const fields = ['runId', 'status', 'costPusd', 'costStatus'] as const;
  const read = () => em.find(Attempt, ofRuns, { fields, disableIdentityMap: true });
  const attempts = await read();
  if (!attempts.some(({ status }) => status === 'STARTED')) return attempts;
  await em.nativeUpdate(Attempt, { ...ofRuns, status: 'STARTED' }, LOST_ATTEMPT);
  return read();
};

/** Ends the calls of a run that ends and sums their cost, in the caller's transaction. */
export const closeAttempts = async (scope: Uses<'em'>, runId: string): Promise<RunCost> =>
  costOfAttempts(await endAttempts(scope, [runId]));
