import type { Usage } from '../../plugin-api/index.js';
import { choosePrices, type PricedCall } from './choose-prices.js';
import { BUCKET_OF, type ModelPrice } from './model-price.js';

/** `pusd` is null where the price is not known: an unknown cost is never 0. */
export type Cost =
  | {
      readonly status: 'EXACT' | 'ESTIMATED';
      readonly pusd: bigint;
      /** Prices by which it was reckoned; none for what is free. */
      readonly priceIds: readonly string[];
    }
  | { readonly status: 'UNPRICED'; readonly pusd: null; readonly priceIds: readonly [] };

export const UNPRICED: Cost = { status: 'UNPRICED', pusd: null, priceIds: [] };
export const FREE: Cost = { status: 'EXACT', pusd: 0n, priceIds: [] };

interface Priced extends Omit<PricedCall, 'inputTokens'> {
  /** As reported; null where the provider says nothing. */
  readonly usage: Usage | null;
  /** What stands in for a usage that was not reported; without it such a call has no known cost. */
  readonly estimate?: () => Usage;
}

const KEYS = Object.keys(BUCKET_OF) as readonly (keyof Usage)[];

/** A million dollars: no single call costs that, so the endpoint's count is not to be believed. */
const UNBELIEVABLE = 10n ** 18n;

/** Nobody answers for nothing: no tokens at all means that the endpoint reports no usage. */
const isReported = (usage: Usage | null): usage is Usage => usage !== null && KEYS.some((key) => usage[key] > 0);

/**
 * What one answer cost, in integer pico-USD: tokens of each disjoint bucket times its price, summed as integers. Without a
 * price for every bucket that was used it is UNPRICED; by estimated tokens it is ESTIMATED.
 */
export const costOf = (prices: readonly ModelPrice[], { usage, estimate, ...call }: Priced): Cost => {
  const counted = isReported(usage) ? usage : estimate?.();
  if (!counted) return UNPRICED;
  const inputTokens = counted.inputUncached + counted.inputCacheRead + counted.inputCacheWrite;
  const chosen = choosePrices(prices, { ...call, inputTokens });
  const used = KEYS.filter((key) => counted[key] > 0).map((key) => ({
    tokens: BigInt(counted[key]),
    price: chosen.get(BUCKET_OF[key]),
  }));
  if (used.some(({ price }) => !price)) return UNPRICED;
  const pusd = used.reduce((sum, { tokens, price }) => sum + tokens * (price?.pusdPerToken ?? 0n), 0n);
  if (pusd > UNBELIEVABLE) return UNPRICED;
  const priceIds = used.flatMap(({ price }) => (price ? [price.id] : []));
  return { status: counted === usage ? 'EXACT' : 'ESTIMATED', pusd, priceIds };
};
