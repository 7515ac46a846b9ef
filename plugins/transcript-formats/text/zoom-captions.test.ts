import { describe, expect, it } from '@jest/globals';
import { parsedBy, sourceOf } from '../test-support.js';
import { zoomCaptions } from './zoom-captions.js';

const captions = (...clocks: string[]) => clocks.map((clock) => `[Ann Lee] ${clock}\nHello.\n\n`).join('');
const starts = (...clocks: string[]) => parsedBy(zoomCaptions, captions(...clocks)).cues.map(({ startMs }) => startMs);

describe('zoomCaptions', () => {
  it.each([
    ['from the first on', ['14:02:11', '14:02:15'], [0, 4000]],
    ['past midnight', ['23:59:58', '00:00:05', '00:10:00'], [0, 7000, 602_000]],
    ['past midnight, out of order around it', ['23:59:58', '00:00:01', '23:59:59', '00:00:03'], [0, 3000, 1000, 5000]],
    ['out of order at the start', ['14:02:15', '14:02:11'], [4000, 0]],
  ])('counts time %s', (_name, clocks, expected) => expect(starts(...clocks)).toEqual(expected));

  it('keeps the label and the lines of a turn', () => {
    const text = '[Nair, Priya (Harborline)] 09:00:00\nOne\ntwo.\n';
    const { cues } = parsedBy(zoomCaptions, text);
    expect(cues).toEqual([
      { speaker: 'Nair, Priya (Harborline)', text: 'One two.', startMs: 0, endMs: null, offset: [36, 44] },
    ]);
  });

  it.each([
    ['captions', captions('14:02:11', '14:02:15'), 0.98],
    ['a clock that cannot be', captions('25:02:11'), 0],
    ['times in brackets', '[14:02:11] Ann: Hi\n[14:02:15] Bo: Yes\n', 0],
    ['JSON', '["14:02:11"]', 0],
    ['nothing', '', 0],
  ])('detects %s', (_name, text, confidence) => expect(zoomCaptions.detect(sourceOf(text))).toBe(confidence));
});
