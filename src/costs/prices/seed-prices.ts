import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import { type Bucket, BUCKETS, DEFAULT_TIER } from './model-price.js';
import { parseDecimal } from '../decimal.js';
import { PlatformModelPrice } from './model-price.entity.js';

const seedOne = async (em: EntityManager, price: ListPrice): Promise<void> => {
  const { usdPerMillion, source, provider, model, serviceTier, minInputTokens } = price;
  const validFrom = new Date(price.validFrom);
  for (const bucket of BUCKETS) {
    const pusdPerToken = parseDecimal(usdPerMillion[bucket] ?? '', 6)?.toString();
    const key = { provider, model, serviceTier, minInputTokens, bucket };
    if (pusdPerToken === undefined || (await em.findOne(PlatformModelPrice, { ...key, validFrom }))) continue;
    const earlier = { ...key, validFrom: { $lt: validFrom }, validTo: null };
    await em.nativeUpdate(PlatformModelPrice, earlier, { validTo: validFrom });
    em.persist(em.create(PlatformModelPrice, { ...key, id: uuidv7(), pusdPerToken, validFrom, source }));
    await em.flush();
  }
};

/** Enters the prices that ship with Debrief, oldest first; run as the owner. What is there stays, closed by what follows it. */
export const seedPrices = async (em: EntityManager, prices: readonly ListPrice[] = LIST_PRICES): Promise<void> => {
  for (const price of prices) await seedOne(em, price);
};

export interface ListPrice {
  readonly provider: string;
  readonly model: string;
  readonly serviceTier: string;
  readonly minInputTokens: number;
  /** USD per million tokens by bucket, as published. */
  readonly usdPerMillion: Readonly<Partial<Record<Bucket, string>>>;
  readonly validFrom: string;
  /** Source of the figures. */
  readonly source: string;
}

const SOURCE = 'Price file of Langfuse (default-model-prices.json) as of 2026-08-22';
const AS_OF = '2026-08-22T00:00:00Z';

const listed = (model: string, input: string, cached: string, output: string): ListPrice => ({
  model,
  provider: 'openai',
  serviceTier: DEFAULT_TIER,
  minInputTokens: 0,
  // Hidden reasoning is billed as output.
  usdPerMillion: { INPUT_UNCACHED: input, INPUT_CACHE_READ: cached, OUTPUT_TEXT: output, OUTPUT_REASONING: output },
  validFrom: AS_OF,
  source: SOURCE,
});

/** By a batch: half of the usual price, as the service's guide to batches says. */
const batched = (model: string, input: string, cached: string, output: string): ListPrice => ({
  ...listed(model, input, cached, output),
  serviceTier: 'batch',
  source: `Half of the usual price; ${SOURCE}`,
});

/**
 * Prices that ship with Debrief, oldest first. A changed price is another entry with a later `validFrom`. What stands
 * neither here nor among an organization's own prices has no known price.
 */
export const LIST_PRICES: readonly ListPrice[] = [
  listed('gpt-5', '1.25', '0.125', '10'),
  batched('gpt-5', '0.625', '0.0625', '5'),
  listed('gpt-4.1-mini', '0.4', '0.1', '1.6'),
  batched('gpt-4.1-mini', '0.2', '0.05', '0.8'),
];
