import { describe, expect, it } from '@jest/globals';
import { sbv } from './sbv.js';
import { srt } from './srt.js';
import { parsedBy, sourceOf } from '../test-support.js';

const TWO = '0:00:00.599,0:00:04.160\n>> ANN: Hi there,\nBo.\n\n0:00:04.160,0:00:06.000\n>> BO: Hello.\n\n';

describe('sbv', () => {
  it('is known by its pairs of times', () => {
    expect(sbv.detect(sourceOf(TWO))).toBe(1);
    expect(sbv.detect(sourceOf(`Synthetic\n\n${TWO}`))).toBeGreaterThan(0.9);
    expect(sbv.detect(sourceOf('1,2\n3,4\n'))).toBe(0);
    expect(sbv.detect(sourceOf('start,end\n0:00:01.000,0:00:02.000\n'))).toBe(0);
    expect(srt.detect(sourceOf(TWO))).toBe(0);
  });

  it('reads names, lines and times', () => {
    expect(parsedBy(sbv, TWO).cues).toMatchObject([
      { speaker: 'ANN', text: 'Hi there, Bo.', startMs: 599, endMs: 4160 },
      { speaker: 'BO', text: 'Hello.', startMs: 4160, endMs: 6000 },
    ]);
  });

  it('does not take words with commas for times', () => {
    const text = `${TWO}0:00:07.000,0:00:08.000\n>> ANN: At 1:30,2:30, or 3,\n10:00,11:00\n`;
    expect(parsedBy(sbv, text).cues.at(-1)?.text).toBe('At 1:30,2:30, or 3, 10:00,11:00');
  });

  it('refuses times without words as empty', () => {
    expect(sbv.parse(sourceOf('0:00:00.599,0:00:04.160\n\n'), {})).toMatchObject({ code: 'TRANSCRIPT_EMPTY' });
  });
});
