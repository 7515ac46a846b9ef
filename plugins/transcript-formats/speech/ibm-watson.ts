import type { SetAside } from 'debrief/plugin-api';
import { TELEPHONY } from '../shared/families.js';
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
import { type SpokenSegment, untimedSegment, wordsToCues } from './words-to-cues.js';
import type { JsonDocument } from '../json/read-json.js';
import { parsed } from '../shared/results.js';

/** Watson writes this for a hesitation: a mark, not a word. */
const HESITATION = '%HESITATION';

interface Recognition {
  readonly results: readonly Fields[];
  readonly labels: readonly Fields[];
}

/** The recognition itself, or all those of an asynchronous job. */
function recognitionsOf(root: unknown): Recognition[] {
  const top = fields(root);
  const inner = list(top.results)
    .map(fields)
    .filter(({ results }) => Array.isArray(results));
  return (inner.length > 0 ? inner : [top]).map(({ results, speaker_labels: labels }) => ({
    results: list(results).map(fields),
    labels: list(labels).map(fields),
  }));
}

/** Labels do not refer to words: they are joined by the time at which both begin. */
const speakersByStart = (labels: readonly Fields[]): ReadonlyMap<number | null, string | null> =>
  new Map(labels.map((label) => [secondsToMs(label.from), voiceLabel(label.speaker)]));

const asHesitation = ({ text: word, span }: SpokenSegment): SetAside[] =>
  word === '' && span !== null ? [{ reason: 'STAGE_DIRECTION', offset: span }] : [];

function readResult(
  document: JsonDocument,
  result: Fields,
  speakers: ReadonlyMap<number | null, string | null>,
): SpokenSegment[] {
  const best = fields(list(result.alternatives)[0]);
  const own = probability(best.confidence);
  const scores = list(best.word_confidence).map((pair) => probability(list(pair)[1]));
  const words = list(best.timestamps).map((timestamp, index): SpokenSegment => {
    const [word, start, end] = list(timestamp);
    const startMs = secondsToMs(start);
    return {
      speaker: speakers.get(startMs) ?? null,
      text: word === HESITATION ? '' : (text(word) ?? ''),
      startMs,
      endMs: secondsToMs(end),
      confidence: scores[index] ?? own,
      span: document.spanOf(timestamp, 0),
      breaks: index === 0,
    };
  });
  return words.length > 0
    ? words
    : [{ ...untimedSegment(document, best, 'transcript'), confidence: own, breaks: true }];
}

/** IBM Watson Speech to Text: words as lists, speaker labels beside them, times in seconds, no punctuation. */
export const ibmWatson = jsonParser({
  format: 'ibm-watson',
  description: 'IBM Watson Speech to Text (JSON)',
  family: TELEPHONY,
  detect: (root) => {
    const results = recognitionsOf(root).flatMap((recognition) => recognition.results.slice(0, 20));
    const hasWords = results.some(({ alternatives }) =>
      Array.isArray(list(fields(list(alternatives)[0]).timestamps)[0]),
    );
    if (hasWords) return 0.97;
    return results.some((result) => typeof result.final === 'boolean' && isFields(list(result.alternatives)[0]))
      ? 0.9
      : 0;
  },
  read: (document) => {
    const pieces = recognitionsOf(document.root).flatMap(({ results, labels }) => {
      const speakers = speakersByStart(labels);
      return results.filter(({ final }) => final !== false).flatMap((result) => readResult(document, result, speakers));
    });
    return parsed(wordsToCues(pieces), { setAside: pieces.flatMap(asHesitation) });
  },
});
