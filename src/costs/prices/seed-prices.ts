import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import { LIST_PRICES, type ListPrice } from './list-prices.js';
import { BUCKETS } from './model-price.js';
import { parseDecimal } from '../parse-decimal.js';
import { PlatformModelPrice } from './platform-model-price.entity.js';

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
