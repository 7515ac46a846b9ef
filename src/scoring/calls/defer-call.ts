import { v7 as uuidv7 } from 'uuid';
import { estimateCall, type ModelCall } from '../../costs/budgets/estimate-call.js';
import { hasBudget } from '../../costs/budgets/budget-reads.js';
import { budgetBusy } from '../../costs/budgets/hold-budget.js';
import { reserveBudget } from '../../costs/budgets/budget-reservations.js';
import { estimateTokens } from '../../costs/estimate-tokens.js';
import { DEFAULT_TIER, type ModelPrice } from '../../costs/prices/model-price.js';
import { priceBook } from '../../costs/prices/price-reads.js';
import { executeWithParameters } from '../../database/wire/execute-with-parameters.js';
import { AppError } from '../../errors/app-error.js';
import type { ModelRequest } from '../../plugin-api/index.js';
import type { ModelAddress } from '../../plugin-host/model-address.js';
import type { Uses } from '../../scope/scope.js';
import type { AttemptLog } from './attempt-log.js';
import { asBilled, type CallResult, type PlannedCall } from './call-log.js';
import { DELIVERY_LIMIT_MS } from './deferral.js';

type Ports = Uses<'em' | 'reads' | 'settings' | 'hooks' | 'now'>;

/** The tier of prices by which calls of a batch are billed. */
export const BATCH_TIER = 'batch';

/** The answer may come late, and the reserved budget must still be there then. */
const RESERVED_MS = DELIVERY_LIMIT_MS + 2 * 60 * 60_000;

/** A batch is closed when it has so many requests, or so many bytes of them: it is built and read in memory. */
const MAX_REQUESTS = 200;
const MAX_BYTES = 16 * 1024 * 1024;

const IS_FULL = `(request_count + 1 >= ${MAX_REQUESTS} or request_bytes + ? >= ${MAX_BYTES})`;
const TRIES = 5;

/** The prices of batches in place of the usual ones, to estimate by. Without one, a call has no known price. */
const batchPrices = (prices: readonly ModelPrice[]): readonly ModelPrice[] =>
  prices.flatMap((price) => (price.serviceTier === BATCH_TIER ? [{ ...price, serviceTier: DEFAULT_TIER }] : []));

/** Without the task: providers that need it take no batches. */
const asStored = (request: Omit<ModelRequest, 'model'>): string => {
  const { task: _task, ...asked } = request;
  return JSON.stringify(asked);
};

/** In the caller's transaction, which can't wait until other calls give something back. */
const reserve = async (
  scope: Uses<'em' | 'hooks' | 'now'>,
  call: ModelCall,
  amount: bigint | null,
): Promise<string> => {
  const reserved = await reserveBudget(scope, call, amount);
  if (reserved.outcome === 'BUSY') throw budgetBusy();
  return reserved.id;
};

/**
 * Finds the batch to one model that still gathers requests, or opens one, in the caller's transaction; the request that
 * fills it closes it.
 * @returns its id
 */
const joinBatch = async (
  { em, organizationId, settings }: Uses<'em' | 'settings'>,
  { provider, model }: ModelAddress,
  bytes: number,
): Promise<string> => {
  for (let tries = 0; tries < TRIES; tries += 1) {
    await em.execute(
      `insert into provider_batch (organization_id, id, provider, model, status, check_at)
       values (?, ?, ?, ?, 'GATHERING', clock_timestamp() + ? * interval '1 millisecond')
       on conflict (organization_id, provider, model) where status = 'GATHERING' do nothing`,
      [organizationId, uuidv7(), provider.name, model, settings.batchGatherMs],
    );
    const [joined]: { id: string }[] = await em.execute(
      `update provider_batch set request_count = request_count + 1, request_bytes = request_bytes + ?,
         status = case when ${IS_FULL} then 'SUBMITTING' else status end,
         check_at = case when ${IS_FULL} then clock_timestamp() else check_at end
       where organization_id = ? and provider = ? and model = ? and status = 'GATHERING' returning id`,
      [bytes, bytes, bytes, organizationId, provider.name, model],
    );
    if (joined) return joined.id;
  }
  throw new Error('No batch stayed open for long enough to be joined.');
};

const INSERT = `insert into batch_request (organization_id, run_id, number, provider_batch_id, request, input_tokens, reservation_id)
  values ($1, $2, $3, $4, $5, $6, $7)`;

/** The judge's first call of an economy run, once: a request for which a batch brought nothing is called as any other. */
export const goesByBatch = (
  { work, earlier }: Pick<AttemptLog, 'work' | 'earlier'>,
  { kind, part, question, address }: PlannedCall,
): boolean => {
  if (work.run.spec.delivery !== 'ECONOMY' || work.afterwards === true) return false;
  const isFirst = kind === 'FIRST' && part === null && address.provider.batch !== undefined;
  return isFirst && !earlier.some((one) => one.delivery === 'ECONOMY' && one.question === question);
};

/**
 * The same steps for a call that goes by a provider's batch, in one transaction: notes it as an attempt that waits, reserves
 * what it may cost by the price of batches, and puts its request where the batch is gathered. The batch then takes a place
 * at the model, calls, settles and stores (`economy/`).
 * @returns null where a budget needs the price of batches, and it is not known: the call is made at once
 * @throws LeaseLostError; errors of the database
 */
export const deferCall = async (
  scope: Ports,
  log: Pick<AttemptLog, 'work' | 'defer' | 'refuse'>,
  planned: PlannedCall,
): Promise<CallResult | null> => {
  const { address, request } = planned;
  const text = asStored(request);
  const inputTokens = estimateTokens(text, address).tokens;
  const call = asBilled(log.work, planned, RESERVED_MS);
  const [prices, limited] = [await priceBook.get(scope), await hasBudget.get(scope)];
  const amount = estimateCall(batchPrices(prices), call, scope.now()).pusd;
  try {
    await log.defer(planned, async ({ em, organizationId }, number) => {
      const reservationId = limited ? await reserve({ ...scope, em }, call, amount) : null;
      const providerBatchId = await joinBatch({ ...scope, em }, address, Buffer.byteLength(text));
      const key = [organizationId, log.work.run.id, number];
      await executeWithParameters(em, INSERT, [...key, providerBatchId, text, inputTokens, reservationId]);
    });
    return { outcome: 'DEFERRED', deferral: { until: 'DELIVERY' } };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'PRICE_UNKNOWN') return null;
    return { outcome: 'HELD_BACK', number: await log.refuse(planned, 'HELD_BACK', error), failure: error };
  }
};
