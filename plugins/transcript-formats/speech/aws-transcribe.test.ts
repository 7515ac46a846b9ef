import { describe, expect, it } from '@jest/globals';
import { awsTranscribe } from './aws-transcribe.js';
import { parsedBy, sourceOf } from '../test-support.js';

const word = (content: string, start: string, end: string, more: object = {}) => ({
  type: 'pronunciation',
  start_time: start,
  end_time: end,
  alternatives: [{ confidence: '0.8', content }],
  ...more,
});
const mark = (content: string, more: object = {}) => ({
  type: 'punctuation',
  alternatives: [{ confidence: '0.0', content }],
  ...more,
});
const job = (results: object) =>
  JSON.stringify({ jobName: 'j1', results: { transcripts: [{ transcript: 'whole text' }], items: [], ...results } });
const told = (results: object) =>
  parsedBy(awsTranscribe, job(results)).cues.map((cue) => [cue.speaker, cue.text, cue.startMs, cue.endMs]);

describe('aws-transcribe', () => {
  it('joins speakers to words by their start as written, punctuation to the word before', () => {
    const results = {
      items: [
        word('Hi', '0.04', '0.5'),
        mark(','),
        word('Bo', '0.60', '0.9'),
        mark('.'),
        word('Yes', '1.0', '1.30'),
        mark('?'),
      ],
      speaker_labels: {
        segments: [
          { start_time: '0.0', end_time: '0.01', speaker_label: 'spk_9', items: [] },
          {
            speaker_label: 'spk_0',
            items: [
              { start_time: '0.04', speaker_label: 'spk_0' },
              { start_time: '0.60', speaker_label: '' },
            ],
          },
          { speaker_label: 'spk_1', items: [{ start_time: '1.0', speaker_label: 'spk_1' }] },
        ],
      },
    };
    expect(told(results)).toEqual([
      ['spk_0', 'Hi, Bo.', 40, 900],
      ['spk_1', 'Yes?', 1000, 1300],
    ]);
    // A mark of punctuation has a confidence of 0 that is none.
    expect(parsedBy(awsTranscribe, job(results)).cues.map((cue) => cue.confidence)).toEqual([0.8, 0.8]);
  });

  it('reads labels on the items, and knows nobody where a label is empty', () => {
    const items = [
      word('Hi', '0.0', '0.2', { speaker_label: 'spk_0' }),
      mark('.', { speaker_label: 'spk_0' }),
      word('Oh', '0.3', '0.5', { speaker_label: '' }),
    ];
    expect(told({ items })).toEqual([
      ['spk_0', 'Hi.', 0, 200],
      [null, 'Oh', 300, 500],
    ]);
  });

  it('takes channels for speakers, in order of time', () => {
    const channels = [
      { channel_label: 'ch_0', items: [word('Hello', '0.0', '0.4'), mark('.'), word('Bye', '5.0', '5.2')] },
      { channel_label: 'ch_1', items: [word('Hi', '1.0', '1.4')] },
    ];
    expect(told({ channel_labels: { channels } })).toEqual([
      ['Channel 0', 'Hello.', 0, 400],
      ['Channel 1', 'Hi', 1000, 1400],
      ['Channel 0', 'Bye', 5000, 5200],
    ]);
  });

  it('reads segments of the newer form, with the confidence of their items', () => {
    const items = [
      { id: 0, ...word('Hi', '0.0', '0.2') },
      { id: 1, ...mark('.') },
    ];
    const segments = [
      { id: 0, transcript: 'Hi.', start_time: '0.0', end_time: '0.2', speaker_label: 'spk_1', items: [0, 1, 7] },
    ];
    expect(parsedBy(awsTranscribe, job({ items, audio_segments: segments })).cues).toMatchObject([
      { speaker: 'spk_1', text: 'Hi.', startMs: 0, endMs: 200, confidence: 0.8 },
    ]);
  });

  it('reads the words where the segments name no speaker', () => {
    const items = [word('Hi', '0.0', '0.2', { speaker_label: 'spk_0' })];
    expect(told({ items, audio_segments: [{ transcript: 'Hi', start_time: '0.0', end_time: '0.2' }] })).toEqual([
      ['spk_0', 'Hi', 0, 200],
    ]);
  });

  it('keeps the whole text where there is nothing else', () => {
    expect(told({})).toEqual([[null, 'whole text', null, null]]);
  });

  it('claims its own JSON only', () => {
    expect(awsTranscribe.detect(sourceOf(job({})))).toBeGreaterThan(0.9);
    for (const text of ['{"results":{"items":[]}}', '{"results":[{"transcripts":[]}]}', '{"jobName":"x"}'])
      expect(awsTranscribe.detect(sourceOf(text))).toBe(0);
  });
});
