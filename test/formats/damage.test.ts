import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { expectContract, named, normalizeSample, normalizeWith, parsers, samples } from './support.js';
import { expectWithin } from '../support/expect-within.js';

/** Files are cut at every so many bytes. */
const STEP = 64;

/** Generous: a sample has a few kilobytes and takes about a millisecond. */
const MAX_MS = 1000;

describe('damaged samples', () => {
  it.each(named(samples))('%s, cut off anywhere', (_file, sample) => {
    for (let length = 0; length < sample.bytes.length; length += STEP) {
      const cut = sample.bytes.subarray(0, length);
      expectWithin(MAX_MS, () => expectContract(normalizeSample(sample, cut)), `the first ${length} bytes`);
    }
  });

  it('with flipped bytes', () => {
    const flip = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), byte: fc.nat(255) });
    const damage = fc.record({
      sample: fc.constantFrom(...samples),
      flips: fc.array(flip, { minLength: 1, maxLength: 16 }),
    });
    fc.assert(
      fc.property(damage, ({ sample, flips }) => {
        const bytes = Buffer.from(sample.bytes);
        for (const { at, byte } of flips) bytes[Math.floor(at * (bytes.length - 1))] = byte;
        expectContract(normalizeSample(sample, bytes));
      }),
      { numRuns: 600 },
    );
  });

  it('one after the other in one file', () => {
    const pair = fc.record({
      first: fc.constantFrom(...samples),
      second: fc.constantFrom(...samples),
      between: fc.constantFrom('', '\n', '\n\n', '\r\n', '\u0000'),
    });
    fc.assert(
      fc.property(pair, ({ first, second, between }) => {
        expectContract(normalizeSample(first, Buffer.concat([first.bytes, Buffer.from(between), second.bytes])));
      }),
      { numRuns: 300 },
    );
  });
});

describe('what the damage is to find', () => {
  it.each(['detect', 'parse'])('a parser whose %s throws does not pass for a refusal', (method) => {
    const [parser] = parsers;
    if (!parser) throw new Error('There are no parsers.');
    const boom = () => {
      throw new Error('boom');
    };
    const broken = { ...parser, detect: () => 1, [method]: boom };
    const damaged = Buffer.from('WEBVTT\n\n00:01.0');
    expect(() => expectContract(normalizeWith(damaged, { parsers: [broken] }))).toThrow(
      expect.objectContaining({ code: 'PARSER_FAILED' }),
    );
  });
});
