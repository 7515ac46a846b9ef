import { passesMod1110, passesVerhoeff, remainderOf } from './check-digits.js';

/** A kind of national number: its format in upper-case letters and digits, and its check. */
export interface NationalId {
  readonly country: string;
  readonly format: RegExp;
  readonly length: number;
  readonly passes: (characters: string) => boolean;
  /** Sizes of the groups in which it is recognized without being named; any if left out. */
  readonly grouped?: readonly number[];
}

const DNI_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE';
const isDni = (digits: string, letter: string | undefined): boolean => DNI_LETTERS[Number(digits) % 23] === letter;

/** In the first ten digits of a German tax number exactly one digit occurs two or three times. */
const repeatsOne = (digits: string): boolean => {
  const counts = new Map<string, number>();
  for (const digit of digits.slice(0, 10)) counts.set(digit, (counts.get(digit) ?? 0) + 1);
  const repeated = [...counts.values()].filter((count) => count > 1);
  return repeated.length === 1 && (repeated[0] ?? 0) <= 3;
};

const passesNirKey = (nir: string): boolean => {
  const department = nir.slice(5, 7);
  const digits = nir.slice(0, 13).replace('2A', '19').replace('2B', '18');
  const counted = /^2[AB]$/.test(department) ? digits : nir.slice(0, 13);
  return /^[0-9]+$/.test(counted) && 97 - remainderOf(counted, 97) === Number(nir.slice(13));
};

/** National numbers that differ from other numbers by their format and, except for the US, the UK and the Indian PAN, by a check. */
export const NATIONAL_IDS: readonly NationalId[] = [
  {
    country: 'US',
    format: /^(?!000|666|9)[0-9]{3}(?!00)[0-9]{2}(?!0000)[0-9]{4}$/,
    ...{ length: 9, grouped: [3, 2, 4] },
    passes: () => true,
  },
  {
    country: 'UK',
    format: /^(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][0-9]{6}[A-D]$/,
    length: 9,
    passes: () => true,
  },
  {
    country: 'DE',
    format: /^[1-9][0-9]{10}$/,
    length: 11,
    passes: (digits) => repeatsOne(digits) && passesMod1110(digits),
  },
  {
    country: 'FR',
    format: /^[12][0-9]{2}(?:0[1-9]|1[0-2]|[2-9][0-9])(?:[0-9]{2}|2[AB])[0-9]{8}$/,
    length: 15,
    passes: passesNirKey,
  },
  {
    country: 'ES',
    format: /^(?:[0-9]{8}|[XYZ][0-9]{7})[A-Z]$/,
    length: 9,
    passes: (id) =>
      isDni(
        id.slice(0, 8).replace(/^[XYZ]/, (letter) => String('XYZ'.indexOf(letter))),
        id.at(-1),
      ),
  },
  {
    country: 'IN',
    format: /^[2-9][0-9]{11}$/,
    length: 12,
    passes: passesVerhoeff,
  },
  {
    country: 'IN',
    format: /^[A-Z]{3}[ABCFGHJLPT][A-Z][0-9]{4}[A-Z]$/,
    length: 10,
    passes: () => true,
  },
];
