export const BUDGET_KINDS = ['MONTH', 'DAY', 'BATCH'] as const;

/** MONTH and DAY are of the calendar in UTC; BATCH holds for each batch by itself. */
export type BudgetKind = (typeof BUDGET_KINDS)[number];

/** Name of the period of a budget in which a call is made: `2026-11`, `2026-11-23`, the batch's id; null where it has none. */
export const periodOf = (kind: BudgetKind, at: Date, batchId: string | null): string | null => {
  if (kind === 'BATCH') return batchId;
  return at.toISOString().slice(0, kind === 'MONTH' ? 7 : 10);
};

/** When the next period begins; null for a batch, which has but one. */
export const periodEnd = (kind: BudgetKind, at: Date): Date | null => {
  if (kind === 'BATCH') return null;
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
  return new Date(kind === 'MONTH' ? Date.UTC(year, month + 1, 1) : Date.UTC(year, month, day + 1));
};

/** When a period of the calendar began; null for a batch. */
export const periodStart = (kind: BudgetKind, at: Date): Date | null => {
  if (kind === 'BATCH') return null;
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
  return new Date(Date.UTC(year, month, kind === 'MONTH' ? 1 : day));
};
