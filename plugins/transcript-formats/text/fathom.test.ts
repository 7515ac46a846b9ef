import { describe, expect, it } from '@jest/globals';
import { fathom } from './fathom.js';
import { parsedBy, sourceOf } from '../test-support.js';

const HEADER =
  'Intro call - January 29\nVIEW RECORDING - 31 mins (No highlights): https://fathom.video/share/x\n\n---\n\n';
const TURNS = '0:55 - Dana Whitfield (Nimbus)\n  Hello - and welcome.\n  How are you?\n\n1:02:31 - Bo Ray\n  Fine.\n';

describe('fathom', () => {
  it('reads turns, title and length; the date lacks its year and is not used', () => {
    const { cues, metadata } = parsedBy(fathom, HEADER + TURNS);
    expect(cues.map((cue) => [cue.speaker, cue.startMs, cue.text])).toEqual([
      ['Dana Whitfield (Nimbus)', 55_000, 'Hello - and welcome. How are you?'],
      ['Bo Ray', 3_751_000, 'Fine.'],
    ]);
    expect(metadata).toEqual({ title: 'Intro call', durationMs: 1_860_000 });
  });

  it.each(['@0:55 - Bo Ray', '[@0:55](https://fathom.video/x?t=55) - **Bo Ray**', '0:55 - Bo Ray'])(
    'reads %s',
    (head) => {
      expect(parsedBy(fathom, `${head}\nHi.\n`).cues).toMatchObject([
        { speaker: 'Bo Ray', startMs: 55_000, text: 'Hi.' },
      ]);
    },
  );

  it('leaves action items and rules out', () => {
    const item = '  ACTION ITEM: Send it - WATCH: https://fathom.video/share/x?timestamp=9\n---\n';
    expect(parsedBy(fathom, HEADER + TURNS + item).cues[1]?.text).toBe('Fine.');
  });

  it.each([
    ['the header', HEADER + TURNS, 0.99],
    ['three turns with indented words', `${TURNS}1:02:40 - Bo Ray\n  Yes.\n`, 0.97],
    ['a list of chapters', '0:00 - Intro\n1:20 - Demo\n9:45 - Pricing\n', 0],
    ['a header without turns', HEADER, 0],
    ['nothing', '', 0],
  ])('detects %s', (_name, text, confidence) => expect(fathom.detect(sourceOf(text))).toBe(confidence));
});
