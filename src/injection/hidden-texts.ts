/** A text that is encoded in another one, with the span that encodes it. */
export interface HiddenText {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const TAGS = /[\u{e0020}-\u{e007e}]{4,}/gu;
const SELECTORS = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]{4,}/gu;
const BASE64 = /[A-Za-z0-9+/_-]{16,}={0,2}/g;
const HEX = /(?:(?:0x|\\x|%)?[0-9a-fA-F]{2}[ ,:]?){10,}/g;
const ESCAPES = /(?:\\u00[0-9a-fA-F]{2}|&#x?[0-9a-fA-F]{2,3};|%[0-9a-fA-F]{2}){6,}/g;
/** Characters of a sequence that are decoded. */
const MAX_DECODED = 20_000;

const fromTags = (run: string): string =>
  Array.from(run, (tag) => String.fromCharCode((tag.codePointAt(0) ?? 0) - 0xe0000)).join('');

/** Each variation selector as a byte, 1 to 256. */
const fromSelectors = (run: string): string => {
  const codes = Array.from(run, (selector) => selector.codePointAt(0) ?? 0);
  return Buffer.from(codes.map((code) => (code > 0xffff ? code - 0xe0100 + 16 : code - 0xfe00))).toString('utf8');
};

const fromBase64 = (run: string): string => Buffer.from(run, 'base64').toString('utf8');

const fromHex = (run: string): string => Buffer.from(run.replace(/0x|\\x|[%\s,:]/g, ''), 'hex').toString('utf8');

const fromEscapes = (run: string): string =>
  run.replace(/\\u00([0-9a-f]{2})|&#x([0-9a-f]{2,3});|%([0-9a-f]{2})|&#([0-9]{2,3});/gi, (...found) => {
    const [, unicode, entity, percent, decimal] = found as (string | undefined)[];
    const code = decimal === undefined ? parseInt(unicode ?? entity ?? percent ?? '20', 16) : Number(decimal);
    return String.fromCharCode(code);
  });

const BINARY = /(?:[01]{8} ?){6,}/g;
const CODES = /(?:\b(?:3[2-9]|[4-9][0-9]|1[01][0-9]|12[0-6])\b[ ,;]{0,2}){10,}/g;

const fromNumbers = (run: string, base: 2 | 10): string =>
  (run.match(base === 2 ? /[01]{8}/g : /[0-9]+/g) ?? [])
    .map((code) => String.fromCharCode(parseInt(code, base)))
    .join('');

const DECODERS: readonly (readonly [RegExp, (run: string) => string])[] = [
  [TAGS, fromTags],
  [SELECTORS, fromSelectors],
  [BASE64, fromBase64],
  [HEX, fromHex],
  [ESCAPES, fromEscapes],
  [BINARY, (run) => fromNumbers(run, 2)],
  [CODES, (run) => fromNumbers(run, 10)],
];

const READABLE = /^[^\p{Cc}\ufffd]*$/u;

/** Whether decoded bytes are text, not arbitrary bytes. */
const isReadable = (text: string): boolean => {
  const kept = text.replace(/[\n\r\t]/g, ' ');
  return kept.length > 5 && READABLE.test(kept) && /\p{L}{3}/u.test(kept);
};

/**
 * A text without a sequence like this matches none of the patterns above. Except for base64, patterns of letters and digits
 * are tested together.
 */
const MAY_HIDE = /[A-Za-z0-9+/_-]{16}|[0-9a-fA-Fux&#;\\%:, ]{18}|[\ufe00-\ufe0f\udb40]/;

/** Texts in tag characters, variation selectors, base64, hexadecimal, escapes and numbers. Linear time. */
export const hiddenTexts = (text: string): HiddenText[] => (MAY_HIDE.test(text) ? decoded(text) : []);

const decoded = (text: string): HiddenText[] =>
  DECODERS.flatMap(([pattern, decode]) =>
    Array.from(text.matchAll(pattern), ({ 0: run, index }) => ({
      text: decode(run.slice(0, MAX_DECODED)),
      start: index,
      end: index + run.length,
    })),
  ).filter((hidden) => isReadable(hidden.text));
