import { requireRole } from '../../scope/require-role.js';
import { recordAudit } from '../../audit/record-audit.js';
import { AppError } from '../../errors/app-error.js';
import { inTransaction } from '../../scope/in-transaction.js';
import type { Uses } from '../../scope/scope.js';
import type { BudgetKind } from './budget-period.js';
import { Budget } from './budget.entity.js';
import { formatUsd, parseDecimal } from '../decimal.js';
import { hasBudget } from './budget-reads.js';
import { lockBudgets, loadBudgetState } from './load-budget-state.js';

export interface NewBudget {
  readonly kind: BudgetKind;
  /** USD as a decimal string; null lifts the limit. */
  readonly limit: string | null;
  readonly refuseUnpriced: boolean;
}

/** What the columns hold, with room for what is spent beyond a limit. */
const MAX_USD = 1_000_000n;

const readLimit = (text: string | null): bigint | null => {
  if (text === null) return null;
  const pusd = parseDecimal(text, 12);
  if (pusd !== null && pusd <= MAX_USD * 10n ** 12n) return pusd;
  throw new AppError('BAD_USER_INPUT', `"${text}" is no amount from 0 to ${MAX_USD} USD, such as "25.50".`, {
    path: ['input', 'limit'],
  });
};

const asAudited = (kind: BudgetKind, limitPusd: string | null, refuseUnpriced: boolean) => ({
  kind,
  refuseUnpriced,
  limit: limitPusd === null ? null : formatUsd(BigInt(limitPusd)),
});

type Ports = Uses<'em' | 'reads' | 'actor' | 'queue' | 'live' | 'hooks' | 'requestId' | 'now'>;

/**
 * Sets what may be spent on model calls in a month, a day or a batch. It begins with what was spent in the period before;
 * calls under way in other processes may go by the old state for five seconds.
 * @throws AppError FORBIDDEN, BAD_USER_INPUT
 */
export const setBudget = async (scope: Ports, { kind, limit, refuseUnpriced }: NewBudget): Promise<void> => {
  requireRole(scope, 'ADMIN');
  const limitPusd = readLimit(limit)?.toString() ?? null;
  await inTransaction(scope, async (scope) => {
    const { em, organizationId } = scope;
    // All at once, as calls take them: one after the other could meet a call the other way around.
    await lockBudgets(scope);
    const before = await em.findOne(Budget, { organizationId, kind });
    await em.execute(
      `insert into budget (organization_id, kind, limit_pusd, refuse_unpriced) values (?, ?, ?, ?)
       on conflict (organization_id, kind) do update
       set limit_pusd = excluded.limit_pusd, refuse_unpriced = excluded.refuse_unpriced, updated_at = clock_timestamp()`,
      [organizationId, kind, limitPusd, refuseUnpriced],
    );
    await loadBudgetState(scope, scope.now(), null);
    recordAudit(scope, {
      action: 'budget.set',
      subjectType: 'Organization',
      subjectId: organizationId,
      ...(before ? { before: asAudited(kind, before.limitPusd ?? null, before.refuseUnpriced) } : {}),
      after: asAudited(kind, limitPusd, refuseUnpriced),
    });
    await em.flush();
  });
  hasBudget.forget(scope);
};
