import { describe, expect, it } from '@jest/globals';
import { parsedBy, sourceOf } from '../test-support.js';
import { whisperCpp } from './whisper-cpp.js';

const segment = (text: string, more: object) => ({ text, ...more });

describe('whisper-cpp', () => {
  it('reads offsets in milliseconds, else the clocks beside them', () => {
    const document = {
      result: { language: 'en' },
      transcription: [
        segment(' Hi.', { offsets: { from: 0, to: 1500 }, speaker: '0', tokens: [{ p: 0.5 }, { p: 1 }] }),
        segment(' Yes.', { timestamps: { from: '00:00:01,500', to: '00:00:02,040' }, speaker: '?' }),
        segment(' Ok.', { offsets: {}, speaker: 'AGENT' }),
        segment(' ', { offsets: { from: 1, to: 2 } }),
      ],
    };
    const { cues, metadata } = parsedBy(whisperCpp, JSON.stringify(document));
    expect(cues.map((cue) => [cue.speaker, cue.text, cue.startMs, cue.endMs])).toEqual([
      ['Speaker 0', 'Hi.', 0, 1500],
      [null, 'Yes.', 1500, 2040],
      ['AGENT', 'Ok.', null, null],
    ]);
    expect(cues[0]?.confidence).toBe(0.75);
    expect(metadata).toEqual({ language: 'en' });
  });

  it('warns of repeated segments and claims its own JSON only', () => {
    const transcription = Array.from({ length: 4 }, () =>
      segment(' Thanks for watching.', { offsets: { from: 0, to: 1 } }),
    );
    expect(parsedBy(whisperCpp, JSON.stringify({ transcription })).warnings).toMatchObject([
      { code: 'REPEATED_SEGMENTS' },
    ]);
    expect(whisperCpp.detect(sourceOf('{"transcription":"Hi."}'))).toBe(0);
    expect(whisperCpp.detect(sourceOf('{"transcription":[{"text":"Hi."}]}'))).toBe(0);
  });
});
