import { passesLuhn, passesMod97 } from './check-digits.js';
import { NATIONAL_IDS, type NationalId } from './national-ids.js';
import { readCharacters, type CharacterRun, type Group } from './read-characters.js';
import type { SensitiveKind, SensitiveSpan } from './mask-text.js';

interface Reading {
  readonly text: string;
  readonly run: CharacterRun;
  /** All groups as one string, and where in it each begins. */
  readonly characters: string;
  readonly offsets: readonly number[];
}

const isDigits = (group: Group | undefined): boolean => group !== undefined && group.characters < 'A';

/** Consecutive groups of a run, as one string. The text around it is read only on demand. */
class Window {
  constructor(
    private readonly reading: Reading,
    readonly first: number,
    readonly last: number,
    readonly characters: string,
  ) {}

  get groups(): readonly Group[] {
    return this.reading.run.slice(this.first, this.last + 1);
  }

  get hasPlus(): boolean {
    return this.reading.run[this.first]?.plus === true;
  }

  get start(): number {
    return this.reading.run[this.first]?.start ?? 0;
  }

  get end(): number {
    return this.reading.run[this.last]?.end ?? 0;
  }

  get before(): string {
    return this.reading.text.slice(Math.max(0, this.start - CONTEXT), this.start);
  }

  get after(): string {
    return this.reading.text.slice(this.end, this.end + 12);
  }

  get isComplete(): boolean {
    return isCompleteNumber(this.reading.run, this.first, this.last);
  }
}

/** Whether groups are not part of a longer sequence of digits. */
const isCompleteNumber = (run: CharacterRun, first: number, last: number): boolean =>
  !isDigits(run[first - 1]) && (!isDigits(run[last + 1]) || run[last + 1]?.plus === true);

/** Most characters that any kind of number has. */
const MAX_CHARACTERS = 34;
/** Characters of text before a number that are searched for words that name it. */
const CONTEXT = 56;

/** End of the last match; -1 if there is none. */
const lastOf = (pattern: RegExp, text: string): number =>
  Math.max(-1, ...Array.from(text.matchAll(pattern), ({ 0: found, index }) => index + found.length));

const PHONE_WORDS =
  /\b(?:phone|telephone|cell|mobile|reach (?:me|us|him|her)|call (?:me|us|him|her|back)|dial|ring|text me|fax|whats ?app|tel|direct line|landline|hotline|telefon|handy|ruf|mobil|portable|numéro|móvil|teléfono|telefono|my number|our number|number is)\b/giu;
const OTHER_WORDS =
  /\b(?:orders?|tickets?|invoices?|cases?|ref(?:erence)?|contracts?|serial|parts?|sku|po|items?|articles?|tracking|confirmation|build|version|id|quote|units?|shipment|batch|rechnung|bestell\p{L}*|auftrag\p{L}*|commande|facture|pedido|factura)\b(?: (?:number|no|nummer))?(?: is\b)?/giu;

/** Whether the words before say that a number is a phone number: the nearest word counts. */
const isNamedPhone = ({ before }: Window): boolean => {
  const named = lastOf(PHONE_WORDS, before);
  return named > lastOf(OTHER_WORDS, before);
};
const isNamedOther = ({ before }: Window): boolean =>
  lastOf(OTHER_WORDS, before) >= Math.max(0, lastOf(PHONE_WORDS, before));

const sizes = ({ groups }: Window): string => groups.map(({ characters }) => characters.length).join('-');
const isSpoken = ({ groups }: Window): boolean => groups.every(({ spoken }) => spoken);

const AMOUNT =
  /^\s?(?:%|€|\$|£|euros?|dollars?|pounds?|units|pieces|records|rows|users|percent|million|thousand|hours|days)/i;
/** Days: 2026-11-23, 23.11.2026. */
const DATE_SHAPE = /^(?:4-[12]-[12]|[12]-[12]-[24])$/;

/** Phone numbers, by their format or, if that is ambiguous, by the words before them. */
const isPhone = (window: Window): boolean => {
  const { characters } = window;
  if (characters.length > 15 || !window.isComplete || !/^[0-9]{7,15}$/.test(characters)) return false;
  if (window.hasPlus) return characters.length > 7;
  if (isNamedOther(window) || AMOUNT.test(window.after) || DATE_SHAPE.test(sizes(window))) return false;
  if (isNamedPhone(window)) return true;
  if (isSpoken(window)) return characters.length >= 10 && characters.length <= 12;
  return hasPhoneShape(characters, sizes(window));
};

const hasPhoneShape = (characters: string, shape: string): boolean => {
  if (/^00[1-9]/.test(characters)) return characters.length >= 11;
  if (/^(?:1-)?3-3-4$/.test(shape)) return /^1?[2-9][0-9]{2}[2-9][0-9]{6}$/.test(characters);
  if (/^0[1-9]/.test(characters)) return characters.length >= 9 && characters.length <= 12 && shape.includes('-');
  return (shape === '5-5' && /^[6-9]/.test(characters)) || (shape === '3-2-2-2' && /^[6-9]/.test(characters));
};

/** Lengths of IBANs by country, from the registry of SWIFT. */
const IBAN_LENGTHS = new Map(
  Object.entries({
    ...{ AD: 24, AE: 23, AL: 28, AT: 20, AZ: 28, BA: 20, BE: 16, BG: 22, BH: 22, BR: 29, BY: 28, CH: 21, CR: 22 },
    ...{ CY: 28, CZ: 24, DE: 22, DK: 18, DO: 28, EE: 20, EG: 29, ES: 24, FI: 18, FO: 18, FR: 27, GB: 22, GE: 22 },
    ...{ GI: 23, GL: 18, GR: 27, GT: 28, HR: 21, HU: 28, IE: 22, IL: 23, IQ: 23, IS: 26, IT: 27, JO: 30, KW: 30 },
    ...{ KZ: 20, LB: 28, LC: 32, LI: 21, LT: 20, LU: 20, LV: 21, LY: 25, MC: 27, MD: 24, ME: 22, MK: 19, MR: 27 },
    ...{ MT: 31, MU: 30, NL: 18, NO: 15, PK: 24, PL: 28, PS: 29, PT: 25, QA: 29, RO: 24, RS: 22, SA: 24, SC: 31 },
    ...{ SD: 18, SE: 24, SI: 19, SK: 24, SM: 27, ST: 25, SV: 28, TL: 23, TN: 24, TR: 26, UA: 29, VA: 22, VG: 24 },
    XK: 20,
  }),
);

const isIban = ({ characters }: Window): boolean =>
  characters.length >= 15 &&
  IBAN_LENGTHS.get(characters.slice(0, 2)) === characters.length &&
  /^[A-Z]{2}[0-9]{2}[A-Z0-9]+$/.test(characters) &&
  passesMod97(characters);

/** Lengths of card numbers, with what the networks that issue them begin with. */
const CARDS: Readonly<Record<number, RegExp>> = {
  13: /^4[0-9]+$/,
  14: /^3[0689][0-9]+$/,
  15: /^3[47][0-9]+$/,
  16: /^(?:4|5[1-5]|2[2-7]|35|6)[0-9]+$/,
  19: /^(?:4|6)[0-9]+$/,
};

const isCard = ({ characters }: Window): boolean =>
  CARDS[characters.length]?.test(characters) === true && passesLuhn(characters);

const NAMED_ID = /\b(?:ssn|social(?: security)?(?: number)?|social is)\b/i;

const isNationalId = (window: Window, { format, passes, grouped }: NationalId): boolean => {
  const { characters } = window;
  if (window.hasPlus || !format.test(characters) || !passes(characters)) return false;
  if (grouped === undefined) return true;
  const sameCount = window.last - window.first + 1 === grouped.length;
  return (sameCount && sizes(window) === grouped.join('-')) || (window.isComplete && NAMED_ID.test(window.before));
};

const idsOfLength = Map.groupBy(NATIONAL_IDS, ({ length }) => length);

/** Kinds of numbers, those with the strongest check first: the first that matches wins. */
const TESTS: readonly (readonly [SensitiveKind, (window: Window) => boolean])[] = [
  ['IBAN', isIban],
  ['CARD', isCard],
  [
    'NATIONAL_ID',
    (window) => idsOfLength.get(window.characters.length)?.some((id) => isNationalId(window, id)) ?? false,
  ],
  ['PHONE', isPhone],
];

/** Least characters that any kind of number has. */
const MIN_CHARACTERS = 7;

const kindOf = (window: Window): SensitiveKind | null => TESTS.find(([, test]) => test(window))?.[0] ?? null;

type Found = SensitiveSpan & { readonly last: number };

/** Lengths of numbers with a check digit; digits of other lengths count only if they are not part of a longer sequence. */
const CHECKED = new Set([9, 10, 11, 12, 13, 14, 15, 16, 19]);

/** Index of the last group that still fits into the longest number. */
const lastWithin = ({ run, offsets }: Reading, first: number): number => {
  let last = first;
  while (last < run.length && (offsets[last + 1] ?? 0) - (offsets[first] ?? 0) <= MAX_CHARACTERS) last += 1;
  return last - 1;
};

/** The longest number that begins with a group; null if there is none. */
const numberAt = (reading: Reading, first: number, kinds: ReadonlySet<SensitiveKind>): Found | null => {
  const { characters, offsets, run } = reading;
  const from = offsets[first] ?? 0;
  const digits = isDigits(run[first]);
  for (let last = lastWithin(reading, first); last >= first; last -= 1) {
    const to = offsets[last + 1] ?? 0;
    if (to - from < MIN_CHARACTERS) return null;
    if (digits && !CHECKED.has(to - from) && !isCompleteNumber(run, first, last)) continue;
    const window = new Window(reading, first, last, characters.slice(from, to));
    const kind = kindOf(window);
    if (kind !== null && kinds.has(kind)) return { kind, start: window.start, end: window.end, last };
  }
  return null;
};

const readingOf = (text: string, run: CharacterRun): Reading => {
  const offsets = [0];
  for (const { characters } of run) offsets.push((offsets.at(-1) ?? 0) + characters.length);
  return { text, run, offsets, characters: run.map(({ characters }) => characters).join('') };
};

/** Most runs are a year or a price, and too short for any kind. */
const isShort = (run: CharacterRun): boolean =>
  run.reduce((sum, { characters }) => sum + characters.length, 0) < MIN_CHARACTERS;

const withParenthesis = (text: string, { start, end }: SensitiveSpan): number =>
  text[start - 1] === '(' && text.slice(start, end).includes(')') ? start - 1 : start;

/** Phones, cards, bank accounts and national numbers in a text, written or said. Linear time. */
export const findNumbers = (text: string, kinds: ReadonlySet<SensitiveKind>): SensitiveSpan[] =>
  readCharacters(text).flatMap((run) => {
    if (isShort(run)) return [];
    const reading = readingOf(text, run);
    const found: SensitiveSpan[] = [];
    let first = 0;
    while (first < run.length) {
      const number = numberAt(reading, first, kinds);
      if (number) found.push({ kind: number.kind, start: withParenthesis(text, number), end: number.end });
      first = number ? number.last + 1 : first + 1;
    }
    return found;
  });
