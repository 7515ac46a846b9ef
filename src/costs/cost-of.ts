import type { Usage } from '../plugin-api/index.js';
import { PRICES, type Price } from './prices.js';

/** `pusd` is null where the price is not known: an unknown cost is never 0. */
export type Cost =
  { readonly status: 'EXACT'; readonly pusd: bigint } | { readonly status: 'UNPRICED'; readonly pusd: null };

interface Priced {
  /** Model address as answered, which may differ from the one asked. */
  readonly address: string;
  /** True for providers that cost nothing. */
  readonly offline: boolean;
  /** Null where the endpoint reports none. */
  readonly usage: Usage | null;
}

const DATED = /-\d{4}-\d{2}-\d{2}$/;

/** Services answer with the dated name of what they ran (`gpt-5-2025-08-07`); the price is that of the model. */
const priceOf = (address: string): Price | undefined => PRICES[address] ?? PRICES[address.replace(DATED, '')];

const tokensOf = (usage: Usage): number =>
  usage.inputUncached + usage.inputCacheRead + usage.inputCacheWrite + usage.outputText + usage.outputReasoning;

/** What one answer cost, in integer pico-USD (10⁻¹² USD): tokens of each disjoint bucket times its price. */
export const costOf = ({ address, offline, usage }: Priced): Cost => {
  if (offline) return { status: 'EXACT', pusd: 0n };
  const price = priceOf(address);
  // Nobody answers for nothing: no tokens at all means that the endpoint reports no usage.
  if (!price || usage === null || usage.inputCacheWrite > 0 || tokensOf(usage) === 0) return { status: 'UNPRICED', pusd: null };
  const output = usage.outputText + usage.outputReasoning;
  const pusd =
    BigInt(usage.inputUncached) * price.inputUncached +
    BigInt(usage.inputCacheRead) * price.inputCacheRead +
    BigInt(output) * price.output;
  return { status: 'EXACT', pusd };
};
