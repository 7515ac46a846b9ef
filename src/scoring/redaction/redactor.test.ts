import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { transcript } from '../../../plugins/score-checks/test-support.js';
import { REDACTION_KINDS, type RedactionKind } from '../../profiles/scoring-policy.js';
import { passesLuhn, passesMod1110, passesVerhoeff, remainderOf } from './check-digits.js';
import { toMasked, toOriginal } from './mask-text.js';
import { placeholdersIn, Redactor } from './redactor.js';
import { processorMs } from '../../../test/support/expect-within.js';

const redactor = (kinds: readonly RedactionKind[] = REDACTION_KINDS, taken: readonly string[] = []) =>
  new Redactor(kinds, transcript, placeholdersIn(taken));

/** Numbers that are the same for the same seed. */
const random = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};

type Random = ReturnType<typeof random>;

const pick = <T>(next: Random, list: readonly T[]): T => list[next(list.length)] as T;
const digits = (next: Random, count: number, first = 0): string =>
  Array.from({ length: count }, (_, i) => String(i === 0 ? Math.max(first, next(10)) : next(10))).join('');
const closing = (body: string, passes: (all: string) => boolean): string =>
  Array.from({ length: 10 }, (_, last) => body + String(last)).find(passes) ?? body;

const WORDS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const spoken = (value: string): string =>
  Array.from(value, (character) => WORDS[Number(character)] ?? character.toUpperCase()).join(' ');
const grouped = (value: string, sizes: readonly number[], mark: string): string => {
  let at = 0;
  const parts = sizes.map((size) => value.slice(at, (at += size)));
  return [...parts, value.slice(at)].filter((part) => part !== '').join(mark);
};

const email = (next: Random): string => {
  const name = pick(next, ['ada', 'grace', 'linus', 'marie', 'j.doe', 'kim_lee', 'ops-team', 'x42']);
  const domain = pick(next, ['example.com', 'mail.example.org', 'example.co.uk', 'example.de']);
  const address = `${name}@${domain}`;
  const said = address
    .replaceAll('.', ' dot ')
    .replace('@', ' at ')
    .replace('_', ' underscore ')
    .replace('-', ' dash ');
  return pick(next, [address, address.toUpperCase(), said, `${name} (at) ${domain.replaceAll('.', ' (dot) ')}`]);
};

const phone = (next: Random): string => {
  const us = `${2 + next(8)}${digits(next, 2)}${2 + next(8)}${digits(next, 6)}`;
  const forms = [
    `+1 (${us.slice(0, 3)}) ${us.slice(3, 6)}-${us.slice(6)}`,
    grouped(us, [3, 3], '-'),
    grouped(us, [3, 3], '.'),
    `+44 7${digits(next, 3)} ${digits(next, 6)}`,
    `0${1 + next(9)}${grouped(digits(next, 8), [0, 2, 2, 2], ' ')}`,
    `+49 1${digits(next, 2)} ${digits(next, 8)}`,
    `${6 + next(4)}${digits(next, 4)} ${digits(next, 5)}`,
    `plus four four ${spoken(`7${digits(next, 9)}`)}`,
    spoken(us),
  ];
  return pick(next, forms);
};

const card = (next: Random): string => {
  const number = closing(
    pick(next, ['4', '51', '55', '6011']).padEnd(4, digits(next, 3)) + digits(next, 11),
    passesLuhn,
  );
  return pick(next, [number, grouped(number, [4, 4, 4], ' '), grouped(number, [4, 4, 4], '-'), spoken(number)]);
};

const iban = (next: Random): string => {
  const [country, body] = pick(next, [
    ['DE', digits(next, 18)],
    ['FR', digits(next, 23)],
    ['ES', digits(next, 20)],
    ['GB', `WEST${digits(next, 14)}`],
  ] as const);
  const moved = `${body}${country}00`.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  const value = `${country}${String(98 - remainderOf(moved, 97)).padStart(2, '0')}${body}`;
  return pick(next, [value, grouped(value, [4, 4, 4, 4, 4, 4], ' '), spoken(value)]);
};

const taxNumber = (next: Random): string => {
  const body = `${1 + next(9)}`;
  const rest = Array.from('0123456789').filter((digit) => digit !== body);
  const ten = body + rest.slice(0, 8).join('') + (rest[next(8)] ?? '');
  return closing(ten, passesMod1110);
};

const nationalId = (next: Random): string => {
  const dni = digits(next, 8);
  const nir = `${1 + next(2)}${digits(next, 2)}0${1 + next(9)}${digits(next, 8)}`;
  const key = String(97 - remainderOf(nir, 97)).padStart(2, '0');
  const aadhaar = closing(`${2 + next(8)}${digits(next, 10)}`, passesVerhoeff);
  const tax = taxNumber(next);
  return pick(next, [
    `${1 + next(5)}${1 + next(9)}${next(10)}-${1 + next(9)}${next(10)}-${1 + next(9)}${digits(next, 3)}`,
    `AB ${grouped(digits(next, 6), [2, 2, 2], ' ')} C`,
    `JG${digits(next, 6)}D`,
    pick(next, [tax, grouped(tax, [2, 3, 3], ' ')]),
    pick(next, [nir + key, grouped(nir + key, [1, 2, 2, 2, 3, 3], ' ')]),
    `${dni}${'TRWAGMYFPDXBNJZSQVHLCKE'[Number(dni) % 23]}`,
    pick(next, [aadhaar, grouped(aadhaar, [4, 4], ' '), spoken(aadhaar)]),
    `ABC${pick(next, ['P', 'C', 'H'])}E${digits(next, 4)}F`,
  ]);
};

const KINDS = { EMAIL: email, PHONE: phone, CARD: card, IBAN: iban, NATIONAL_ID: nationalId } as const;
const AROUND = [
  ['You can reach me at ', ' any time.'],
  ['It is ', ', I think.'],
  ['Sure: ', ''],
  ['so that would be ', ' and the rest comes later'],
] as const;

describe('Redactor', () => {
  it('masks 99 % of 2,000 generated values, and gives every text back', () => {
    const next = random(20_261_123);
    const missed: string[] = [];
    for (let i = 0; i < 2_000; i += 1) {
      const [kind, make] = pick(next, Object.entries(KINDS));
      const value = make(next);
      const [before, after] = pick(next, AROUND);
      const one = redactor();
      const { text } = one.mask(before + value + after);
      expect(one.restore(text)).toBe(before + value + after);
      if (text !== `${before}[${kind}_1]${after}`) missed.push(`${kind}: ${value} => ${text}`);
    }
    expect(missed.length <= 20 ? [] : missed).toEqual([]);
  });

  it.each([
    'We met on 2026-11-23 at 10:30 and again on 24.11.2026.',
    'It was 1,250,000.00 dollars in 2025 and 1.5 million in 2026.',
    'Your order number is 1234567890, ticket 555-123-4567.',
    'Order 4711-2024-55 had 12 pallets of 40 boxes at 15 percent off.',
    'Between 1000 and 2000 users, say 1,500, at 9 to 5.',
    'One, two, three, and twenty twenty six was a good year.',
    'We met at noon dot the end at example level.',
    'Rechnung 20241105 mit 19 % Steuer, Version 10.2.3.4.',
    'I have four or five reps, one in ten calls, at nine thirty.',
    'Invoice 4111 2222 3333 4445 is open.',
  ])('leaves alone %j', (text) => {
    expect(redactor().mask(text).text).toBe(text);
  });

  it('gives a value the same placeholder wherever it stands', () => {
    const one = redactor(['EMAIL']);
    expect(one.mask('a@example.com and b@example.com').text).toBe('[EMAIL_1] and [EMAIL_2]');
    expect(one.mask('b@example.com').text).toBe('[EMAIL_2]');
  });

  it('uses no placeholder that the call already has', () => {
    const said = 'We write [EMAIL_1] for a@example.com';
    const one = redactor(['EMAIL'], [said]);
    const { text } = one.mask(said);
    expect(text).toBe('We write [EMAIL_1] for [EMAIL_2]');
    expect(one.restore(text)).toBe(said);
  });

  it('masks only the kinds that are asked for', () => {
    const said = 'a@example.com, 4111 1111 1111 1111';
    expect(redactor(['CARD']).mask(said).text).toBe('a@example.com, [CARD_1]');
    expect(redactor([]).mask(said).text).toBe(said);
  });

  it('masks names of participants, whole words only, as they are capitalized', () => {
    const named = transcript.participants.map((one) => (one.index === 1 ? { ...one, name: 'Rose Hill' } : one));
    const one = new Redactor(['NAME'], { ...transcript, participants: named }, new Set());
    expect(one.mask('Rose Hill: costs rose, said Rose. Roses, though.').text).toBe(
      '[NAME_1]: costs rose, said [NAME_2]. Roses, though.',
    );
  });

  it('finds the way back for any text and any span', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.constantFrom('a@example.com', '4111 1111 1111 1111', '[EMAIL_1]', ' ', '+49 151 23456789', '\u{1F600}'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.nat(), fc.nat(), (pieces, a, b) => {
        const text = pieces.join(' ');
        const one = redactor(REDACTION_KINDS, [text]);
        const masked = one.mask(text);
        expect(one.restore(masked.text)).toBe(text);
        const [start, end] = [a % (masked.text.length + 1), b % (masked.text.length + 1)].toSorted((x, y) => x - y);
        const [from, to] = toOriginal(masked, start ?? 0, end ?? 0);
        expect(from).toBeLessThanOrEqual(to);
        if (start !== end) {
          expect(one.restore(masked.text)).toContain(text.slice(from, to));
          expect(toMasked(masked, from)).toBeLessThanOrEqual(start ?? 0);
        }
      }),
    );
  });

  it.each(['1 ', '4111 1111 1111 1111 ', 'one ', 'at ', 'a dot ', 'a@', 'A1 ', '1-', 'x', '1'])(
    'takes time in proportion to the length for %j repeated',
    (piece) => {
      const time = (length: number): number => {
        const text = piece.repeat(length / piece.length);
        return Math.min(...Array.from({ length: 3 }, () => processorMs(() => redactor().mask(text))));
      };
      expect(time(40_000)).toBeLessThan(12 * time(5_000) + 60);
    },
  );
});
