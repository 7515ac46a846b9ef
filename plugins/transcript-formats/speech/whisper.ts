import { TELEPHONY } from '../shared/families.js';
import type { Cue, ParseHints, ParseWarning } from 'debrief/plugin-api';
import {
  fields,
  type Fields,
  list,
  meanProbability,
  number,
  secondsToMs,
  text,
  voiceLabel,
  wholeMs,
} from '../json/json-fields.js';
import { jsonParser } from '../json/json-parser.js';
import type { JsonDocument } from '../json/read-json.js';
import { repeatedSegments } from './repeated-segments.js';
import { parsed, toMetadata } from '../shared/results.js';
import { countWords, sniffTimeUnit, type TimeUnit } from '../shared/time-unit.js';

/** Fields of a segment that no other engine writes. */
const OWN_KEYS = ['seek', 'tokens', 'avg_logprob', 'no_speech_prob', 'compression_ratio'];

const segmentsOf = (root: unknown): Fields[] =>
  list(Array.isArray(root) ? root : (fields(root).segments ?? fields(root).chunks)).map(fields);

/** Start and end of a segment; the pipelines of a model hub write both in one list. */
function timesOf({ start, end, timestamp }: Fields): readonly [start: unknown, end: unknown] {
  const [first, last] = list(timestamp);
  return [start ?? first, end ?? last];
}

const isSegment = (segment: Fields): boolean =>
  typeof segment.text === 'string' && (number(timesOf(segment)[0]) !== null || number(timesOf(segment)[1]) !== null);

const BARE_KEYS = new Set(['id', 'start', 'end', 'text', 'words', 'speaker', 'temperature']);

/** Nothing but what these tools write, with a speaker that they have numbered. */
const isBare = (segment: Fields): boolean =>
  Object.keys(segment).every((key) => BARE_KEYS.has(key)) &&
  /^(?:(?:SPEAKER_?)?\d{1,3})?$/i.test(text(segment.speaker) ?? '');

function detect(root: unknown): number {
  const top = fields(root);
  const segments = segmentsOf(root).slice(0, 20);
  if (!segments.some(isSegment)) return 0;
  const isOwn = segments.some((segment) => OWN_KEYS.some((key) => key in segment));
  const hasScores = segments.some(({ words }) =>
    list(words).some((word) => 'score' in fields(word) || 'probability' in fields(word)),
  );
  if (isOwn || hasScores || 'word_segments' in top) return 0.96;
  if (Array.isArray(top.chunks) && segments.some(({ timestamp }) => Array.isArray(timestamp))) return 0.95;
  // Texts with times occur in many formats. If a segment has other fields than this family of tools writes, the generic parser may
  // understand it better.
  return segments.every(isBare) ? 0.8 : 0;
}

/**
 * The segment's own speaker; otherwise the one on which all its labeled words agree. A speaker is not carried over from the segment before.
 */
function speakerOf(segment: Fields): string | null {
  const own = voiceLabel(segment.speaker);
  if (own !== null) return own;
  const voices = new Set(list(segment.words).map((word) => voiceLabel(fields(word).speaker)));
  voices.delete(null);
  const [only] = voices;
  return voices.size === 1 ? (only ?? null) : null;
}

/** The words' own scores, else the exponential of the mean log probability of the tokens, which is their geometric mean. */
function confidenceOf(segment: Fields): number | null {
  const words = list(segment.words).map(fields);
  const logProbability = number(segment.avg_logprob);
  const scored = meanProbability(words.map(({ score, probability }) => score ?? probability));
  return scored ?? (logProbability === null || logProbability > 0 ? null : Math.exp(logProbability));
}

function readUnit(segments: readonly Fields[], hints: ParseHints): TimeUnit {
  const times = segments
    .flatMap(timesOf)
    .map(number)
    .filter((time) => time !== null);
  const words = segments.reduce((sum, segment) => sum + countWords(text(segment.text) ?? ''), 0);
  return hints.timeUnit ?? sniffTimeUnit(times, words, 's');
}

function readSegment(document: JsonDocument, segment: Fields, unit: TimeUnit): Cue[] {
  const words = text(segment.text);
  if (words === null) return [];
  const toMs = unit === 's' ? secondsToMs : wholeMs;
  const [start, end] = timesOf(segment);
  const confidence = confidenceOf(segment);
  return [
    {
      speaker: speakerOf(segment),
      text: words.trim(),
      startMs: toMs(start),
      endMs: toMs(end),
      offset: document.spanOf(segment, 'text') ?? [0, 0],
      ...(confidence === null ? {} : { confidence }),
    },
  ];
}

const unitWarning = (unit: TimeUnit): ParseWarning[] =>
  unit === 's'
    ? []
    : [
        {
          code: 'TIME_UNIT_MILLISECONDS',
          message: 'Times were read as milliseconds: in seconds the speech would be impossibly slow.',
        },
      ];

/** Whisper, and what adds speakers to it: segments under a key or bare, times in seconds, `NaN` where a time is not known. */
export const whisper = jsonParser({
  format: 'whisper',
  description: 'Whisper or WhisperX segments (JSON)',
  family: TELEPHONY,
  detect,
  read: (document, hints) => {
    const top = fields(document.root);
    const segments = segmentsOf(document.root);
    const unit = readUnit(segments, hints);
    const cues = segments.flatMap((segment) => readSegment(document, segment, unit));
    return parsed(cues, {
      metadata: toMetadata({ durationMs: secondsToMs(top.duration), language: text(top.language) }),
      warnings: [...unitWarning(unit), ...repeatedSegments(cues)],
    });
  },
});
