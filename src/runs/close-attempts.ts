import type { Uses } from '../scope/scope.js';
import { Attempt } from './attempt.entity.js';

interface RunCost {
  /** Integer pico-USD as a string; null where a price is unknown. */
  readonly costPusd: string | null;
  readonly costStatus: 'EXACT' | 'ESTIMATED' | 'UNPRICED';
}

/** A call that ended so may have been answered, and paid, without our knowing what it used. */
const UNREAD = ['PROVIDER_TIMEOUT', 'PROVIDER_BAD_RESPONSE', 'TIMEOUT'];

type Closed = Pick<Attempt, 'status' | 'costPusd' | 'costStatus' | 'errorCode'>;

const mayBePaid = ({ status, errorCode }: Closed): boolean => status === 'ERROR' && UNREAD.includes(errorCode ?? '');

const costOf = (attempts: readonly Closed[]): RunCost => {
  const answered = attempts.filter(({ status }) => status === 'ANSWERED');
  const pusd = answered.reduce((sum, { costPusd }) => sum + BigInt(costPusd ?? 0), 0n);
  if (answered.some(({ costPusd }) => costPusd === null) || (pusd === 0n && attempts.some(mayBePaid))) {
    return { costPusd: null, costStatus: 'UNPRICED' };
  }
  const complete = pusd === 0n || !attempts.some((one) => one.status === 'LOST' || mayBePaid(one));
  const exact = complete && !answered.some(({ costStatus }) => costStatus === 'ESTIMATED');
  return { costPusd: pusd.toString(), costStatus: exact ? 'EXACT' : 'ESTIMATED' };
};

/**
 * Closes the books of a run that ends, in the caller's transaction: a call still under way counts as lost, and what the
 * answered ones cost is summed, also those that led to nothing. The sum is unknown as soon as one price is, and estimated
 * as soon as one cost is, or a call may have been paid whose answer never came; where nothing but unreadable answers came,
 * the cost is unknown and not 0.
 */
export const closeAttempts = async ({ em, organizationId }: Uses<'em'>, runId: string): Promise<RunCost> => {
  await em.nativeUpdate(Attempt, { organizationId, runId, status: 'STARTED' }, { status: 'LOST' });
  const fields = ['status', 'costPusd', 'costStatus', 'errorCode'] as const;
  return costOf(await em.find(Attempt, { organizationId, runId }, { fields }));
};
