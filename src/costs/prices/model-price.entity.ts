import { defineEntity, p } from '@mikro-orm/postgresql';
import { tenantPolicy } from '../../database/tenant-policy.js';
import type { Bucket } from './model-price.js';

/** What an organization pays for one token: its own terms, or those of its gateway. Only the end of a price is ever written. */
const OwnModelPriceSchema = defineEntity({
  name: 'OwnModelPrice',
  tableName: 'model_price',
  ...tenantPolicy('model_price'),
  uniques: [
    {
      name: 'model_price_start',
      properties: ['organizationId', 'provider', 'model', 'serviceTier', 'minInputTokens', 'bucket', 'validFrom'],
    },
  ],
  properties: {
    organizationId: p.uuid().primary(),
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
    source: p.text().nullable(),
    /** Id of the API key that stated it. */
    createdBy: p.text().nullable(),
    createdAt: p.datetime().defaultRaw('clock_timestamp()'),
  },
});

export class OwnModelPrice extends OwnModelPriceSchema.class {}
OwnModelPriceSchema.setClass(OwnModelPrice);

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
