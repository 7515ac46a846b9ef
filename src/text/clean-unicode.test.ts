import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { cleanUnicode, storableText } from './clean-unicode.js';

describe('cleanUnicode', () => {
  it.each([
    ['lone high surrogate', 'a\uD83Db', 'a\uFFFDb'],
    ['lone low surrogate', 'a\uDE00b', 'a\uFFFDb'],
    ['NUL and controls', 'a\u0000b\u0007c\u007fd\u0085e', 'abcde'],
    ['zero-width space and byte order mark', '\uFEFFa\u200Bb', 'ab'],
    ['bidi overrides and isolates', '\u202Eevil\u202C \u2066x\u2069\u200E\u200F', 'evil x'],
    ['tag characters', 'hi\u{E0049}\u{E0067}\u{E0001}', 'hi'],
    ['runs of variation selectors', 'hi\u{E0148}\u{E0152}\uFE00 \uFE01\u200B\uFE02there', 'hi there'],
    ['Arabic letter mark, fillers, annotations', 'a\u061Cb\u3164c\uFFF9d\u206A', 'abcd'],
    ['soft hyphen and word joiner', 'co\u00ADop\u2060', 'coop'],
  ])('%s', (_name, dirty, clean) => {
    expect(cleanUnicode(dirty)).toBe(clean);
  });

  it('keeps line ends, tabs, pairs, joiners, single selectors and accents', () => {
    const text = '葛\u{E0100} ☎\uFE0F é\tß\r\n👩\u200D💻 می\u200Cخواهم\u00A0…';
    expect(cleanUnicode(text)).toBe(text);
  });

  it('gives well-formed text and changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const clean = cleanUnicode(text);
        expect(() => encodeURIComponent(clean)).not.toThrow();
        expect(cleanUnicode(clean)).toBe(clean);
      }),
    );
  });
});

test('takes out what PostgreSQL cannot store, and nothing else', () => {
  expect(storableText('a\u0000b\u0000', '')).toBe('ab');
  expect(storableText('a\u0000b')).toBe('a\uFFFDb');
  expect(storableText('half \ud83d, whole 😀, \u0001\u200b')).toBe('half \uFFFD, whole 😀, \u0001\u200b');
});
