import { cleanUnicode } from '../../../text/clean-unicode.js';

/** A text from elsewhere on one line, without anything that drives a terminal. */
export const printable = (text: string): string => cleanUnicode(text).replace(/\s+/g, ' ').trim();
