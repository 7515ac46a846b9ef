import { DEFAULT_TIER, type ModelPrice } from '../../costs/prices/model-price.js';

/** The tier of prices by which calls of a batch are billed. */
export const BATCH_TIER = 'batch';

/** The prices of batches in the place of the usual ones, to estimate by. Without one, a call has no known price. */
export const batchPrices = (prices: readonly ModelPrice[]): readonly ModelPrice[] =>
  prices.flatMap((price) => (price.serviceTier === BATCH_TIER ? [{ ...price, serviceTier: DEFAULT_TIER }] : []));
