import stringWidth from 'string-width';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { clipText, cutText, padText, wrapText } from './text-layout.js';
import { expectWithin } from '../../../../test/support/expect-within.js';

describe('wrapText', () => {
  it('breaks at spaces, and inside words only if they are wider than a line', () => {
    expect(wrapText('one two  three\nfour', 9)).toEqual(['one two', 'three', 'four']);
    expect(wrapText('abcdefgh ij', 5)).toEqual(['abcde', 'fgh', 'ij']);
    expect(wrapText('', 10)).toEqual(['']);
  });

  // A line holds at least one character, and the widest ones (musical notes) take three columns.
  it('keeps every character and the width, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.integer({ min: 3, max: 40 }), (text, width) => {
        const lines = wrapText(text, width);
        const bare = (some: string): string => some.replace(/\s+/g, '');
        expect(bare(lines.join(''))).toBe(bare(wrapText(text, 10_000).join('')));
        expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(width);
      }),
    );
  });

  it('breaks after every character if no column is left', () => {
    expect(wrapText('ab c', -3)).toEqual(['a', 'b', 'c']);
  });

  it('wraps a megabyte in one word in time', () => {
    expectWithin(5_000, () => expect(wrapText('x'.repeat(1_000_000), 100)).toHaveLength(10_000));
  });
});

describe('padText, cutText and clipText', () => {
  it.each([
    ['abc', 3],
    ['é', 1],
    ['e\u0301', 1],
    ['日本', 4],
    ['👍🏽', 2],
    ['–', 1],
    ['。', 2],
    ['⚠️', 2],
  ])('%s takes %i columns', (text, columns) => expect(padText(text, 6)).toBe(text + ' '.repeat(6 - columns)));

  it('cut, clip and pad by columns', () => {
    expect(cutText('日本語', 4)).toEqual(['日本', '語']);
    expect(clipText('日本語', 5)).toBe('日本…');
    expect(clipText('abc', 3)).toBe('abc');
    expect(padText('日', 4)).toBe('日  ');
    expect(padText('7', 3, 'right')).toBe('  7');
  });
});
