import { TELEPHONY } from '../shared/families.js';
import type { Cue } from 'debrief/plugin-api';
import { sortByStart, segmentAt, type SpokenSegment, untimedSegment, wordsToCues } from './words-to-cues.js';
import {
  channelLabel,
  fields,
  type Fields,
  isFields,
  list,
  meanProbability,
  probability,
  secondsToMs,
  text,
  voiceLabel,
} from '../json/json-fields.js';
import { jsonParser } from '../json/json-parser.js';
import type { JsonDocument } from '../json/read-json.js';
import { parsed, toMetadata } from '../shared/results.js';

/** Speakers of the words by the start time as written; segments without words are of no use. */
function speakersByStart(results: Fields): ReadonlyMap<string, string> {
  const segments = list(fields(results.speaker_labels).segments).map(fields);
  const entries = segments.flatMap((segment) =>
    list(segment.items).map((item): [string | null, string | null] => {
      const { start_time: start, speaker_label: label } = fields(item);
      return [text(start), text(label) ?? text(segment.speaker_label)];
    }),
  );
  return new Map(entries.filter((entry): entry is [string, string] => entry[0] !== null && entry[1] !== null));
}

/** Punctuation has neither times nor a speaker of its own: it belongs to the word before it. */
function readItems(
  document: JsonDocument,
  items: readonly unknown[],
  speakerOf: (item: Fields) => string | null,
): SpokenSegment[] {
  let speaker: string | null = null;
  return items.map(fields).map((item) => {
    const best = fields(list(item.alternatives)[0]);
    const isPunctuation = item.type === 'punctuation';
    if (!isPunctuation) speaker = speakerOf(item);
    return segmentAt(document, best, 'content', {
      speaker,
      startMs: secondsToMs(item.start_time),
      endMs: secondsToMs(item.end_time),
      confidence: isPunctuation ? null : probability(best.confidence),
      glued: isPunctuation,
    });
  });
}

function itemCues(document: JsonDocument, results: Fields): Cue[] {
  const speakers = speakersByStart(results);
  return wordsToCues(
    readItems(document, list(results.items), (item) =>
      voiceLabel(text(item.speaker_label) ?? speakers.get(text(item.start_time) ?? '') ?? null),
    ),
  );
}

const channelCues = (document: JsonDocument, channels: readonly unknown[]): Cue[] =>
  sortByStart(
    channels.map(fields).flatMap((channel) => {
      const label = channelLabel(channel.channel_label);
      return wordsToCues(readItems(document, list(channel.items), () => label));
    }),
  );

/** Confidences of the spoken items that a segment lists by their ids. */
const confidencesOf = (items: ReadonlyMap<string, Fields>, ids: readonly unknown[]): unknown[] =>
  ids
    .map((id) => items.get(text(id) ?? ''))
    .filter((item) => item?.type === 'pronunciation')
    .map((item) => fields(list(item?.alternatives)[0]).confidence);

function segmentCues(document: JsonDocument, results: Fields): Cue[] {
  const items = new Map(list(results.items).map((item) => [text(fields(item).id) ?? '', fields(item)]));
  const pieces = list(results.audio_segments)
    .map(fields)
    .map((segment) =>
      segmentAt(document, segment, 'transcript', {
        speaker:
          text(segment.channel_label) === null
            ? voiceLabel(segment.speaker_label)
            : channelLabel(segment.channel_label),
        startMs: secondsToMs(segment.start_time),
        endMs: secondsToMs(segment.end_time),
        confidence: meanProbability(confidencesOf(items, list(segment.items))),
        breaks: true,
      }),
    );
  return sortByStart(wordsToCues(pieces));
}

const onlyIfLabeled = (cues: readonly Cue[]): readonly Cue[] =>
  cues.some(({ speaker }) => speaker !== null) ? cues : [];

/**
 * The richest of the service's representations of one call: segments without speakers have less than the words, the whole text has least.
 */
function readCues(document: JsonDocument, results: Fields): readonly Cue[] {
  const channels = list(fields(results.channel_labels).channels);
  const ways = [
    () => (channels.length > 1 ? channelCues(document, channels) : []),
    () => onlyIfLabeled(segmentCues(document, results)),
    () => itemCues(document, results),
    () => segmentCues(document, results),
    () => wordsToCues(list(results.transcripts).map((one) => untimedSegment(document, fields(one), 'transcript'))),
  ];
  for (const way of ways) {
    const cues = way();
    if (cues.length > 0) return cues;
  }
  return [];
}

/** Amazon Transcribe's job output: words with speaker or channel labels, times in seconds written as strings. */
export const awsTranscribe = jsonParser({
  format: 'aws-transcribe',
  description: 'Amazon Transcribe job output (JSON)',
  family: TELEPHONY,
  detect: (root) => {
    const { results } = fields(root);
    if (!isFields(results)) return 0;
    const isOwn = Array.isArray(results.transcripts) && (Array.isArray(results.items) || 'audio_segments' in results);
    return isOwn ? 0.97 : 0;
  },
  read: (document) => {
    const top = fields(document.root);
    const results = fields(top.results);
    const metadata = toMetadata({ language: text(results.language_code), externalRef: text(top.jobName) });
    return parsed(readCues(document, results), { metadata });
  },
});
