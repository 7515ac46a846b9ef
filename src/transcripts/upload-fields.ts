import { AppError } from '../errors/app-error.js';
import { cleanUnicode } from '../text/clean-unicode.js';
import type { RequestedScoring, UploadFields } from './transcript.entity.js';

const FILE_FIELDS = ['rep', 'customer', 'company', 'title', 'format', 'callType', 'externalRef'] as const;
const SCORING_FIELDS = ['rubric', 'model'] as const;
const MAX_LENGTH = 300;

/** Names of what may be said of a file at upload. */
export const UPLOAD_FIELD_NAMES: readonly string[] = [...FILE_FIELDS, ...SCORING_FIELDS];

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

/**
 * What an uploader said of a file, cleaned and sorted.
 * @throws AppError BAD_USER_INPUT for a text that is too long
 */
export const toUploadFields = (
  given: Readonly<Record<string, unknown>>,
  score: boolean,
): { fields: UploadFields; scoring: RequestedScoring } => ({
  fields: pick(FILE_FIELDS, given),
  scoring: { score, ...pick(SCORING_FIELDS, given) },
});
