import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { foldText } from './fold-text.js';
import { expectWithin } from '../../test/support/expect-within.js';

const fold = (text: string): string => foldText(text).text;

describe('foldText', () => {
  it.each([
    ['Case', 'HeLLo', 'hello'],
    ['curly quotes', '\u201CIt\u2019s\u201D', '"it\'s"'],
    ['dashes and ellipsis', 'a\u2014b\u2013c\u2026', 'a-b-c...'],
    ['compatibility forms', '\uFF21\uFB01\u00B2', 'afi2'],
    ['zero-width and bidi controls', 'pro\u200Bb\u202Elem\u00AD', 'problem'],
    ['white space', ' a\u00A0\t\n b ', 'a b'],
    ['decomposed accents', 'cafe\u0301', 'caf\u00E9'],
    ['accents parted by a joiner', 'cafe\u200D\u0301', 'caf\u00E9'],
    ['characters outside the BMP', '\u{1D400}\u{1F600}', 'a\u{1F600}'],
    ['nothing', '', ''],
    ['only invisible', '\u200B\u200B', ''],
    ['lone surrogates', 'a\uD800b', 'a\uD800b'],
  ])('folds %s', (_name, text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  it('maps offsets back to the original', () => {
    const text = 'We \u2026 lost\u200B  cafe\u0301s.';
    const folded = foldText(text);
    const at = folded.text.indexOf('caf\u00E9s');
    expect(text.slice(folded.sourceStart(at), folded.sourceEnd(at + 5))).toBe('cafe\u0301s');
  });

  const unicode = fc.string({ unit: 'binary', maxLength: 60 });

  it('gives every part of the result a part of the original that folds to it', () => {
    const words = fc.array(fc.constantFrom('It\u2019s', 'cafe\u0301', '\uFB01ne', 'A\u2026', '\u200Bso', '12%'), {
      minLength: 1,
    });
    fc.assert(
      fc.property(words, fc.constantFrom(' ', '  ', '\u00A0\n'), (parts, gap) => {
        const text = parts.join(gap);
        const folded = foldText(text);
        let at = 0;
        for (const part of parts) {
          const end = at + fold(part).length;
          expect(fold(text.slice(folded.sourceStart(at), folded.sourceEnd(end)))).toBe(fold(part));
          at = end + 1;
        }
      }),
    );
  });

  it('keeps offsets in order and inside the text, whatever the text', () => {
    fc.assert(
      fc.property(unicode, (text) => {
        const folded = foldText(text);
        let last = 0;
        for (let i = 0; i <= folded.text.length; i += 1) {
          expect(folded.sourceStart(i)).toBeGreaterThanOrEqual(last);
          last = folded.sourceStart(i);
          expect(folded.sourceEnd(i)).toBeLessThanOrEqual(text.length);
        }
      }),
    );
  });

  it('folds plain words the short way to the same result', () => {
    const plain = fc.string({ unit: fc.constantFrom(...Array.from('aB9 .,?!-_~`\t')), maxLength: 30 });
    fc.assert(
      fc.property(plain, (text) => {
        // What is invisible takes the long way, and leaves no trace.
        const [short, long] = [foldText(text), foldText(`\u200B${text}`)];
        expect(short.text).toBe(long.text);
        for (let i = -1; i <= short.text.length + 1; i += 1) {
          const shifted = (place: number): number => Math.max(0, place - 1);
          expect(short.sourceStart(i)).toBe(shifted(long.sourceStart(i)));
          expect(short.sourceEnd(i)).toBe(shifted(long.sourceEnd(i)));
        }
      }),
    );
  });

  it('is quick on long text', () => {
    foldText('warm up '.repeat(500));
    expectWithin(150, () => foldText(`e${'\u0301'.repeat(10_000)}${' \u200B'.repeat(5000)}`));
  });
});
