import { AppError } from '../../errors/app-error.js';
import { cleanUnicode } from '../../text/clean-unicode.js';
import type { RequestedScoring, UploadFields } from '../transcript.entity.js';

const FILE_FIELDS = ['rep', 'customer', 'company', 'title', 'format', 'callType', 'externalRef'] as const;
const SCORING_FIELDS = ['rubric', 'model'] as const;
const MAX_LENGTH = 300;

/** Names of the fields of an upload. */
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

/** Stored only where it is not the default. */
const deliveryOf = ({
  delivery = 'IMMEDIATE',
}: Readonly<Record<string, unknown>>): Pick<RequestedScoring, 'delivery'> => {
  if (delivery === 'ECONOMY') return { delivery };
  if (delivery === 'IMMEDIATE' || delivery === null || delivery === '') return {};
  throw new AppError('BAD_USER_INPUT', 'delivery is IMMEDIATE or ECONOMY.', { path: ['input', 'delivery'] });
};

/**
 * The fields that an uploader sent, cleaned, apart for the file and for its scoring.
 * @throws AppError BAD_USER_INPUT for a text that is too long, or an unknown delivery
 */
export const toUploadFields = (
  given: Readonly<Record<string, unknown>>,
  score: boolean,
): { fields: UploadFields; scoring: RequestedScoring } => ({
  fields: pick(FILE_FIELDS, given),
  scoring: { score, ...pick(SCORING_FIELDS, given), ...deliveryOf(given) },
});

const MAX_NAME = 200;
const MAX_PATH = 300;

const cleanText = (text: string): string => cleanUnicode(text).trim();

/** Last part of a file name that a client sent, safe to display; never used as a path. */
export const displayName = (fileName: string): string => {
  const last = cleanText(fileName).split(/[/\\]/).at(-1)?.trim() ?? '';
  return last === '' ? 'transcript' : last.slice(0, MAX_NAME).toWellFormed();
};

/** Path of a file in an upload, `week 3/call.vtt`, safe to display; only the end of one that is too long. */
export const displayPath = (path: string): string => {
  const parts = cleanText(path)
    .split(/[/\\]/)
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== '.' && part !== '..');
  return parts.length === 0 ? 'transcript' : parts.join('/').slice(-MAX_PATH).toWellFormed();
};
