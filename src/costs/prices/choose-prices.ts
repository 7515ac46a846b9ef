import { DEFAULT_TIER, type Bucket, type ModelPrice } from './model-price.js';

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

/** How closely a price names a model: exactly, by its undated name, by a beginning (the longer the closer); 0 for not at all. */
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
