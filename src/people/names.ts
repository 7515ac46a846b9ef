import { foldText } from '../text/fold-text.js';
import { AppError } from '../errors/app-error.js';
import { cleanUnicode } from '../text/clean-unicode.js';

/** A name made comparable: case, width, accents of typing and runs of blanks aside. */
export const nameKey = (name: string): string => foldText(name).text.trim();

const MAX_NAME = 200;
const MAX_EMAIL = 254;
const ADDRESS = /^[^\s@<>]+@[^\s@<>]+$/u;

/**
 * A name of a person or company as a client gave it, cleaned.
 * @throws AppError BAD_USER_INPUT
 */
export const checkedName = (given: string, path: readonly string[]): string => {
  const name = cleanUnicode(given).replace(/\s+/gu, ' ').trim();
  if (name.length >= 1 && name.length <= MAX_NAME) return name;
  throw new AppError('BAD_USER_INPUT', `A name has 1 to ${MAX_NAME} characters.`, { path });
};

/**
 * An e-mail address as a client gave it, in lower case.
 * @throws AppError BAD_USER_INPUT
 */
export const checkedEmail = (given: string, path: readonly string[]): string => {
  const email = given.trim().toLowerCase();
  if (email.length <= MAX_EMAIL && ADDRESS.test(email)) return email;
  throw new AppError('BAD_USER_INPUT', 'This is not an e-mail address.', { path });
};
