/** A surrogate without its partner: in Unicode mode the pattern never matches half of a pair. */
const LONE_SURROGATE = /\p{Cs}/gu;

/** Controls but tab and line ends, and characters that are invisible or turn the direction of reading. Joiners (U+200C, U+200D) carry meaning and stay. */
const UNWANTED =
  /(?![\t\n\r])\p{Cc}|[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u{e0000}-\u{e007f}]/gu;

/** Text that every store and every reader can take: well-formed UTF-16 without controls, hidden characters or direction overrides. Linear time. */
export const cleanUnicode = (text: string): string => text.replace(LONE_SURROGATE, '\uFFFD').replace(UNWANTED, '');
