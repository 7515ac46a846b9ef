import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Contributions, TranscriptParser, TranscriptSource } from 'debrief/plugin-api';
import { CODE, NAME } from './patterns.js';

const SNIPPETS = [
  'WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Ann>Hello</v>\n',
  '1\n00:00:01,000 --> 99:99:99,999\nBob: hi\n',
  'speaker,text\n"Ann,"unclosed\n',
  '{"callTranscripts":[{"transcript":[{"speakerId":null,"sentences":7}]}]}',
  '[[[[{',
  'Ann: hello?\nBob: yes\n',
  '-->'.repeat(200),
  '\u0000\uFFFD\uD800',
];

/** Files that may be anything: random text, bytes, and pieces of real formats in the wrong order. */
const junk: fc.Arbitrary<TranscriptSource> = fc
  .oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc
      .array(fc.oneof(fc.constantFrom(...SNIPPETS), fc.string({ maxLength: 20 })), { maxLength: 8 })
      .map((a) => a.join('')),
    fc.json(),
  )
  .map((text) => ({ text, bytes: Buffer.from(text), encoding: 'utf-8' }));

/** What must be true of a parser's answers to any file. A parser that throws breaks it. */
export const expectParserContract = (parser: TranscriptParser, source: TranscriptSource): void => {
  const confidence = parser.detect(source);
  expect(confidence).toBeGreaterThanOrEqual(0);
  expect(confidence).toBeLessThanOrEqual(1);
  const result = parser.parse(source, {});
  if (result.outcome === 'REFUSED') return expect(result.code).toMatch(CODE);
  if (result.outcome === 'SPLIT') return expect(result.calls.length).toBeGreaterThan(1);
  for (const { offset, startMs, endMs } of result.cues) {
    expect(offset[0]).toBeGreaterThanOrEqual(0);
    expect(offset[1]).toBeGreaterThanOrEqual(offset[0]);
    expect(offset[1]).toBeLessThanOrEqual(source.text.length);
    for (const time of [startMs, endMs]) expect(time === null || Number.isSafeInteger(time)).toBe(true);
  }
  for (const { code } of result.warnings) expect(code).toMatch(CODE);
};

export const describeParsers = ({ transcriptParsers: parsers = [] }: Contributions, runs: number): void => {
  for (const parser of parsers)
    describe(`parser ${parser.format}`, () => {
      it('has a name', () => expect(parser.format).toMatch(NAME));

      it('declares extensions without a dot, and a family that can be listed', () => {
        for (const extension of parser.extensions ?? []) expect(extension).toMatch(/^[a-z\d]{1,16}$/);
        expect(parser.family ?? 'none').toMatch(/^\S.{0,79}$/);
      });

      it('never throws on junk, and answers within its contract', () => {
        fc.assert(
          fc.property(junk, (source) => expectParserContract(parser, source)),
          { numRuns: runs },
        );
      });

      it('gives the same result twice', () => {
        const same = (source: TranscriptSource): void =>
          expect(parser.parse(source, {})).toEqual(parser.parse(source, {}));
        fc.assert(fc.property(junk, same), { numRuns: 20 });
      });
    });
};
