import { organizationCache } from '../../scope/organization-cache.js';
import type { Uses } from '../../scope/scope.js';
import type { ModelPrice } from './model-price.js';

/** How long after a change another process may still use the old prices. */
const TTL_MS = 10_000;

const COLUMNS = `id, provider, model, service_tier as "serviceTier", min_input_tokens as "minInputTokens", bucket,
  pusd_per_token as "pusdPerToken", valid_from as "validFrom", valid_to as "validTo"`;

type PriceRow = Omit<ModelPrice, 'pusdPerToken'> & { readonly pusdPerToken: string };

/** Closed prices stay for a day: a call is priced by when it was made. */
const readPrices = async ({ reads }: Uses<'reads'>): Promise<readonly ModelPrice[]> => {
  const rows = await reads.read<PriceRow>({
    name: 'prices_in_force',
    text: `select false as own, ${COLUMNS} from platform_model_price where valid_to is null or valid_to > clock_timestamp() - interval '1 day'
      union all
      select true as own, ${COLUMNS} from model_price where valid_to is null or valid_to > clock_timestamp() - interval '1 day'`,
    values: [],
  });
  return rows.map((row) => ({ ...row, pusdPerToken: BigInt(row.pusdPerToken) }));
};

/** The prices that hold for an organization: the shipped list and its own. */
export const priceBook = organizationCache(TTL_MS, readPrices);
