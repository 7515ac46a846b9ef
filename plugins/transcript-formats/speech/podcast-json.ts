import { TELEPHONY } from '../shared/families.js';
import { fields, list, secondsToMs, voiceLabel } from '../json/json-fields.js';
import { jsonParser } from '../json/json-parser.js';
import { segmentAt, wordsToCues } from './words-to-cues.js';
import { parsed } from '../shared/results.js';

/** The JSON transcript of the Podcast 2.0 namespace: `segments` of some words each with `body`, times in seconds. */
export const podcastJson = jsonParser({
  format: 'podcast-json',
  description: 'Podcast 2.0 transcript (JSON)',
  family: TELEPHONY,
  detect: (root) => {
    const segments = list(fields(root).segments).slice(0, 20).map(fields);
    return segments.some((segment) => typeof segment.body === 'string' && 'startTime' in segment) ? 0.97 : 0;
  },
  read: (document) => {
    const segments = list(fields(document.root).segments).map(fields);
    const pieces = segments.map((segment) =>
      segmentAt(document, segment, 'body', {
        speaker: voiceLabel(segment.speaker),
        startMs: secondsToMs(segment.startTime),
        endMs: secondsToMs(segment.endTime),
        confidence: null,
      }),
    );
    return parsed(wordsToCues(pieces));
  },
});
