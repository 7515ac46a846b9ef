import { estimateCall } from '../../costs/budgets/estimate-call.js';
import { estimateTokens } from '../../costs/estimate-tokens.js';
import { hasBudget } from '../../costs/budgets/has-budget.js';
import type { ModelCall } from '../../costs/budgets/model-call.js';
import { priceBook } from '../../costs/prices/price-book.js';
import { reserveBudget } from '../../costs/budgets/reserve-budget.js';
import { executeWithParameters } from '../../database/wire/execute-with-parameters.js';
import { AppError } from '../../errors/app-error.js';
import type { ModelRequest } from '../../plugin-api/index.js';
import { Attempt } from '../../runs/attempt.entity.js';
import { inTransaction } from '../../scope/in-transaction.js';
import type { Uses } from '../../scope/scope.js';
import type { NewAttempt } from './call-log.js';
import { moveRun, type ClaimedRun } from '../model/claimed-run.js';
import { schemaHash } from './schema-hash.js';
import { batchPrices } from './batch-prices.js';
import { joinBatch } from './join-batch.js';

/** From the submission on; services promise an answer within a day. */
export const DELIVERY_LIMIT_MS = 25 * 60 * 60_000;

/** Of a call that is deferred: its answer may come late, and what is kept back for it must still be there. */
const KEPT_BACK_MS = DELIVERY_LIMIT_MS + 2 * 60 * 60_000;
const BUSY_RETRY_MS = 15_000;

type Ports = Uses<'em' | 'reads' | 'queue' | 'live' | 'settings' | 'now'>;

const asBilled = ({ run, epoch }: ClaimedRun, { address, request }: NewAttempt): ModelCall => ({
  ...address,
  limitMs: KEPT_BACK_MS,
  runId: run.id,
  leaseEpoch: epoch,
  batchId: run.batchId ?? null,
  messages: request.messages,
  responseSchema: request.responseSchema,
  maxOutputTokens: request.maxOutputTokens,
});

const reserve = async (scope: Ports, call: ModelCall, amount: bigint | null): Promise<string> => {
  const reserved = await reserveBudget(scope, call, amount);
  if (reserved.outcome === 'RESERVED') return reserved.id;
  const message = 'What is left of the budget is kept back for calls that are under way.';
  throw new AppError('BUDGET_EXCEEDED', message, { retryable: true, retryAfterMs: BUSY_RETRY_MS });
};

/** Without the task: who needs that takes no batches. */
const asStored = (request: Omit<ModelRequest, 'model'>): string => {
  const { task: _task, ...asked } = request;
  return JSON.stringify(asked);
};

const INSERT = `insert into batch_request (organization_id, run_id, number, provider_batch_id, request, input_tokens, reservation_id)
  values ($1, $2, $3, $4, $5, $6, $7)`;

/**
 * Has a call go by the provider's batch: notes it as an attempt that waits, keeps back what it may cost by the price of
 * batches, and puts its request where the batch is gathered; all at once.
 * @throws AppError BUDGET_EXCEEDED, PRICE_UNKNOWN; LeaseLostError
 */
export const deferCall = async (scope: Ports, work: ClaimedRun, nonce: string, planned: NewAttempt): Promise<void> => {
  const { question, kind, part, address, request } = planned;
  const call = asBilled(work, planned);
  const [prices, limited, text] = [await priceBook.get(scope), await hasBudget.get(scope), asStored(request)];
  const amount = estimateCall(batchPrices(prices), call, scope.now()).pusd;
  const inputTokens = estimateTokens(text, address).tokens;
  const number = work.attempts + 1;
  await inTransaction(scope, async (scope) => {
    const { em, organizationId } = scope;
    await moveRun(scope, { ...work, attempts: number }, 'SCORING', { flags: [...work.flags] });
    const attempt = { organizationId, runId: work.run.id, number, question, kind, part, nonce };
    const asked = {
      modelAsked: address.address,
      leaseEpoch: work.epoch,
      schemaHash: schemaHash(request.responseSchema),
    };
    em.persist(em.create(Attempt, { ...attempt, ...asked, status: 'PENDING', delivery: 'ECONOMY' }));
    await em.flush();
    const reservationId = limited ? await reserve(scope, call, amount) : null;
    const providerBatchId = await joinBatch(scope, address, Buffer.byteLength(text));
    const key = [organizationId, work.run.id, number];
    await executeWithParameters(em, INSERT, [...key, providerBatchId, text, inputTokens, reservationId]);
  });
  work.attempts = number;
};
