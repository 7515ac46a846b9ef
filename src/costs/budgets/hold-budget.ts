import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../errors/app-error.js';
import type { ModelAnswer } from '../../plugin-api/index.js';
import type { Uses } from '../../scope/scope.js';
import { type Cost, costOf, FREE } from '../prices/cost-of.js';
import type { ModelPrice } from '../prices/model-price.js';
import { priceBook } from '../prices/price-reads.js';
import { estimateCall, estimateUsage, type ModelCall } from './estimate-call.js';
import { hasBudget } from './budget-reads.js';
import { reserveBudget, type Reserved, settleBudget } from './budget-reservations.js';

type Ports = Uses<'em' | 'reads' | 'hooks' | 'now' | 'logger'>;

/** The maximum cost of a call, reserved in every budget that it counts against until the call is settled. */
export interface HeldBudget extends AsyncDisposable {
  /** What an answer costs at the prices of the time when the budget was reserved. */
  price(answer: ModelAnswer): Cost;
  /** Records the cost in place of the reservation, once; null releases it. Disposing releases what is not settled. */
  settle(cost: Cost | null): Promise<void>;
}

/** A budget that does not allow a call: used up, reserved for other calls, or in need of a price that is not known. */
export interface BudgetRefusal {
  readonly refusal: AppError;
}

const LOOK_AGAIN_MS = 500;
const BUSY_RETRY_MS = 15_000;

/** The refusal where other calls may still give back what is missing. */
export const budgetBusy = (): AppError =>
  new AppError('BUDGET_EXCEEDED', 'What is left of the budget is kept back for calls that are under way.', {
    retryable: true,
    retryAfterMs: BUSY_RETRY_MS,
  });

const tryReserve = async (
  scope: Ports,
  call: ModelCall,
  amount: bigint | null,
): Promise<Reserved | (BudgetRefusal & { readonly outcome: 'REFUSED' })> => {
  try {
    return await reserveBudget(scope, call, amount);
  } catch (error) {
    if (error instanceof AppError) return { outcome: 'REFUSED', refusal: error };
    throw error;
  }
};

/** Waits while other calls under way hold the rest of the budget: most of them cost less than was reserved. */
const reserve = async (
  scope: Ports,
  call: ModelCall,
  amount: bigint | null,
  signal: AbortSignal,
): Promise<{ readonly id: string } | BudgetRefusal> => {
  const end = performance.now() + call.limitMs;
  const pauseMs = Math.min(LOOK_AGAIN_MS, call.limitMs / 10);
  do {
    signal.throwIfAborted();
    const reserved = await tryReserve(scope, call, amount);
    if (reserved.outcome !== 'BUSY') return reserved;
    // An abort ends the pause; the next round throws its reason.
    await sleep(pauseMs * (0.5 + Math.random()), undefined, { signal }).catch(() => undefined);
  } while (performance.now() < end);
  return { refusal: budgetBusy() };
};

const priceAnswer = (prices: readonly ModelPrice[], call: ModelCall, answer: ModelAnswer, at: Date): Cost =>
  costOf(prices, {
    at,
    provider: call.provider.name,
    model: answer.modelUsed,
    serviceTier: answer.serviceTier ?? null,
    usage: answer.usage,
    estimate: () => estimateUsage(call, answer.content),
  });

/** The answer counts, not whether it could be booked: an open reservation is settled from the attempt when it expires. */
const settleOrLog = async (scope: Ports, reservationId: string, cost: Cost | null): Promise<void> => {
  await settleBudget(scope, reservationId, cost).catch((error: unknown) => {
    scope.logger.warn({ err: error, reservationId }, 'a call was not settled; it will be when its reservation expires');
  });
};

const heldBudget = (scope: Ports, reservationId: string | null, price: (answer: ModelAnswer) => Cost): HeldBudget => {
  let open = reservationId;
  const settle = async (cost: Cost | null): Promise<void> => {
    const id = open;
    open = null;
    if (id !== null) await settleOrLog(scope, id, cost);
  };
  return { price, settle, [Symbol.asyncDispose]: () => settle(null) };
};

/**
 * Reserves the maximum cost of a call before it is made; calls of an offline provider cost nothing. Calls that began
 * are never stopped by a budget.
 * @throws the signal's reason
 */
export const holdBudget = async (
  scope: Ports,
  call: ModelCall,
  signal: AbortSignal,
): Promise<HeldBudget | BudgetRefusal> => {
  if (call.provider.offline) return heldBudget(scope, null, () => FREE);
  const prices = await priceBook.get(scope);
  const at = scope.now();
  const price = (answer: ModelAnswer): Cost => priceAnswer(prices, call, answer, at);
  if (!(await hasBudget.get(scope))) return heldBudget(scope, null, price);
  const reserved = await reserve(scope, call, estimateCall(prices, call, at).pusd, signal);
  return 'refusal' in reserved ? reserved : heldBudget(scope, reserved.id, price);
};
