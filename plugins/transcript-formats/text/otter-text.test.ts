import { describe, expect, it } from '@jest/globals';
import { otterText } from './otter-text.js';
import { parsedBy, sourceOf } from '../test-support.js';

const CALL = 'Dana Whitfield  0:03  \nHello.\nHow are you?\n\nUnknown Speaker  1:00:09  \nFine at 10:30.\n';
const FOOTER = '\nTranscribed by https://otter.ai\n';

describe('otterText', () => {
  it('reads names, hours and words of several lines', () => {
    expect(
      parsedBy(otterText, CALL + FOOTER).cues.map((cue) => [cue.speaker, cue.startMs, cue.endMs, cue.text]),
    ).toEqual([
      ['Dana Whitfield', 3000, null, 'Hello. How are you?'],
      ['Unknown Speaker', 3_609_000, null, 'Fine at 10:30.'],
    ]);
  });

  it('drops a prefix that every line has, and points behind it', () => {
    const text = '0:00 Ann Lee  0:00  \n0:00 Hi.\n0:00 Bo Ray  0:04  \n0:00 Hello.\n';
    const { cues } = parsedBy(otterText, text);
    expect(cues.map((cue) => [cue.speaker, cue.startMs, text.slice(...cue.offset)])).toEqual([
      ['Ann Lee', 0, 'Hi.'],
      ['Bo Ray', 4000, 'Hello.'],
    ]);
  });

  it('takes a line above the turns for the title, but not a heading of the export', () => {
    expect(parsedBy(otterText, `Weekly call\n\n${CALL}`).metadata).toEqual({ title: 'Weekly call' });
    expect(parsedBy(otterText, `SUMMARY KEYWORDS\nparcels, vans\n\n${CALL}`).metadata).toEqual({});
  });

  it.each([
    ['its blanks', CALL, 0.98],
    [
      'three turns whose trailing blanks were lost',
      'Ann Lee  0:01\nHi.\nBo Ray  0:04\nHello.\nAnn Lee  0:09\nSo?',
      0.96,
    ],
    ['two such turns', 'Ann Lee  0:01\nHi.\nBo Ray  0:04\nHello.', 0],
    ['the footer alone', `Some prose.${FOOTER}`, 0],
    ['one blank', 'Ann Lee 0:01\nHi.\nBo Ray 0:04\nHello.\nAnn Lee 0:09\nSo?\nUnknown Speaker 0:12\nNo.', 0],
    ['a list of times', 'Welcome  9:00  \nBreak  10:30  \nLunch  12:00  \n', 0],
    ['nothing', '', 0],
  ])('detects %s', (_name, text, confidence) => expect(otterText.detect(sourceOf(text))).toBe(confidence));
});
