import { describe, expect, it } from '@jest/globals';
import { podcastJson } from './podcast-json.js';
import { parsedBy, sourceOf } from '../test-support.js';

describe('podcast-json', () => {
  it('joins segments of some words each, in seconds', () => {
    const segment = (speaker: string | undefined, startTime: number, body: string) => ({
      speaker,
      startTime,
      endTime: startTime + 0.4,
      body,
    });
    const document = {
      version: '1.0.0',
      segments: [
        segment('Darth', 0.5, 'I am'),
        segment('Darth', 1, 'Ann.'),
        segment(undefined, 1.5, 'No.'),
        segment('Bo', 2, ' '),
      ],
    };
    const { cues } = parsedBy(podcastJson, JSON.stringify(document));
    expect(cues.map((cue) => [cue.speaker, cue.text, cue.startMs, cue.endMs])).toEqual([
      ['Darth', 'I am Ann.', 500, 1400],
      [null, 'No.', 1500, 1900],
    ]);
  });

  it('claims its own JSON only', () => {
    expect(podcastJson.detect(sourceOf('{"segments":[{"body":"a"}]}'))).toBe(0);
    expect(podcastJson.detect(sourceOf('{"segments":[{"startTime":1,"text":"a"}]}'))).toBe(0);
  });
});
