/** A surrogate without its partner: in Unicode mode the pattern never matches half of a pair. */
const LONE_SURROGATE = /\p{Cs}/gu;

/**
 * Controls but tab and line ends, and characters that are invisible or turn the direction of reading. Joiners (U+200C,
 * U+200D) carry meaning and stay.
 */
const UNWANTED =
  /(?![\t\n\r])\p{Cc}|[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** One variation selector chooses the form of the character before it; several in a row spell a hidden text. */
const SELECTOR_RUN = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]{2,}/gu;

/** Text that every store and every reader can take: well-formed UTF-16 without controls, hidden characters or direction overrides. Linear time. */
export const cleanUnicode = (text: string): string =>
  text.replace(LONE_SURROGATE, '\uFFFD').replace(UNWANTED, '').replace(SELECTOR_RUN, '');

/**
 * Text that PostgreSQL can hold: its text cannot hold NUL, nor its JSON a lone surrogate, which becomes U+FFFD.
 * @param nul what replaces NUL: an answer shows where it was, the message of an error is more readable without it
 */
export const storableText = (text: string, nul: '\uFFFD' | '' = '\uFFFD'): string =>
  text.replaceAll('\u0000', nul).toWellFormed();
