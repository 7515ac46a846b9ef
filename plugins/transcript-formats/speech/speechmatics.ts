import { TELEPHONY } from '../shared/families.js';
import { sortByStart, segmentAt, type SpokenSegment, wordsToCues } from './words-to-cues.js';
import { channelLabel, fields, type Fields, list, probability, secondsToMs, text } from '../json/json-fields.js';
import { jsonParser } from '../json/json-parser.js';
import type { JsonDocument } from '../json/read-json.js';
import { parsed, toMetadata } from '../shared/results.js';

const NOBODY = 'UU';

function readPieces(document: JsonDocument, results: readonly Fields[]): SpokenSegment[] {
  return results.map((result) => {
    const best = fields(list(result.alternatives)[0]);
    const speaker = text(best.speaker);
    const isPunctuation = result.type === 'punctuation';
    return segmentAt(document, best, 'content', {
      speaker: text(result.channel) === null ? (speaker === NOBODY ? null : speaker) : channelLabel(result.channel),
      startMs: secondsToMs(result.start_time),
      endMs: secondsToMs(result.end_time),
      confidence: isPunctuation ? null : probability(best.confidence),
      glued: isPunctuation && result.attaches_to !== 'next' && result.attaches_to !== 'none',
    });
  });
}

/** Speechmatics' `json-v2`: words and punctuation with speakers (`S1`; `UU` is unknown) or channels, times in seconds. */
export const speechmatics = jsonParser({
  format: 'speechmatics',
  description: 'Speechmatics transcript (JSON)',
  family: TELEPHONY,
  detect: (root) => {
    const top = fields(root);
    const results = list(top.results).slice(0, 20).map(fields);
    const isOwn = results.some(
      ({ type, alternatives }) => typeof type === 'string' && 'content' in fields(list(alternatives)[0]),
    );
    return isOwn ? ('format' in top ? 0.98 : 0.95) : 0;
  },
  read: (document) => {
    const top = fields(document.root);
    const results = list(top.results).map(fields);
    const channels = [...Map.groupBy(results, (result) => text(result.channel)).values()];
    const cues = channels.flatMap((own) => wordsToCues(readPieces(document, own)));
    const config = fields(fields(top.metadata).transcription_config);
    const metadata = toMetadata({
      durationMs: secondsToMs(fields(top.job).duration),
      language: text(config.language),
      externalRef: text(fields(top.job).id),
    });
    return parsed(channels.length > 1 ? sortByStart(cues) : cues, { metadata });
  },
});
