import { TELEPHONY } from '../shared/families.js';
import type { Cue } from 'debrief/plugin-api';
import { readClock } from '../shared/clock.js';
import { fields, list, meanProbability, text, voiceLabel, wholeMs } from '../json/json-fields.js';
import { jsonParser } from '../json/json-parser.js';
import { segmentAt, wordsToCues } from './words-to-cues.js';
import type { JsonDocument } from '../json/read-json.js';
import { repeatedSegments } from './repeated-segments.js';
import { parsed, toMetadata } from '../shared/results.js';

const clockMs = (value: unknown): number | null => (typeof value === 'string' ? readClock(value.trim()) : null);

function readSegment(document: JsonDocument, node: unknown): Cue[] {
  const segment = fields(node);
  const [offsets, stamps] = [fields(segment.offsets), fields(segment.timestamps)];
  const speaker = voiceLabel(segment.speaker);
  return wordsToCues([
    segmentAt(document, segment, 'text', {
      // It writes a question mark where both channels are as loud.
      speaker: speaker === '?' ? null : speaker,
      startMs: wholeMs(offsets.from) ?? clockMs(stamps.from),
      endMs: wholeMs(offsets.to) ?? clockMs(stamps.to),
      confidence: meanProbability(list(segment.tokens).map((token) => fields(token).p)),
    }),
  ]);
}

/** whisper.cpp's own JSON: segments with offsets in milliseconds, and a speaker only if stereo channels were separated. */
export const whisperCpp = jsonParser({
  format: 'whisper-cpp',
  description: 'whisper.cpp transcription (JSON)',
  family: TELEPHONY,
  detect: (root) => {
    const segments = list(fields(root).transcription).slice(0, 20).map(fields);
    return segments.some((segment) => 'text' in segment && ('offsets' in segment || 'timestamps' in segment))
      ? 0.97
      : 0;
  },
  read: (document) => {
    const top = fields(document.root);
    const cues = list(top.transcription).flatMap((segment) => readSegment(document, segment));
    const language = text(fields(top.result).language);
    return parsed(cues, { metadata: toMetadata({ language }), warnings: repeatedSegments(cues) });
  },
});
