import { ProviderError, type Usage } from '../../plugin-api/index.js';
import { type Bucket, BUCKET_OF, DEFAULT_TIER, type ModelPrice } from './model-price.js';

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
  /** Estimates a usage that was not reported; without it such a call has no known cost. */
  readonly estimate?: () => Usage;
}

const KEYS = Object.keys(BUCKET_OF) as readonly (keyof Usage)[];

/** A million dollars: no single call costs that, so the endpoint's count is not to be believed. */
const UNBELIEVABLE = 10n ** 18n;

/** Every answer uses tokens: a count of zero means that the endpoint reports no usage. */
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

/** What a call's price depends on. */
export interface PricedCall {
  readonly provider: string;
  /** The provider's own name of the model, as answered. */
  readonly model: string;
  /** As answered; null where the answer names none. */
  readonly serviceTier: string | null;
  /** All input tokens, cached ones too. */
  readonly inputTokens: number;
  /** When the call was made. */
  readonly at: Date;
}

const DATED = /-(?:\d{4}-\d{2}-\d{2}|\d{8})$/;
const PLAIN_TIERS = new Set(['', 'default', 'standard', 'auto']);

const tierOf = (serviceTier: string | null): string => {
  const tier = (serviceTier ?? '').trim().toLowerCase();
  return PLAIN_TIERS.has(tier) ? DEFAULT_TIER : tier;
};

const EXACT = 1_000_000;

/** How closely a price names a model: exactly, by its undated name, by a prefix (the longer the closer); 0 for no match. */
const closeness = (named: string, model: string): number => {
  if (named === model) return EXACT;
  if (named === model.replace(DATED, '')) return EXACT - 1;
  if (!named.endsWith('*')) return 0;
  return model.startsWith(named.slice(0, -1)) ? named.length : 0;
};

const highest = (values: readonly number[]): number => values.reduce((most, value) => Math.max(most, value), -1);

type Prices = ReadonlyMap<Bucket, ModelPrice>;

/**
 * The price of each bucket for one call. An organization's own list of a model and tier takes the whole place of the
 * shipped one: a bucket that it leaves out has no known price. A tier without a list has none either.
 */
export const choosePrices = (all: readonly ModelPrice[], call: PricedCall): Prices => {
  const { provider, model, inputTokens, at } = call;
  const tier = tierOf(call.serviceTier);
  const fitting = all.filter(
    (price) =>
      price.provider === provider &&
      price.serviceTier === tier &&
      price.minInputTokens <= inputTokens &&
      price.validFrom <= at &&
      (price.validTo === null || at < price.validTo),
  );
  const rank = (price: ModelPrice): number => closeness(price.model, model) * (price.own ? 2 * EXACT : 1);
  const closest = highest(fitting.map(rank));
  if (closest <= 0) return new Map();
  const list = fitting.filter((price) => rank(price) === closest);
  const step = highest(list.map(({ minInputTokens }) => minInputTokens));
  const chosen = list.filter(({ minInputTokens }) => minInputTokens === step);
  return new Map(chosen.map((price) => [price.bucket, price]));
};

/** With these the request was out and something, or nothing, came back: the service may have done its work. */
const UNREAD = new Set<ProviderError['code']>(['PROVIDER_TIMEOUT', 'PROVIDER_BAD_RESPONSE']);

/** Whether a call that failed so may be billed all the same, without our knowing what it used: its cost is unknown, and not 0. */
export const mayBeBilled = (error: unknown): boolean =>
  error instanceof ProviderError && (error.options.maybeBilled ?? UNREAD.has(error.code));

/** Sum of disjoint buckets; calls without an answer count nothing. */
export const totalUsage = (usages: readonly (Usage | null)[]): Usage => {
  const sumOf = (bucket: keyof Usage): number => usages.reduce((sum, usage) => sum + (usage?.[bucket] ?? 0), 0);
  return {
    inputUncached: sumOf('inputUncached'),
    inputCacheRead: sumOf('inputCacheRead'),
    inputCacheWrite: sumOf('inputCacheWrite'),
    outputText: sumOf('outputText'),
    outputReasoning: sumOf('outputReasoning'),
  };
};
