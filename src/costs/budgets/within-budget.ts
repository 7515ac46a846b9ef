import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../errors/app-error.js';
import type { ModelAnswer } from '../../plugin-api/index.js';
import type { Uses } from '../../scope/scope.js';
import { costOf, FREE, UNPRICED, type Cost } from '../prices/cost-of.js';
import { estimateCall, estimateUsage } from './estimate-call.js';
import { hasBudget } from './has-budget.js';
import { mayBeBilled } from '../prices/may-be-billed.js';
import type { ModelCall } from './model-call.js';
import type { ModelPrice } from '../prices/model-price.js';
import { priceBook } from '../prices/price-book.js';
import { reserveBudget } from './reserve-budget.js';
import { settleBudget } from './settle-budget.js';

type Ports = Uses<'em' | 'reads' | 'now' | 'logger'>;

interface Answered {
  readonly answer: ModelAnswer;
}

/** A call's answer with what it cost. */
export type Billed<Result extends Answered> = Result & { readonly cost: Cost };

const LOOK_AGAIN_MS = 500;
const BUSY_RETRY_MS = 15_000;

/** Waits while the rest of a budget is kept back for calls under way: they end, and most cost less than was kept. */
const reserve = async (scope: Ports, call: ModelCall, amount: bigint | null, signal: AbortSignal): Promise<string> => {
  const end = performance.now() + call.limitMs;
  const pauseMs = Math.min(LOOK_AGAIN_MS, call.limitMs / 10);
  do {
    signal.throwIfAborted();
    const reserved = await reserveBudget(scope, call, amount);
    if (reserved.outcome === 'RESERVED') return reserved.id;
    await sleep(pauseMs * (0.5 + Math.random()), undefined, { signal }).catch(() => undefined);
  } while (performance.now() < end);
  const message = 'What is left of the budget is kept back for calls that are under way.';
  throw new AppError('BUDGET_EXCEEDED', message, { retryable: true, retryAfterMs: BUSY_RETRY_MS });
};

/** The answer counts, not whether it could be booked: what stays is settled from the attempt when it expires. */
const settle = async (scope: Ports, reservationId: string | null, cost: Cost | null): Promise<void> => {
  if (reservationId === null) return;
  await settleBudget(scope, reservationId, cost).catch((error: unknown) => {
    scope.logger.warn({ err: error, reservationId }, 'a call was not settled; it will be when its reservation expires');
  });
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

const paid = async <Result extends Answered>(
  scope: Ports,
  call: ModelCall,
  signal: AbortSignal,
  make: () => Promise<Result>,
): Promise<Billed<Result>> => {
  const prices = await priceBook.get(scope);
  const at = scope.now();
  const limited = await hasBudget.get(scope);
  const reservationId = limited ? await reserve(scope, call, estimateCall(prices, call, at).pusd, signal) : null;
  const result = await make().catch(async (error: unknown) => {
    await settle(scope, reservationId, mayBeBilled(error) ? UNPRICED : null);
    throw error;
  });
  const cost = priceAnswer(prices, call, result.answer, at);
  await settle(scope, reservationId, cost);
  return { ...result, cost };
};

/**
 * Makes a call to a model within the organization's budgets and says what it cost: the most that it may cost is kept back
 * before it, the true cost booked after it, and all given back where it fails; one that may be billed all the same is counted as
 * a call of unknown cost. Calls that began are never stopped.
 * @throws AppError BUDGET_EXCEEDED, PRICE_UNKNOWN; whatever `make` throws; the signal's reason
 */
export const withinBudget = async <Result extends Answered>(
  scope: Ports,
  call: ModelCall,
  signal: AbortSignal,
  make: () => Promise<Result>,
): Promise<Billed<Result>> =>
  call.provider.offline ? { ...(await make()), cost: FREE } : paid(scope, call, signal, make);
