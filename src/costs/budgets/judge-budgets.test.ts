import { describe, expect, test } from '@jest/globals';
import { AppError } from '../../errors/app-error.js';
import { judgeBudgets, type BudgetState } from './judge-budgets.js';

const at = new Date('2026-11-30T18:00:00Z');
const budget = (more: Partial<BudgetState> = {}): BudgetState => ({
  kind: 'MONTH',
  period: '2026-11',
  limit: 100n,
  spent: 0n,
  reserved: 0n,
  refuseUnpriced: false,
  ...more,
});
const judge = (budgets: readonly BudgetState[], amount: bigint | null) =>
  judgeBudgets(budgets, { address: 'openai/judge', amount, at });
const refusal = (budgets: readonly BudgetState[], amount: bigint | null): AppError => {
  try {
    throw new Error(`let pass: ${judge(budgets, amount)}`);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
};

describe('judgeBudgets', () => {
  test.each([
    ['nothing is limited', budget({ limit: null, spent: 10n ** 18n }), 10n ** 18n, 'OPEN'],
    ['it fits to the last', budget({ spent: 60n, reserved: 30n }), 10n, 'OPEN'],
    ['others hold what it needs', budget({ spent: 60n, reserved: 31n }), 10n, 'BUSY'],
    ['its price is unknown and something is left', budget({ spent: 99n }), null, 'OPEN'],
    ['its price is unknown and the rest is held', budget({ spent: 99n, reserved: 1n }), null, 'BUSY'],
  ])('%s', (_case, state, amount, outcome) => {
    expect(judge([state], amount)).toBe(outcome);
  });

  test.each([
    ['it would pass the limit', budget({ spent: 91n }), 10n],
    ['nothing is left', budget({ spent: 100n }), null],
    ['nothing was ever allowed', budget({ limit: 0n }), 1n],
  ])('refuses where %s, until the period ends', (_case, state, amount) => {
    const { code, retryable, retryAfterMs, message } = refusal([state], amount);
    expect([code, retryable, retryAfterMs]).toEqual(['BUDGET_EXCEEDED', false, 6 * 3_600_000]);
    expect(message).toContain('2026-12-01T00:00:00.000Z');
  });

  test('every budget counts; that of a batch has no end to wait for', () => {
    const open = budget();
    const batch = budget({ kind: 'BATCH', period: 'b', limit: 5n });
    expect(judge([open, batch], 5n)).toBe('OPEN');
    expect(refusal([open, batch], 6n)).toMatchObject({ code: 'BUDGET_EXCEEDED', retryAfterMs: null });
    // Used up for good comes before held for now.
    expect(refusal([budget({ reserved: 100n }), batch], 6n).code).toBe('BUDGET_EXCEEDED');
  });

  test('an unknown price is refused only where a budget says so', () => {
    const strict = budget({ refuseUnpriced: true });
    expect(judge([budget()], null)).toBe('OPEN');
    expect(refusal([budget(), strict], null)).toMatchObject({ code: 'PRICE_UNKNOWN', retryable: false });
    expect(judge([strict], 1n)).toBe('OPEN');
  });
});
