import { describe, expect, it } from '@jest/globals';
import { awsPostCall } from './aws-post-call.js';
import { parsedBy, sourceOf } from '../test-support.js';

const read = (document: object) => parsedBy(awsPostCall, JSON.stringify(document));

describe('aws-post-call', () => {
  it('reads speech segments in seconds, numbers also as strings', () => {
    const { cues, participants, metadata } = read({
      ConversationAnalytics: {
        Duration: '28.67',
        LanguageCode: 'en-US',
        SpeakerLabels: [
          { Speaker: 'spk_0', DisplayText: 'Agent' },
          { Speaker: 'spk_1', DisplayText: 'Lena Orsk' },
          { Speaker: 7 },
        ],
        SourceInformation: [{ TranscribeJobInfo: { TranscriptionJobName: 'a.mp3' } }],
      },
      SpeechSegments: [
        {
          SegmentStartTime: '0.04',
          SegmentEndTime: 0.25,
          SegmentSpeaker: 'spk_0',
          OriginalText: 'MM.',
          DisplayText: 'Mm.',
          WordConfidence: [{ Confidence: 0.5 }],
        },
        { SegmentStartTime: 0.2, SegmentEndTime: 3.7, SegmentSpeaker: 'spk_1', OriginalText: 'Hello.' },
        { SegmentStartTime: 4, SegmentEndTime: 5, SegmentSpeaker: 'spk_1', DisplayText: '' },
      ],
    });
    expect(cues).toMatchObject([
      { speaker: 'spk_0', text: 'Mm.', startMs: 40, endMs: 250, confidence: 0.5 },
      { speaker: 'spk_1', text: 'Hello.', startMs: 200, endMs: 3700 },
    ]);
    expect(participants).toEqual([
      { label: 'spk_0', role: 'REP' },
      { label: 'spk_1', name: 'Lena Orsk' },
    ]);
    expect(metadata).toEqual({ durationMs: 28_670, language: 'en-US', externalRef: 'a.mp3' });
  });

  it('reads audio segments in milliseconds, with the speaker, else the channel', () => {
    const segment = (start: number, words: string, more: object) => ({
      start_timestamp_millis: start,
      end_timestamp_millis: start + 500,
      text: words,
      ...more,
    });
    const { cues, metadata } = read({
      metadata: { duration_millis: 9000, asset_id: 'a' },
      audio_segments: [
        segment(2000, 'Hi.', { speaker: { speaker_label: 'spk_0' }, channel: { channel_label: 'ch_0' } }),
        segment(1000, 'Hello.', { channel: { channel_label: 'ch_1' } }),
        segment(3000, 'Yes.', { speaker: { speaker_label: 'spk_1', speaker_name: 'Lena' } }),
      ],
    });
    expect(cues.map((cue) => [cue.speaker, cue.startMs, cue.endMs])).toEqual([
      ['Channel 1', 1000, 1500],
      ['spk_0', 2000, 2500],
      ['Lena', 3000, 3500],
    ]);
    expect(metadata).toEqual({ durationMs: 9000, externalRef: 'a' });
  });

  it('claims its own JSON only', () => {
    for (const document of [
      { SpeechSegments: [] },
      { ConversationAnalytics: {} },
      { audio_segments: [{ text: 'a' }] },
    ]) {
      expect(awsPostCall.detect(sourceOf(JSON.stringify(document)))).toBe(0);
    }
  });
});
