import { describe, expect, it } from '@jest/globals';
import type { TranscriptParser } from 'debrief/plugin-api';
import { awsTranscribe } from './speech/aws-transcribe.js';
import { deepgram } from './speech/deepgram.js';
import { kaldi } from './speech/kaldi.js';
import { sourceOf } from './test-support.js';
import { expectWithin } from '../../test/support/expect-within.js';

const TEN_MB = 10 * 1024 * 1024;

/** A document of words that is just over 10 MB long. */
function fill(wordOf: (index: number) => object, documentOf: (words: readonly object[]) => object): string {
  const count = Math.ceil(TEN_MB / (JSON.stringify(wordOf(50_000)).length + 1));
  return JSON.stringify(documentOf(Array.from({ length: count }, (_, index) => wordOf(index))));
}

const LARGE: readonly (readonly [TranscriptParser, () => string])[] = [
  [
    deepgram,
    () =>
      fill(
        (n) => ({
          word: 'word',
          start: n * 0.3,
          end: n * 0.3 + 0.2,
          confidence: 0.98,
          speaker: (n >> 5) % 2,
          punctuated_word: 'Word',
        }),
        (words) => ({ results: { channels: [{ alternatives: [{ words }] }] } }),
      ),
  ],
  [
    // One voice that never pauses.
    kaldi,
    () =>
      fill(
        (n) => ({ word: 'word', punct: 'word', start: n * 0.3, end: n * 0.3 + 0.3 }),
        (words) => ({
          words,
          segmentation: {
            segments: words
              .map((_, n) => ({ start: n * 0.3, duration: 0.3, speaker: { '@id': 'S0' } }))
              .slice(0, 50_000),
          },
        }),
      ),
  ],
  [
    awsTranscribe,
    () =>
      fill(
        (n) => ({
          start_time: String(n * 0.3),
          end_time: String(n * 0.3 + 0.2),
          type: 'pronunciation',
          alternatives: [{ confidence: '0.9', content: 'word' }],
        }),
        (items) => ({
          results: {
            transcripts: [],
            items,
            speaker_labels: { segments: [{ speaker_label: 'spk_0', items: items.slice(0, 1_000) }] },
          },
        }),
      ),
  ],
];

describe('answers of 10 MB', () => {
  it.each(LARGE.map(([parser, write]) => [parser.format, parser, write] as const))(
    '%s takes less than 3 s of work',
    (_format, parser, write) => {
      const text = write();
      expect(text.length).toBeGreaterThan(TEN_MB);
      expectWithin(3000, () => {
        // A source of its own each time: what is read of one is remembered.
        const source = sourceOf(text);
        expect(parser.detect(source)).toBeGreaterThan(0.9);
        expect(parser.parse(source, {}).outcome).toBe('PARSED');
      });
    },
  );
});
