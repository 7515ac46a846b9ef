import { v7 as uuidv7 } from 'uuid';
import { requireRole } from '../../scope/require-role.js';
import { recordAudit } from '../../audit/record-audit.js';
import { advisoryLock } from '../../database/wire/commit-writes.js';
import { AppError } from '../../errors/app-error.js';
import { inTransaction } from '../../scope/in-transaction.js';
import type { Uses } from '../../scope/scope.js';
import { cleanUnicode } from '../../text/clean-unicode.js';
import { DEFAULT_TIER, type Bucket } from './model-price.js';
import { OwnModelPrice } from './model-price.entity.js';
import { parseDecimal } from '../decimal.js';
import { priceBook } from './price-reads.js';

export interface NewModelPrice {
  readonly provider: string;
  readonly model: string;
  readonly serviceTier?: string | null;
  readonly minInputTokens?: number | null;
  readonly rates: readonly {
    readonly bucket: Bucket;
    /** USD as a decimal string; null ends the price. */
    readonly usdPerMillionTokens: string | null;
  }[];
  /** From when on it holds, not in the past; from now on where left out. */
  readonly validFrom?: Date | null;
  /** Source of the figures: a contract, a page. */
  readonly source?: string | null;
}

type Ports = Uses<'em' | 'reads' | 'actor' | 'queue' | 'live' | 'requestId' | 'now'>;

interface Rate {
  readonly bucket: Bucket;
  readonly pusdPerToken: bigint | null;
}

type PriceKey = Pick<OwnModelPrice, 'organizationId' | 'provider' | 'model' | 'serviceTier' | 'minInputTokens'>;

const MAX_USD_PER_MILLION = 1_000n;
const MAX_SOURCE = 500;
/** Clocks of clients are not ours. */
const LATE_MS = 60_000;

const refuse = (field: string, message: string): AppError =>
  new AppError('BAD_USER_INPUT', message, { path: ['input', field] });

const matching = (field: string, text: string, pattern: RegExp, example: string): string => {
  const value = text.trim();
  if (pattern.test(value)) return value;
  throw refuse(field, `${field} must be a name such as "${example}".`);
};

const checkedKey = ({ organizationId }: Ports, input: NewModelPrice): PriceKey => {
  const minInputTokens = input.minInputTokens ?? 0;
  if (minInputTokens < 0) throw refuse('minInputTokens', 'minInputTokens must not be negative.');
  const tier = (input.serviceTier ?? DEFAULT_TIER).toLowerCase();
  return {
    organizationId,
    minInputTokens,
    provider: matching('provider', input.provider, /^[a-z][a-z0-9_-]{0,63}$/, 'openai'),
    model: matching('model', input.model, /^(?:[\w.:@+/-]{1,200}\*?|\*)$/, 'gpt-5'),
    serviceTier: matching('serviceTier', tier, /^[a-z0-9_-]{1,40}$/, 'flex'),
  };
};

const checkedRates = ({ rates }: NewModelPrice): readonly Rate[] => {
  const buckets = new Set(rates.map(({ bucket }) => bucket));
  if (rates.length === 0 || buckets.size < rates.length) throw refuse('rates', 'Give one price or more, one a bucket.');
  return rates.map(({ bucket, usdPerMillionTokens: text }) => {
    if (text === null) return { bucket, pusdPerToken: null };
    const pusdPerToken = parseDecimal(text, 6);
    if (pusdPerToken !== null && pusdPerToken <= MAX_USD_PER_MILLION * 10n ** 6n) return { bucket, pusdPerToken };
    throw refuse('rates', `"${text}" is no price from 0 to ${MAX_USD_PER_MILLION} USD with six decimals at most.`);
  });
};

const checkedStart = ({ now }: Ports, { validFrom }: NewModelPrice): Date => {
  if (!validFrom) return now();
  if (validFrom.getTime() >= now().getTime() - LATE_MS) return validFrom;
  throw refuse('validFrom', 'A price holds from now on or later: the cost of past calls does not change.');
};

const checkedSource = ({ source }: NewModelPrice): string | null => {
  const text = cleanUnicode(source ?? '').trim();
  if (text.length <= MAX_SOURCE) return text === '' ? null : text;
  throw refuse('source', `source may have ${MAX_SOURCE} characters.`);
};

const closeEarlier = async ({ em }: Ports, key: PriceKey, { bucket }: Rate, validTo: Date): Promise<void> => {
  const open = await em.findOne(OwnModelPrice, { ...key, bucket, validTo: null });
  if (!open) return;
  if (open.validFrom >= validTo) {
    const message = `There is a price of ${bucket} from ${open.validFrom.toISOString()} on; choose a later start.`;
    throw new AppError('CONFLICT', message, { path: ['input', 'validFrom'] });
  }
  open.validTo = validTo;
};

/**
 * States what the organization pays for a model, in place of the shipped list of that model and tier. The price until then
 * ends where this one begins and stays readable; buckets that are not named keep theirs.
 * @throws AppError FORBIDDEN, BAD_USER_INPUT, CONFLICT where a later price was stated already
 */
export const setModelPrice = async (scope: Ports, input: NewModelPrice): Promise<void> => {
  requireRole(scope, 'ADMIN');
  const [key, rates] = [checkedKey(scope, input), checkedRates(input)];
  const [validFrom, source] = [checkedStart(scope, input), checkedSource(input)];
  await inTransaction(scope, async (scope) => {
    const { em, actor } = scope;
    await advisoryLock(em, `model_price ${key.organizationId}`);
    for (const rate of rates) {
      await closeEarlier(scope, key, rate, validFrom);
      const { bucket, pusdPerToken } = rate;
      if (pusdPerToken === null) continue;
      const price = { pusdPerToken: pusdPerToken.toString(), validFrom, source, createdBy: actor.id };
      em.persist(em.create(OwnModelPrice, { ...key, ...price, id: uuidv7(), bucket, validTo: null }));
    }
    const { organizationId: subjectId, ...named } = key;
    const after = { ...named, rates: input.rates, validFrom: validFrom.toISOString() };
    recordAudit(scope, { action: 'modelPrice.set', subjectType: 'Organization', subjectId, after });
    await em.flush();
  });
  priceBook.forget(scope);
};
