import type { Uses } from '../../scope/scope.js';
import { formatDecimal } from '../decimal.js';
import type { Bucket } from './model-price.js';

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
