import type { Uses } from '../../scope/scope.js';
import { formatDecimal } from '../decimal.js';
import type { Bucket, ModelPrice } from './model-price.js';
import { organizationCache } from '../../scope/organization-cache.js';

/** A price as it is read. */
export interface ModelPriceRow {
  readonly own: boolean;
  readonly provider: string;
  readonly model: string;
  readonly serviceTier: string;
  readonly minInputTokens: number;
  readonly bucket: Bucket;
  /** Decimal string. */
  readonly usdPerMillionTokens: string;
  readonly currency: string;
  readonly validFrom: Date;
  readonly validTo: Date | null;
  readonly source: string | null;
}

interface PriceFilter {
  readonly provider: string | null;
  readonly model: string | null;
  /** Whether prices that no longer hold are listed too. */
  readonly includeClosed: boolean;
}

const COLUMNS = `provider, model, service_tier as "serviceTier", min_input_tokens as "minInputTokens", bucket,
  pusd_per_token as "pusdPerToken", currency, valid_from as "validFrom", valid_to as "validTo", source`;

const WHERE = `($1::text is null or provider = $1) and ($2::text is null or model = $2)
  and ($3 or valid_to is null or valid_to > clock_timestamp())`;

/** The organization's own prices and the shipped ones, newest first for each model, 1,000 at most. */
export const modelPrices = async (
  { reads }: Uses<'reads'>,
  { provider, model, includeClosed }: PriceFilter,
): Promise<readonly ModelPriceRow[]> => {
  const rows = await reads.read<Omit<ModelPriceRow, 'usdPerMillionTokens'> & { pusdPerToken: string }>({
    name: 'model_prices',
    text: `select true as own, ${COLUMNS} from model_price where ${WHERE}
        union all select false as own, ${COLUMNS} from platform_model_price where ${WHERE}
        order by provider, model, own desc, "serviceTier", "minInputTokens", bucket, "validFrom" desc limit 1000`,
    values: [provider, model, includeClosed],
  });
  return rows.map(({ pusdPerToken, ...row }) => ({
    ...row,
    usdPerMillionTokens: formatDecimal(BigInt(pusdPerToken), 6),
  }));
};

/** How long after a change another process may still use the old prices. */
const TTL_MS = 10_000;

const CALL_COLUMNS = `id, provider, model, service_tier as "serviceTier", min_input_tokens as "minInputTokens", bucket,
  pusd_per_token as "pusdPerToken", valid_from as "validFrom", valid_to as "validTo"`;

type PriceRow = Omit<ModelPrice, 'pusdPerToken'> & { readonly pusdPerToken: string };

/** Closed prices stay for a day: a call is priced by when it was made. */
const readPrices = async ({ reads }: Uses<'reads'>): Promise<readonly ModelPrice[]> => {
  const rows = await reads.read<PriceRow>({
    name: 'prices_in_force',
    text: `select false as own, ${CALL_COLUMNS} from platform_model_price where valid_to is null or valid_to > clock_timestamp() - interval '1 day'
      union all
      select true as own, ${CALL_COLUMNS} from model_price where valid_to is null or valid_to > clock_timestamp() - interval '1 day'`,
    values: [],
  });
  return rows.map((row) => ({ ...row, pusdPerToken: BigInt(row.pusdPerToken) }));
};

/** The prices that hold for an organization: the shipped list and its own. */
export const priceBook = organizationCache(TTL_MS, readPrices);
