import { defineEntity, p } from '@mikro-orm/postgresql';
import type { Bucket } from './model-price.js';

/**
 * A shipped price of one token. Platform table: every organization reads it, none writes it. A price never changes: a
 * newer one closes it.
 */
const PlatformModelPriceSchema = defineEntity({
  name: 'PlatformModelPrice',
  tableName: 'platform_model_price',
  uniques: [
    {
      name: 'platform_model_price_start',
      properties: ['provider', 'model', 'serviceTier', 'minInputTokens', 'bucket', 'validFrom'],
    },
  ],
  properties: {
    id: p.uuid().primary(),
    provider: p.text(),
    model: p.text(),
    serviceTier: p.text(),
    minInputTokens: p.integer(),
    bucket: p.text().$type<Bucket>(),
    pusdPerToken: p.bigint('string'),
    currency: p.text().default('USD'),
    validFrom: p.datetime(),
    validTo: p.datetime().nullable(),
    source: p.text(),
    createdAt: p.datetime().defaultRaw('clock_timestamp()'),
  },
});

export class PlatformModelPrice extends PlatformModelPriceSchema.class {}
PlatformModelPriceSchema.setClass(PlatformModelPrice);
