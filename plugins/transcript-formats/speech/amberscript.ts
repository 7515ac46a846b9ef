import { TELEPHONY } from '../shared/families.js';
import type { ParsedParticipant } from 'debrief/plugin-api';
import { fields, type Fields, list, probability, secondsToMs, text } from '../json/json-fields.js';
import { jsonParser } from '../json/json-parser.js';
import { segmentAt, type SpokenSegment, wordsToCues } from './words-to-cues.js';
import type { JsonDocument } from '../json/read-json.js';
import { parsed, toMetadata } from '../shared/results.js';

const namesOf = (top: Fields): ParsedParticipant[] =>
  list(top.speakers)
    .map(fields)
    .flatMap(({ spkid, name }) => {
      const [label, shown] = [text(spkid), text(name)];
      return label === null || shown === null ? [] : [{ label, name: shown }];
    });

function readSegment(document: JsonDocument, segment: Fields): SpokenSegment[] {
  const speaker = text(segment.speaker);
  return list(segment.words)
    .map(fields)
    .map((word, index) =>
      segmentAt(document, word, 'text', {
        speaker,
        startMs: secondsToMs(word.start),
        endMs: secondsToMs(word.end),
        confidence: probability(word.conf),
        breaks: index === 0,
      }),
    );
}

/** Amberscript's export: segments of words, speakers by id, times in seconds. */
export const amberscript = jsonParser({
  format: 'amberscript',
  description: 'Amberscript transcript (JSON)',
  family: TELEPHONY,
  detect: (root) => {
    const { speakers, segments } = fields(root);
    const hasIds = list(speakers)
      .slice(0, 20)
      .some((one) => 'spkid' in fields(one));
    return hasIds &&
      list(segments)
        .slice(0, 20)
        .some((one) => Array.isArray(fields(one).words))
      ? 0.98
      : 0;
  },
  read: (document) => {
    const top = fields(document.root);
    const pieces = list(top.segments).flatMap((segment) => readSegment(document, fields(segment)));
    const metadata = toMetadata({ externalRef: text(top.recordId) ?? text(top.id) });
    return parsed(wordsToCues(pieces), { participants: namesOf(top), metadata });
  },
});
