import { describe, expect, it } from '@jest/globals';
import { speechmatics } from './speechmatics.js';
import { parsedBy, sourceOf } from '../test-support.js';

const result = (type: string, content: string, start: number, speaker: string | undefined, more: object = {}) => ({
  type,
  start_time: start,
  end_time: start + 0.2,
  alternatives: [{ content, confidence: 0.9, speaker }],
  ...more,
});
const told = (results: readonly object[]) =>
  parsedBy(speechmatics, JSON.stringify({ format: '2.9', results })).cues.map((cue) => [
    cue.speaker,
    cue.text,
    cue.startMs,
    cue.endMs,
  ]);

describe('speechmatics', () => {
  it('joins words and punctuation; UU is nobody', () => {
    const results = [
      result('word', 'Hi', 0.1, 'S1'),
      result('punctuation', '.', 0.3, 'S1', { attaches_to: 'previous' }),
      result('word', 'Who', 0.6, 'UU'),
      result('punctuation', '?', 0.8, 'UU'),
      { type: 'speaker_change', start_time: 1 },
      result('word', 'Me', 1, 'S2'),
    ];
    expect(told(results)).toEqual([
      ['S1', 'Hi.', 100, 500],
      [null, 'Who?', 600, 1000],
      ['S2', 'Me', 1000, 1200],
    ]);
  });

  it('takes channels for speakers, in order of time', () => {
    const on = (channel: string) => ({ channel });
    const results = [
      result('word', 'A', 0, undefined, on('channel_1')),
      result('word', 'C', 5, undefined, on('channel_1')),
      result('word', 'B', 2, undefined, on('channel_2')),
    ];
    expect(told(results).map(([who, what]) => [who, what])).toEqual([
      ['Channel 1', 'A'],
      ['Channel 2', 'B'],
      ['Channel 1', 'C'],
    ]);
  });

  it('reads metadata and claims its own JSON only', () => {
    const document = {
      job: { id: 'j', duration: 4 },
      metadata: { transcription_config: { language: 'en' } },
      results: [result('word', 'A', 0, 'S1')],
    };
    expect(parsedBy(speechmatics, JSON.stringify(document)).metadata).toEqual({
      durationMs: 4000,
      language: 'en',
      externalRef: 'j',
    });
    expect(speechmatics.detect(sourceOf(JSON.stringify(document)))).toBe(0.95);
    expect(speechmatics.detect(sourceOf('{"format":"2.9","results":[{"alternatives":[{"transcript":"x"}]}]}'))).toBe(0);
  });
});
