import { describe, expect, it } from '@jest/globals';
import { chatLog } from './chat-log.js';
import { fathom } from './fathom.js';
import { gongPage } from './gong-page.js';
import { googleMeet } from './google-meet.js';
import { readHeadedTurns, type TurnHead } from './headed-turns.js';
import { html } from '../web/html.js';
import { splitLines } from '../shared/lines.js';
import { otterText } from './otter-text.js';
import { teamsText } from './teams-text.js';
import { sourceOf } from '../test-support.js';
import { zoomCaptions } from './zoom-captions.js';
import { expectWithin } from '../../../test/support/expect-within.js';

const headOf = (line: string): TurnHead | null => (line.startsWith('@') ? { label: line.slice(1), startMs: 0 } : null);

describe('readHeadedTurns', () => {
  it('gives the words below a head to it, and keeps what stands above the first', () => {
    const text = 'Title\n\n@A\none\n\ntwo\n@B\n@C\n(aside)\nthree\n';
    const { cues, preamble, heads } = readHeadedTurns(splitLines(text), headOf, (line) => line.startsWith('('));
    expect(cues.map((cue) => [cue.speaker, cue.text, text.slice(...cue.offset)])).toEqual([
      ['A', 'one two', 'one\n\ntwo'],
      ['C', 'three', 'three'],
    ]);
    expect(preamble.map((line) => line.text)).toEqual(['Title']);
    expect(heads).toBe(3);
  });
});

describe('formats of meeting tools that are text', () => {
  const parsers = [teamsText, googleMeet, otterText, gongPage, fathom, zoomCaptions, chatLog, html];
  const long = (piece: string) => piece.repeat(Math.ceil(100_000 / piece.length));
  const HOSTILE = [
    long('a'),
    long(' '),
    long('   0:0'),
    long('0:00 '),
    long('0:19 | '),
    long('[a'),
    long('**'),
    long('a: '),
    long('- '),
    long('@0:00 - '),
    long('<b>a</b>'),
    `<p>${long('&amp;')}</p>`,
    `<table><tr><td>${long('x<br>')}`,
    `<html>${long('</i>')}`,
    `<html>${long('<b></i>')}`,
    long('Transcript - '),
    `A   0:01\n${long('b   ')}`,
    `Attendees\n${long('A, ')}\n00:00:00\nA: b\nC: d\n`,
    long('0:0:0.0 --> 0:0:1.0\n'),
    long('A   0:01\n'),
    long('\n'),
  ];

  it.each(parsers.map((parser) => [parser.format, parser] as const))(
    '%s reads hostile text in linear time and never throws',
    (_format, parser) => {
      for (const text of HOSTILE) {
        const hostile = () => {
          const source = sourceOf(text);
          parser.detect(source);
          parser.parse(source, {});
        };
        // 100 kB: whatever grows with the square of it takes far longer.
        expectWithin(1_500, hostile, text.slice(0, 30));
      }
    },
  );
});
