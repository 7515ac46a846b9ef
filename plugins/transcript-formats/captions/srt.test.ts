import { describe, expect, it } from '@jest/globals';
import type { Cue, TranscriptSource } from 'debrief/plugin-api';
import { srt } from './srt.js';

const source = (text: string): TranscriptSource => ({ bytes: Buffer.from(text), text, encoding: 'utf-8' });

function cuesOf(text: string): readonly Cue[] {
  const result = srt.parse(source(text), {});
  if (result.outcome !== 'PARSED') throw new Error(JSON.stringify(result));
  return result.cues;
}

const brief = (text: string) => cuesOf(text).map((cue) => [cue.speaker, cue.text, cue.startMs, cue.endMs]);

describe('srt', () => {
  it('reads names at changes of speaker and carries them on', () => {
    const text =
      '1\n00:00:01,000 --> 00:00:02,000\nTravis: When you are\n\n2\n00:00:02,000 --> 00:00:03,000\nready, say so.\n\n3\n00:00:03,000 --> 00:00:04,000\n[Megan]: I am.\n\n4\n00:00:04,000 --> 00:00:05,000\nTravis: Good.\n\n5\n00:00:05,000 --> 00:00:06,000\n>> Megan: Go.\n';
    expect(brief(text).map(([speaker, words]) => `${speaker}|${words}`)).toEqual([
      'Travis|When you are',
      'Travis|ready, say so.',
      'Megan|I am.',
      'Travis|Good.',
      'Megan|Go.',
    ]);
  });

  it.each([
    ['dots and short fractions', '1\n00:00:01.5 --> 00:00:02.25\nhi\n', 1500, 2250],
    ['no fraction, one digit of hours', '1\n0:00:01 --> 0:00:02\nhi\n', 1000, 2000],
    ['no index', '00:00:01,000 --> 00:00:02,000\nhi\n', 1000, 2000],
    [
      'no blanks at the arrow, coordinates',
      '1\n00:00:01,000-->00:00:02,000 X1:40 X2:600 Y1:50 Y2:60\nhi\n',
      1000,
      2000,
    ],
    ['24 hours and more', '1\n30:00:01,000 --> 130:00:02,000\nhi\n', 108_001_000, 468_002_000],
    ['markup', '1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<i>hi</i>\n', 1000, 2000],
    ['CR line ends', '1\r00:00:01,000 --> 00:00:02,000\rhi\r', 1000, 2000],
  ])('%s', (_name, text, startMs, endMs) => {
    expect(brief(text)).toEqual([[null, 'hi', startMs, endMs]]);
  });

  it('keeps words after a blank line, digits that are words, and cues without a blank line between', () => {
    const text =
      '1\n00:00:01,000 --> 00:00:02,000\none\n\ntwo\n\n2\n00:00:02,000 --> 00:00:03,000\n2024\n3\n00:00:03,000 --> 00:00:04,000\n\n4\n00:00:04,000 --> 00:00:05,000\nfour\n';
    expect(brief(text).map(([, words]) => words)).toEqual(['one two', '2024', 'four']);
  });

  it('says how sure it is by what it sees', () => {
    const full = srt.detect(source('1\n00:00:01,000 --> 00:00:02,000\nhi\n'));
    const bare = srt.detect(source('00:00:01.000 --> 00:00:02.000\nhi\n'));
    expect(full).toBeGreaterThan(0.9);
    expect(bare).toBeLessThan(full);
    expect(bare).toBeGreaterThan(0.5);
    expect(srt.detect(source('Go a --> b\nthen --> c'))).toBe(0);
    expect(srt.detect(source('WEBVTT\n\n00:01.000 --> 00:02.000\nhi'))).toBe(0);
  });

  it('leaves times without zeros above names to the reader of Teams documents', () => {
    const teams = '0:0:0.0 --> 0:0:1.510\nAnn Lee\nHi there.\n0:0:2.0 --> 0:0:3.90\nBo Chan\nHello.\n';
    expect(srt.detect(source(teams))).toBeLessThanOrEqual(0.5);
    expect(srt.detect(source(teams.replaceAll(/(?:Ann Lee|Bo Chan)\n/g, '')))).toBeGreaterThan(0.5);
  });

  it('reads voice tags where a tool wrote them', () => {
    const text =
      '1\n00:00:01,000 --> 00:00:02,000\n<v Ann>Hi.</v>\n\n2\n00:00:02,000 --> 00:00:03,000\n<v Bo>Yes.</v>\n';
    expect(brief(text).map(([speaker, words]) => `${speaker}|${words}`)).toEqual(['Ann|Hi.', 'Bo|Yes.']);
  });
});
