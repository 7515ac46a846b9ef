import { AppError } from '../../errors/app-error.js';
import { cleanUnicode } from '../../text/clean-unicode.js';
import type { RequestedScoring, UploadFields } from '../transcript.entity.js';

const FILE_FIELDS = ['rep', 'customer', 'company', 'title', 'format', 'callType', 'externalRef'] as const;
const SCORING_FIELDS = ['rubric', 'model'] as const;
const MAX_LENGTH = 300;

/** Names of what may be said of a file at upload. */
export const UPLOAD_FIELD_NAMES: readonly string[] = [...FILE_FIELDS, ...SCORING_FIELDS, 'delivery'];

const clean = (name: string, value: unknown): string | null => {
  if (typeof value !== 'string') return null;
  const text = cleanUnicode(value).trim();
  if (text.length <= MAX_LENGTH) return text === '' ? null : text;
  throw new AppError('BAD_USER_INPUT', `${name} may have ${MAX_LENGTH} characters.`, { path: ['input', name] });
};

const pick = (names: readonly string[], given: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = clean(name, given[name]);
      return value === null ? [] : [[name, value]];
    }),
  );

/** Only where it is not the usual one. */
const deliveryOf = ({
  delivery = 'IMMEDIATE',
}: Readonly<Record<string, unknown>>): Pick<RequestedScoring, 'delivery'> => {
  if (delivery === 'ECONOMY') return { delivery };
  if (delivery === 'IMMEDIATE' || delivery === null || delivery === '') return {};
  throw new AppError('BAD_USER_INPUT', 'delivery is IMMEDIATE or ECONOMY.', { path: ['input', 'delivery'] });
};

/**
 * What an uploader said of a file, cleaned and sorted.
 * @throws AppError BAD_USER_INPUT for a text that is too long, or a delivery that there is not
 */
export const toUploadFields = (
  given: Readonly<Record<string, unknown>>,
  score: boolean,
): { fields: UploadFields; scoring: RequestedScoring } => ({
  fields: pick(FILE_FIELDS, given),
  scoring: { score, ...pick(SCORING_FIELDS, given), ...deliveryOf(given) },
});
