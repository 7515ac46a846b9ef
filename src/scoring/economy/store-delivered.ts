import { recordSpending, settleBudget } from '../../costs/budgets/budget-reservations.js';
import { type Cost, costOf, mayBeBilled, UNPRICED } from '../../costs/prices/cost-of.js';
import { estimateTokens } from '../../costs/estimate-tokens.js';
import { hasBudget } from '../../costs/budgets/budget-reads.js';
import { priceBook } from '../../costs/prices/price-reads.js';
import type { ModelAnswer, Usage } from '../../plugin-api/index.js';
import { asFailure } from '../../queue/as-failure.js';
import { Attempt } from '../../runs/attempt.entity.js';
import { closeAttempts } from '../../runs/close-attempts.js';
import type { ProviderBatch } from '../../runs/economy/provider-batch.entity.js';
import { hasEnded, type RunStatus } from '../../runs/run-status.js';
import { Run } from '../../runs/run.entity.js';
import { scoreRunJob } from '../../runs/score-run.job.js';
import { inTransaction } from '../../scope/in-transaction.js';
import type { Uses } from '../../scope/scope.js';
import { failureFields, storeAnswer } from '../calls/stored-attempt.js';
import type { BatchItem } from './batch-items.js';
import { BATCH_TIER } from '../calls/defer-call.js';
import type { Delivered } from './match-lines.js';

type Ports = Uses<'em' | 'reads' | 'queue' | 'live' | 'hooks' | 'now'>;

const NEVER = AbortSignal.any([]);

/** When the reconciler looks at the run, in case the queue lost its job. */
const CHECK_AT = `clock_timestamp() + interval '15 seconds'`;

const estimated = (answer: ModelAnswer, { inputTokens }: BatchItem): Usage => ({
  inputUncached: inputTokens,
  inputCacheRead: 0,
  inputCacheWrite: 0,
  outputText: estimateTokens(answer.content).tokens,
  outputReasoning: 0,
});

interface Received {
  readonly item: BatchItem;
  readonly provider: string;
  readonly batchId: string | null;
  /** When the call was asked for, which decides its price. */
  readonly askedAt: Date;
}

const priceOf = async (scope: Ports, answer: ModelAnswer, { item, provider, askedAt: at }: Received): Promise<Cost> =>
  costOf(await priceBook.get(scope), {
    at,
    provider,
    model: answer.modelUsed,
    serviceTier: answer.serviceTier ?? BATCH_TIER,
    usage: answer.usage,
    estimate: () => estimated(answer, item),
  });

const storeBilledAnswer = async (scope: Ports, answer: ModelAnswer, received: Received): Promise<Cost> => {
  const { runId, number, reservationId } = received.item;
  const cost = await priceOf(scope, answer, received);
  const isUnbooked = reservationId === null && (await hasBudget.get(scope));
  if (isUnbooked) await recordSpending(scope, cost, received.batchId);
  const told = { ...answer, serviceTier: answer.serviceTier ?? BATCH_TIER };
  const key = { organizationId: scope.organizationId, runId, number };
  await storeAnswer(scope.em, key, { answer: told, latencyMs: null, cost });
  return cost;
};

const storeError = async ({ em, organizationId }: Ports, error: Error, { runId, number }: BatchItem) => {
  const told = failureFields(asFailure(error, NEVER));
  const cost = mayBeBilled(error) ? ({ costStatus: 'UNPRICED' } as const) : {};
  await em.nativeUpdate(Attempt, { organizationId, runId, number }, { ...told, ...cost, status: 'ERROR' });
};

/** The run continues from what is stored now; the cost of a run that has ended includes the late answer. */
const continueRun = async (scope: Ports, runId: string, status: RunStatus): Promise<void> => {
  const { em, queue, organizationId } = scope;
  if (hasEnded(status)) {
    await em.nativeUpdate(Run, { organizationId, id: runId }, await closeAttempts(scope, runId));
    return;
  }
  await em.execute(`update run set waiting_for = null, check_at = ${CHECK_AT} where organization_id = ? and id = ?`, [
    organizationId,
    runId,
  ]);
  queue.send(em, scoreRunJob, { organizationId, runId });
};

/** The outcome of a request as far as it is known. NOT_SENT: its run has ended, and the service never had it. */
type ItemOutcome = Delivered | 'NOT_SENT';

const storeOutcome = async (scope: Ports, outcome: ItemOutcome, received: Received): Promise<Cost | null> => {
  const { runId, number } = received.item;
  if (outcome === 'NOT_SENT') {
    const why = { status: 'HELD_BACK', errorMessage: 'The run ended before the call was made.' } as const;
    await scope.em.nativeUpdate(Attempt, { organizationId: scope.organizationId, runId, number }, why);
    return null;
  }
  if ('answer' in outcome) return storeBilledAnswer(scope, outcome.answer, received);
  await storeError(scope, outcome.error, received.item);
  return mayBeBilled(outcome.error) ? UNPRICED : null;
};

interface LockedRow {
  readonly status: RunStatus;
  readonly batchId: string | null;
  /** Null where the outcome is known already. */
  readonly askedAt: Date | null;
}

const lock = async ({ em, organizationId }: Ports, { runId, number }: BatchItem): Promise<LockedRow | undefined> => {
  const [run]: Omit<LockedRow, 'askedAt'>[] = await em.execute(
    'select status, batch_id as "batchId" from run where organization_id = ? and id = ? for update',
    [organizationId, runId],
  );
  const [attempt]: { createdAt: string }[] = await em.execute(
    `select created_at as "createdAt" from attempt where organization_id = ? and run_id = ? and number = ? and status = 'PENDING'`,
    [organizationId, runId, number],
  );
  return run && { ...run, askedAt: attempt ? new Date(attempt.createdAt) : null };
};

/**
 * Commits the result of one request, with its cost, before it is judged; then the run continues by the ordinary job. Once:
 * a request whose outcome is known stays as it is.
 */
export const storeDelivered = (
  scope: Ports,
  { provider }: Pick<ProviderBatch, 'provider'>,
  item: BatchItem,
  outcome: ItemOutcome,
): Promise<void> =>
  inTransaction(scope, async (scope) => {
    const { em, organizationId } = scope;
    const { runId, number, reservationId } = item;
    const row = await lock(scope, item);
    if (!row?.askedAt) return;
    const cost = await storeOutcome(scope, outcome, { item, provider, batchId: row.batchId, askedAt: row.askedAt });
    if (reservationId !== null) await settleBudget(scope, reservationId, cost);
    await em.execute(
      'update batch_request set request = null, reservation_id = null where organization_id = ? and run_id = ? and number = ?',
      [organizationId, runId, number],
    );
    await continueRun(scope, runId, row.status);
    await em.flush();
  });
