import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { locateQuote } from './locate-quote.js';
import { expectWithin } from '../../test/support/expect-within.js';

const TURN = 'So, what happens when the nightly import fails \u2014 who has to fix it? We lost 40% of a day last week.';

describe('locateQuote', () => {
  it.each([
    ['verbatim', 'what happens when the nightly import fails'],
    ['another case and spacing', 'What  happens WHEN the nightly import fails'],
    ['straight dash', 'fails - who has to fix it?'],
    ['quotation marks added', '\u201Cwho has to fix it?\u201D'],
    ['full stop dropped', 'We lost 40% of a day last week'],
    ['ellipses at the edges', '...who has to fix it...'],
  ])('finds a quote exactly: %s', (_name, quote) => {
    const location = locateQuote(TURN, quote);
    expect(location).toMatchObject({ exact: true, similarity: 1 });
    const found = TURN.slice(location!.start, location!.end).toLowerCase();
    expect(found.replace(/\W+/g, ' ').trim()).toBe(quote.toLowerCase().replace(/\W+/g, ' ').trim());
  });

  it('keeps the closing question mark in the span', () => {
    const { start, end } = locateQuote(TURN, 'who has to fix it?')!;
    expect(TURN.slice(start, end)).toBe('who has to fix it?');
  });

  it.each([
    ['absent', 'this was never said by anyone'],
    ['too short', 'it? We'],
    ['punctuation only', '?!... --- ...!?'],
    ['empty', ''],
    ['cut inside a word', 'appens when the nightly import fail'],
    ['too long', 'what happens when '.repeat(20)],
    ['one word in eight changed', 'what happens when the weekly import fails'],
  ])('answers null for a quote that is %s', (_name, quote) => {
    expect(locateQuote(TURN, quote)).toBeNull();
  });

  it('accepts two tokens of twelve characters and three short ones', () => {
    expect(locateQuote('an unprofitable branch', 'unprofitable branch')).not.toBeNull();
    expect(locateQuote('it is so', 'it is so')).not.toBeNull();
  });

  it('finds the one span whose tokens nearly agree', () => {
    const quote = 'what happens when the nightly import fails who has to repair it';
    expect(locateQuote(TURN, quote)).toMatchObject({ exact: false });
    const location = locateQuote(TURN, quote)!;
    expect(location.similarity).toBeGreaterThanOrEqual(0.9);
    expect(TURN.slice(location.start, location.end)).toMatch(/^what happens .* fix it$/);
  });

  it('refuses a near match that two spans fit', () => {
    const said = 'every month we send the full list of open orders to the plant';
    const quote = 'every month we send the full list of open orders to the factory';
    expect(locateQuote(said, quote)).not.toBeNull();
    expect(locateQuote(`${said}. And then ${said}.`, quote)).toBeNull();
  });

  it('takes the first of several exact places', () => {
    expect(locateQuote('who signs it? and who signs it?', 'who signs it')!.start).toBe(0);
  });

  it('reads scripts without spaces character by character', () => {
    expect(locateQuote('\u6211\u4EEC\u6709\u4E09\u4E2A\u4ED3\u5E93', '\u4E09\u4E2A\u4ED3\u5E93')).toMatchObject({
      start: 3,
      end: 7,
    });
  });

  const words = fc.array(fc.stringMatching(/^[a-z\u00E9]{1,8}$/), { minLength: 3, maxLength: 60 });
  const glue = fc.constantFrom(' ', ', ', '\u2014', '. ', ' \u201C', '\u00A0 ', '\u200B ');

  it('finds every token-aligned slice of a text', () => {
    fc.assert(
      fc.property(words, fc.array(glue, { minLength: 60, maxLength: 60 }), fc.nat(), fc.nat(), (said, gaps, a, b) => {
        const text = said.map((word, i) => (i === 0 ? '' : gaps[i]!) + word).join('');
        const from = a % (said.length - 2);
        const to = Math.min(said.length, from + 3 + (b % 10));
        const quote = said
          .slice(from, to)
          .reduce((sum, word, i) => (i === 0 ? word : sum + gaps[from + i]! + word), '');
        const location = locateQuote(text, quote);
        expect(location).toMatchObject({ exact: true, similarity: 1 });
        expect(text.slice(location!.start, location!.end)).toBe(
          text.slice(text.indexOf(quote), text.indexOf(quote) + quote.length),
        );
      }),
    );
  });

  it('never throws and never points outside, whatever it is given', () => {
    const unicode = fc.string({ unit: 'binary', maxLength: 80 });
    fc.assert(
      fc.property(unicode, unicode, (text, quote) => {
        const location = locateQuote(text, quote);
        if (location === null) return;
        expect(location.start).toBeLessThan(location.end);
        expect(location.end).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  it('is quick on long hostile turns', () => {
    locateQuote('warm up '.repeat(400), 'warm up then cool down');
    expectWithin(200, () => locateQuote('a b '.repeat(5000), `${'a b '.repeat(70)}c`));
  });
});
