import { passesLuhn, passesMod97 } from './check-digits.js';
import { NATIONAL_IDS, type NationalId } from './national-ids.js';
import { readCharacters, type CharacterRun, type Group } from './read-characters.js';
import type { SensitiveKind, SensitiveSpan } from './sensitive-span.js';

/** Consecutive groups of a run, as one string. */
interface Window {
  readonly characters: string;
  readonly groups: readonly Group[];
  readonly before: string;
  readonly after: string;
  /** Whether it is not cut out of a longer row of digits. */
  readonly stands: boolean;
}

const LONGEST = 34;
const CONTEXT = 56;

const lastOf = (pattern: RegExp, text: string): number =>
  Math.max(-1, ...Array.from(text.matchAll(pattern), ({ index }) => index));

const PHONE_WORDS =
  /\b(?:phone|telephone|cell|mobile|reach (?:me|us|him|her)|call (?:me|us|him|her|back)|dial|ring|text me|fax|whats ?app|tel|direct line|landline|hotline|telefon|handy|ruf|mobil|portable|numéro|móvil|teléfono|telefono|my number|our number|number is)\b/giu;
const OTHER_WORDS =
  /\b(?:orders?|tickets?|invoices?|cases?|ref(?:erence)?|contracts?|serial|parts?|sku|po|items?|articles?|tracking|confirmation|build|version|id|quote|units?|shipment|batch|rechnung|bestell\p{L}*|auftrag\p{L}*|commande|facture|pedido|factura)\b/giu;

/** Whether the words before say that a number is a phone's: the nearer word counts. */
const isNamedPhone = ({ before }: Window): boolean => {
  const named = lastOf(PHONE_WORDS, before);
  return named >= 0 && named >= lastOf(OTHER_WORDS, before);
};
const isNamedOther = ({ before }: Window): boolean => lastOf(OTHER_WORDS, before) > lastOf(PHONE_WORDS, before);

const sizes = ({ groups }: Window): string => groups.map(({ characters }) => characters.length).join('-');
const isSpoken = ({ groups }: Window): boolean => groups.every(({ spoken }) => spoken);

const AMOUNT =
  /^\s?(?:%|€|\$|£|euros?|dollars?|pounds?|units|pieces|records|rows|users|percent|million|thousand|hours|days)/i;
/** Days: 2026-11-23, 23.11.2026. */
const DATE_SHAPE = /^(?:4-[12]-[12]|[12]-[12]-[24])$/;

/** Phone numbers by their form; where that is not enough, by the words before them. */
const isPhone = (window: Window): boolean => {
  const { characters, groups, after } = window;
  if (!window.stands || !/^[0-9]{7,15}$/.test(characters)) return false;
  if (groups[0]?.plus === true) return characters.length > 7;
  if (isNamedOther(window) || AMOUNT.test(after) || DATE_SHAPE.test(sizes(window))) return false;
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
  IBAN_LENGTHS.get(characters.slice(0, 2)) === characters.length &&
  /^[A-Z]{2}[0-9]{2}[A-Z0-9]+$/.test(characters) &&
  passesMod97(characters);

const isCard = ({ characters }: Window): boolean =>
  characters.length >= 13 && characters.length <= 19 && /^[2-6][0-9]+$/.test(characters) && passesLuhn(characters);

const NAMED_ID = /\b(?:ssn|social(?: security)?(?: number)?|social is|last four)\b/i;

const isNationalId = (window: Window, { form, passes, grouped, least, most }: NationalId): boolean => {
  const { characters, groups, before } = window;
  if (characters.length < least || characters.length > most || groups[0]?.plus === true) return false;
  if (!form.test(characters) || !passes(characters)) return false;
  return grouped === undefined || sizes(window) === grouped.join('-') || NAMED_ID.test(before);
};

/** Kinds of numbers, those with the surest check first: where two overlap, the first one holds. */
const TESTS: readonly (readonly [SensitiveKind, (window: Window) => boolean])[] = [
  ['IBAN', isIban],
  ['CARD', isCard],
  ['NATIONAL_ID', (window) => NATIONAL_IDS.some((id) => isNationalId(window, id))],
  ['PHONE', isPhone],
];

const isDigits = (group: Group | undefined): boolean => group !== undefined && /^[0-9]/.test(group.characters);

/** Least and most characters that any kind has. */
const SHORTEST = 7;

interface Reading {
  readonly text: string;
  readonly run: CharacterRun;
}

const windowAt = ({ text, run }: Reading, first: number, last: number, characters: string): Window => {
  const groups = run.slice(first, last + 1);
  const start = groups[0]?.start ?? 0;
  const end = groups.at(-1)?.end ?? start;
  const stands = !isDigits(run[first - 1]) && (!isDigits(run[last + 1]) || run[last + 1]?.plus === true);
  return {
    characters,
    groups,
    before: text.slice(Math.max(0, start - CONTEXT), start),
    after: text.slice(end, end + 12),
    stands,
  };
};

const kindOf = (window: Window): SensitiveKind | null => TESTS.find(([, test]) => test(window))?.[0] ?? null;

/** The longest number that begins with a group; null for none. */
const numberAt = (
  reading: Reading,
  first: number,
  kinds: ReadonlySet<SensitiveKind>,
): (SensitiveSpan & { last: number }) | null => {
  const { run } = reading;
  const ends: string[] = [];
  let characters = '';
  for (let last = first; last < run.length; last += 1) {
    characters += run[last]?.characters ?? '';
    if (characters.length > LONGEST) break;
    ends.push(characters);
  }
  for (let i = ends.length - 1; i >= 0; i -= 1) {
    const all = ends[i] ?? '';
    if (all.length < SHORTEST) return null;
    const window = windowAt(reading, first, first + i, all);
    const kind = kindOf(window);
    if (kind !== null && kinds.has(kind)) {
      return { kind, start: window.groups[0]?.start ?? 0, end: window.groups.at(-1)?.end ?? 0, last: first + i };
    }
  }
  return null;
};

/** Phones, cards, bank accounts and national numbers in a text, written or said. Linear time. */
export const findNumbers = (text: string, kinds: ReadonlySet<SensitiveKind>): SensitiveSpan[] =>
  readCharacters(text).flatMap((run) => {
    const found: SensitiveSpan[] = [];
    let first = 0;
    while (first < run.length) {
      const number = numberAt({ text, run }, first, kinds);
      if (number) found.push({ kind: number.kind, start: number.start, end: number.end });
      first = number ? number.last + 1 : first + 1;
    }
    return found;
  });
