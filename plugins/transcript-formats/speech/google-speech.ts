import { TELEPHONY } from '../shared/families.js';
import type { CallPart, Cue } from 'debrief/plugin-api';
import { sortByStart, segmentAt, type SpokenSegment, untimedSegment, wordsToCues } from './words-to-cues.js';
import {
  channelLabel,
  fields,
  type Fields,
  isFields,
  list,
  number,
  probability,
  secondsToMs,
  text,
  voiceLabel,
} from '../json/json-fields.js';
import { jsonParser } from '../json/json-parser.js';
import { parsed, callFileName, toMetadata } from '../shared/results.js';
import type { JsonDocument } from '../json/read-json.js';

const PROBE = 20;

/** Integer milliseconds of a protobuf duration: `"12.900s"`, or `{ seconds: "12", nanos: 900000000 }` with either part left out. */
function durationMs(value: unknown): number | null {
  if (typeof value === 'string') return value.trim().endsWith('s') ? secondsToMs(value.trim().slice(0, -1)) : null;
  if (!isFields(value)) return null;
  const [seconds, nanos] = [number(value.seconds ?? 0), number(value.nanos ?? 0)];
  return seconds === null || nanos === null ? null : secondsToMs(seconds + nanos / 1e9);
}

const either = (node: Fields, ...keys: readonly string[]): unknown => {
  const key = keys.find((name) => node[name] !== undefined && node[name] !== null);
  return key === undefined ? null : node[key];
};

const startOf = (word: Fields) => durationMs(either(word, 'startTime', 'startOffset', 'start_time', 'start_offset'));
const endOf = (word: Fields) => durationMs(either(word, 'endTime', 'endOffset', 'end_time', 'end_offset'));
const bestOf = (result: Fields): Fields => fields(list(result.alternatives)[0]);
const wordsOf = (result: Fields): Fields[] => list(bestOf(result).words).map(fields);

/** The number of the speaker; 0 and an empty label mean that speakers were not separated. */
function speakerOf(word: Fields): string | null {
  const tag = text(either(word, 'speakerTag', 'speakerLabel', 'speaker_tag', 'speaker_label'));
  return tag === null || tag === '0' ? null : tag;
}

/** The results of each recording: bare, or under the keys that an operation or a batch of several recordings puts around them. */
function findResults(root: unknown): { readonly name: string | null; readonly results: Fields[] }[] {
  if (Array.isArray(root)) return [{ name: null, results: list(root).map(fields) }];
  const top = fields(root);
  const holder = isFields(top.response) ? top.response : top;
  if (Array.isArray(holder.results)) return [{ name: null, results: list(holder.results).map(fields) }];
  return Object.entries(fields(holder.results)).flatMap(([name, file]) => {
    const transcript = fields(fields(file).transcript ?? fields(fields(file).inlineResult).transcript);
    return Array.isArray(transcript.results) ? [{ name, results: list(transcript.results).map(fields) }] : [];
  });
}

/**
 * With speakers, version 1 writes the whole call twice: in parts without speakers, then again in the last result with them. Only that last
 * result is read then.
 */
function withoutRepeat(results: readonly Fields[]): readonly Fields[] {
  const last = results.at(-1);
  if (last === undefined || results.length < 2) return results;
  const words = wordsOf(last);
  const earlier = results.slice(0, -1).flatMap(wordsOf);
  const isTagged = words.some((word) => speakerOf(word) !== null) && earlier.every((word) => speakerOf(word) === null);
  return isTagged && words.length >= earlier.length ? [last] : results;
}

const channelOf = (result: Fields): string | null => text(either(result, 'channelTag', 'channel_tag'));

function piecesOf(document: JsonDocument, result: Fields, isMultichannel: boolean): SpokenSegment[] {
  const best = bestOf(result);
  const channel = isMultichannel ? channelLabel(channelOf(result) ?? '0') : null;
  const words = wordsOf(result).map((word) =>
    segmentAt(document, word, 'word', {
      speaker: channel ?? voiceLabel(speakerOf(word)),
      startMs: startOf(word),
      endMs: endOf(word),
      confidence: probability(word.confidence) ?? probability(best.confidence),
    }),
  );
  if (words.length > 0) return words;
  const endMs = durationMs(either(result, 'resultEndTime', 'resultEndOffset', 'result_end_time', 'result_end_offset'));
  return [
    { ...untimedSegment(document, best, 'transcript', channel), endMs, confidence: probability(best.confidence) },
  ];
}

function readCues(document: JsonDocument, results: readonly Fields[]): Cue[] {
  const isMultichannel = new Set(results.map(channelOf)).size > 1;
  const cues = results.flatMap((result) => wordsToCues(piecesOf(document, result, isMultichannel)));
  return isMultichannel ? sortByStart(cues) : cues;
}

function detect(root: unknown): number {
  const results = findResults(root).flatMap((file) => file.results.slice(0, PROBE));
  const best = results.map(bestOf);
  // The same names with lists of timestamps are another engine's.
  if (best.some((one) => 'timestamps' in one) || results.some((one) => 'final' in one)) return 0;
  const words = best.flatMap((one) => list(one.words).slice(0, PROBE)).map(fields);
  if (words.some((word) => 'word' in word && (startOf(word) !== null || endOf(word) !== null))) return 0.97;
  const keys = ['languageCode', 'language_code', 'resultEndTime', 'resultEndOffset', 'result_end_time', 'channelTag'];
  const isResult = (result: Fields): boolean => 'transcript' in bestOf(result) && keys.some((key) => key in result);
  return results.some(isResult) ? 0.9 : 0;
}

const toCall = ({ name, results }: { name: string | null; results: Fields[] }, index: number): CallPart => ({
  fileName: callFileName(name ?? undefined, index, 'json'),
  text: JSON.stringify({ results }),
  format: 'google-speech',
  metadata: toMetadata({ externalRef: name }),
});

/** Google Speech-to-Text, versions 1 and 2. */
export const googleSpeech = jsonParser({
  format: 'google-speech',
  description: 'Google Speech-to-Text (JSON)',
  family: TELEPHONY,
  detect,
  read: (document) => {
    const files = findResults(document.root);
    if (files.length > 1) return { outcome: 'SPLIT', calls: files.map(toCall) };
    const results = files[0]?.results ?? [];
    const language = text(
      results.map((result) => either(result, 'languageCode', 'language_code')).find((one) => one !== null),
    );
    return parsed(readCues(document, withoutRepeat(results)), { metadata: toMetadata({ language }) });
  },
});
