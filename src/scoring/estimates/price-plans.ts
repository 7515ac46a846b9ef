import { type Cost, costOf, FREE } from '../../costs/prices/cost-of.js';
import { formatUsd } from '../../costs/decimal.js';
import type { ModelPrice } from '../../costs/prices/model-price.js';
import type { ModelAddress } from '../../plugin-host/model-address.js';
import type { CallGroup, CallPlan, View } from './plan-calls.js';

/** One planned scoring. */
export interface PlannedScoring {
  readonly plan: CallPlan;
  readonly maxOutputTokens: number;
}

interface Pricing {
  readonly prices: readonly ModelPrice[];
  readonly at: Date;
  /** Share of the tokens that an answer may have that it is expected to have, 0 to 1. */
  readonly outputShare: number;
  /** The model behind an address; null if its provider is not installed: its price is then not known. */
  readonly addressOf: (model: string) => ModelAddress | null;
}

/** Sum of scorings by one view. */
export interface Sum {
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Decimal USD; null where a price is not known. */
  readonly amount: string | null;
}

/** Calls are counted in thousandths, for amounts are integers. */
const PARTS = 1_000;

const costOfGroup = (
  { model, calls, inputTokens, tier }: CallGroup,
  outputText: number,
  { prices, at, addressOf }: Pricing,
): Cost['pusd'] => {
  const address = addressOf(model);
  if (address?.provider.offline) return FREE.pusd;
  const usage = { inputUncached: inputTokens, outputText, inputCacheRead: 0, inputCacheWrite: 0, outputReasoning: 0 };
  const call = { provider: address?.provider.name ?? '', model: address?.model ?? '', serviceTier: tier ?? null };
  const { pusd } = costOf(prices, { ...call, usage, at });
  return pusd === null ? null : (pusd * BigInt(Math.round(calls * PARTS))) / BigInt(PARTS);
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const outputOf = (view: View, maxOutputTokens: number, outputShare: number): number => {
  if (view === 'least') return 0;
  return view === 'most' ? maxOutputTokens : Math.ceil(maxOutputTokens * outputShare);
};

/**
 * Sum of `all` scorings, of which these are a sample and the others are assumed to be alike: `least` by the input
 * alone, `expected` with answers of the usual length, `most` with the longest ones.
 */
export const pricePlans = (
  scorings: readonly PlannedScoring[],
  view: View,
  pricing: Pricing,
  all: number = scorings.length,
): Sum => {
  const groups = scorings.flatMap(({ plan, maxOutputTokens }) =>
    plan[view].map((group) => ({ ...group, output: outputOf(view, maxOutputTokens, pricing.outputShare) })),
  );
  const scaled = (value: number): number => Math.round((value * all) / Math.max(1, scorings.length));
  const costs = groups.map(({ output, ...group }) => costOfGroup(group, output, pricing));
  const known = costs.filter((cost) => cost !== null);
  const total = known.reduce((total, cost) => total + cost, 0n);
  return {
    calls: scaled(sum(groups.map(({ calls }) => calls))),
    inputTokens: scaled(sum(groups.map(({ calls, inputTokens }) => calls * inputTokens))),
    outputTokens: scaled(sum(groups.map(({ calls, output }) => calls * output))),
    amount:
      known.length < costs.length ? null : formatUsd((total * BigInt(all)) / BigInt(Math.max(1, scorings.length))),
  };
};
