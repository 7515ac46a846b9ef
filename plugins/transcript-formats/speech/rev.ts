import { TELEPHONY } from '../shared/families.js';
import { fields, type Fields, list, probability, secondsToMs, text, voiceLabel } from '../json/json-fields.js';
import { jsonParser } from '../json/json-parser.js';
import { segmentAt, type SpokenSegment, wordsToCues } from './words-to-cues.js';
import type { JsonDocument } from '../json/read-json.js';
import { parsed } from '../shared/results.js';

/** `elements` of the engine, `spans` of the editor's export. */
const elementsOf = (monologue: Fields): Fields[] => list(monologue.elements ?? monologue.spans).map(fields);

/** Values include their own blanks, so they are joined as they are; a blank is added only if a file has none between two words. */
function readMonologue(document: JsonDocument, monologue: Fields, speaker: string | null): SpokenSegment[] {
  let lastIsWord = false;
  return elementsOf(monologue).map((element, index) => {
    const isWord = element.type !== 'punct' && !/^\s|\s$/.test(text(element.value ?? element.text) ?? '');
    const glued = index > 0 && !(isWord && lastIsWord);
    lastIsWord = isWord;
    // A blank alone is a value too.
    const key = typeof element.value === 'string' ? 'value' : 'text';
    const value = element[key];
    return {
      ...segmentAt(document, element, key, {
        speaker,
        startMs: secondsToMs(element.ts),
        endMs: secondsToMs(element.end_ts ?? element.endTs),
        confidence: probability(element.confidence),
      }),
      text: typeof value === 'string' ? value : '',
      glued,
      breaks: index === 0,
    };
  });
}

/** Names of the editor's speakers, by their id and by their place in the list. */
function labelsOf(top: Fields): (speaker: unknown) => string | null {
  const speakers = list(top.speakers).map(fields);
  const byId = new Map(
    speakers.flatMap((one) => (text(one.id) === null ? [] : [[text(one.id), text(one.name)] as const])),
  );
  const byPlace = (speaker: unknown) => (typeof speaker === 'number' ? text(speakers[speaker]?.name) : null);
  return (speaker) => byId.get(text(speaker)) ?? byPlace(speaker) ?? voiceLabel(speaker);
}

/** Rev AI's transcript of monologues, and the export of Rev's editor with names. */
export const rev = jsonParser({
  format: 'rev',
  description: 'Rev transcript (JSON)',
  family: TELEPHONY,
  detect: (root) => {
    const monologues = list(fields(root).monologues).slice(0, 20).map(fields);
    return monologues.some(({ elements, spans }) => Array.isArray(elements) || Array.isArray(spans)) ? 0.97 : 0;
  },
  read: (document) => {
    const top = fields(document.root);
    const label = labelsOf(top);
    const pieces = list(top.monologues)
      .map(fields)
      .flatMap((monologue) => readMonologue(document, monologue, label(monologue.speaker)));
    return parsed(wordsToCues(pieces));
  },
});
