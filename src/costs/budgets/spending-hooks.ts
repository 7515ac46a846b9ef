import { declareHook } from '../../scope/hook.js';
import type { Uses } from '../../scope/scope.js';

/** The call that a reservation was made for. */
export interface ReservedCall {
  readonly runId: string;
  readonly leaseEpoch: number;
  readonly model: string;
  /** When the reservation was made, with all the digits that the database has. */
  readonly since: string;
}

/** All calls since a time, or those of a batch. */
export type SpendingSpan = { readonly since: Date } | { readonly batchId: string };

export interface Spending {
  /** Pico-USD. */
  readonly pusd: bigint;
  /** Calls without a known price, which are not in `pusd`. */
  readonly unpricedCalls: number;
}

/** Listeners answer what a call cost in pico-USD, by what they stored of it; 0 where they stored no answer. */
export const callCostHook = declareHook<'em', ReservedCall, bigint>('costs.callCost');

/** Listeners answer what the calls that they stored cost. */
export const spendingHook = declareHook<'em', SpendingSpan, Spending>('costs.spending');

type Ports = Uses<'em' | 'hooks'>;

export const storedCostOf = async ({ em, organizationId, hooks }: Ports, call: ReservedCall): Promise<bigint> =>
  (await hooks.run(callCostHook, { em, organizationId }, call)).reduce((sum, pusd) => sum + pusd, 0n);

export const storedSpending = async ({ em, organizationId, hooks }: Ports, span: SpendingSpan): Promise<Spending> =>
  (await hooks.run(spendingHook, { em, organizationId }, span)).reduce(
    (sum, { pusd, unpricedCalls }) => ({ pusd: sum.pusd + pusd, unpricedCalls: sum.unpricedCalls + unpricedCalls }),
    { pusd: 0n, unpricedCalls: 0 },
  );
