/**
 * Text that PostgreSQL can hold: its text cannot hold NUL, nor its JSON a lone surrogate, which becomes U+FFFD.
 * @param nul what replaces NUL: an answer shows where it was, the message of an error is more readable without it
 */
export const storableText = (text: string, nul: '\uFFFD' | '' = '\uFFFD'): string =>
  text.replaceAll('\u0000', nul).toWellFormed();
