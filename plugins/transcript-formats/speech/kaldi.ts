import { TELEPHONY } from '../shared/families.js';
import { endFromDuration, segmentAt, type SpokenSegment, wordsToCues } from './words-to-cues.js';
import {
  fields,
  type Fields,
  isFields,
  list,
  probability,
  secondsToMs,
  text,
  voiceLabel,
} from '../json/json-fields.js';
import { jsonParser } from '../json/json-parser.js';
import type { JsonDocument } from '../json/read-json.js';
import { parsed } from '../shared/results.js';

/** A stretch of time with its speaker. */
interface Stretch {
  readonly startMs: number;
  readonly endMs: number;
  readonly speaker: string | null;
}

/** Some services wrap the engine's answer. */
const answerOf = (root: unknown): Fields => {
  const top = fields(root);
  return isFields(top.retval) ? top.retval : top;
};

/** Editors write these if speakers were not separated. */
const isNobody = (label: string): boolean => /^(?:U_)?UKN$/i.test(label);

function toStretch(node: unknown): Stretch[] {
  const stretch = fields(node);
  const startMs = secondsToMs(stretch.start);
  const lengthMs = secondsToMs(stretch.duration);
  const endMs = secondsToMs(stretch.end) ?? endFromDuration(startMs, lengthMs);
  const label = voiceLabel(isFields(stretch.speaker) ? stretch.speaker['@id'] : stretch.speaker);
  return startMs === null || endMs === null
    ? []
    : [{ startMs, endMs, speaker: label !== null && isNobody(label) ? null : label }];
}

/** `segmentation.segments` of the engine, `paragraphs` of the digital paper edit. */
const stretchesOf = (answer: Fields): Stretch[] =>
  [...list(fields(answer.segmentation).segments), ...list(answer.paragraphs)]
    .flatMap(toStretch)
    .sort((a, b) => a.startMs - b.startMs);

/** The last stretch that begins before the middle of a word and holds it. */
function stretchAt(stretches: readonly Stretch[], startMs: number | null, endMs: number | null): Stretch | null {
  if (startMs === null) return null;
  const middle = ((endMs ?? startMs) + startMs) / 2;
  let [low, high] = [0, stretches.length];
  while (low < high) {
    const probe = (low + high) >> 1;
    if ((stretches[probe]?.startMs ?? Infinity) <= middle) low = probe + 1;
    else high = probe;
  }
  const found = stretches[low - 1];
  return found && middle <= found.endMs ? found : null;
}

function readWords(document: JsonDocument, answer: Fields): SpokenSegment[] {
  const stretches = stretchesOf(answer);
  return list(answer.words)
    .map(fields)
    .map((word) => {
      const [startMs, endMs] = [secondsToMs(word.start), secondsToMs(word.end)];
      const key = ['punct', 'text', 'word'].find((name) => text(word[name]) !== null) ?? 'word';
      const speaker = stretchAt(stretches, startMs, endMs)?.speaker ?? null;
      return segmentAt(document, word, key, { speaker, startMs, endMs, confidence: probability(word.confidence) });
    });
}

/** Kaldi's words with a segmentation by speaker beside them, and the digital paper edit, whose paragraphs name the speakers. */
export const kaldi = jsonParser({
  format: 'kaldi',
  description: 'Kaldi segmentation or digital paper edit (JSON)',
  family: TELEPHONY,
  detect: (root) => {
    const answer = answerOf(root);
    const words = list(answer.words).slice(0, 20).map(fields);
    const paragraphs = list(answer.paragraphs).slice(0, 20).map(fields);
    if (words.some((word) => 'punct' in word && 'start' in word)) return 0.96;
    const isEdit = paragraphs.some((one) => 'start' in one && 'end' in one && 'speaker' in one && !('text' in one));
    return isEdit && words.some((word) => 'text' in word && 'start' in word) ? 0.96 : 0;
  },
  read: (document) => parsed(wordsToCues(readWords(document, answerOf(document.root)))),
});
