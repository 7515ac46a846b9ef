import { AppError } from '../../errors/app-error.js';
import { periodEnd, type BudgetKind } from './budget-period.js';
import { formatUsd } from '../decimal.js';

/** A budget in the period in which a call is to be made; amounts in pico-USD. */
export interface BudgetState {
  readonly kind: BudgetKind;
  readonly period: string;
  /** Null where it is not limited. */
  readonly limit: bigint | null;
  readonly spent: bigint;
  readonly reserved: bigint;
  readonly refuseUnpriced: boolean;
}

const WORDS: Readonly<Record<BudgetKind, string>> = {
  MONTH: 'budget of this month',
  DAY: 'budget of this day',
  BATCH: 'budget of this batch',
};

const exceeded = ({ kind, limit, spent }: BudgetState, amount: bigint, at: Date): AppError => {
  const end = periodEnd(kind, at);
  const left = `The ${WORDS[kind]} is ${formatUsd(limit ?? 0n)} USD, of which ${formatUsd(spent)} are spent; this call may cost ${formatUsd(amount)}.`;
  const then = end ? ` It starts again at ${end.toISOString()}.` : '';
  return new AppError('BUDGET_EXCEEDED', `${left}${then} An administrator can raise it with setBudget.`, {
    ...(end ? { retryAfterMs: end.getTime() - at.getTime() } : {}),
  });
};

const unpriced = ({ kind }: BudgetState, address: string): AppError =>
  new AppError(
    'PRICE_UNKNOWN',
    `No price is known of ${address}, and the ${WORDS[kind]} refuses such calls. State it with setModelPrice.`,
  );

interface PlannedSpending {
  readonly address: string;
  /** Null where no price is known. */
  readonly amount: bigint | null;
  readonly at: Date;
}

/**
 * Whether a call may be made within every budget: `OPEN`, or `BUSY` where only reservations of other calls under way
 * prevent it, most of which will be released.
 * @throws AppError BUDGET_EXCEEDED with the time to the end of the period, PRICE_UNKNOWN
 */
export const judgeBudgets = (
  budgets: readonly BudgetState[],
  { address, amount, at }: PlannedSpending,
): 'OPEN' | 'BUSY' => {
  const strict = budgets.find(({ refuseUnpriced }) => refuseUnpriced);
  if (amount === null && strict) throw unpriced(strict, address);
  const asked = amount ?? 0n;
  // A call without a known price still ends where a budget is used up.
  const passes = (used: bigint, limit: bigint): boolean => (asked > 0n ? used + asked > limit : used >= limit);
  const limited = budgets.filter(({ limit }) => limit !== null);
  const over = limited.find(({ limit, spent }) => passes(spent, limit ?? 0n));
  if (over) throw exceeded(over, asked, at);
  return limited.some(({ limit, spent, reserved }) => passes(spent + reserved, limit ?? 0n)) ? 'BUSY' : 'OPEN';
};
