import type { Cue, ParseResult } from 'debrief/plugin-api';
import { azureTimeMs, ticksToMs } from './azure-time.js';
import { byStart } from './by-start.js';
import { endAfter } from './end-after.js';
import { fields, list, text, type Fields } from '../json/json-fields.js';
import { pieceAt } from './piece-at.js';
import { probability } from '../json/probability.js';
import type { JsonDocument } from '../json/read-json.js';
import { parsed } from '../shared/results.js';
import { statedMetadata } from '../shared/stated-metadata.js';
import { channelLabel, voiceLabel } from '../json/voice-label.js';
import { wordsToCues } from './words-to-cues.js';

/** The spelling of a key that the node has: a twin of this format begins every key with a capital. */
const spelled = (node: Fields, key: string): string =>
  key in node ? key : `${key.charAt(0).toUpperCase()}${key.slice(1)}`;
const at = (node: Fields, key: string): unknown => node[spelled(node, key)];

export const phrasesOf = (root: unknown): readonly unknown[] => list(at(fields(root), 'recognizedPhrases'));

const timeOf = (node: Fields, key: 'offset' | 'duration'): number | null =>
  ticksToMs(at(node, `${key}InTicks`)) ?? azureTimeMs(at(node, key));

function readPhrase(document: JsonDocument, phrase: Fields, speaker: string | null): Cue[] {
  if ((text(at(phrase, 'recognitionStatus')) ?? 'Success') !== 'Success') return [];
  const best = fields(list(at(phrase, 'nBest'))[0]);
  const key = text(at(best, 'display')) === null ? 'lexical' : 'display';
  const [startMs, lengthMs] = [timeOf(phrase, 'offset'), timeOf(phrase, 'duration')];
  const endMs = endAfter(startMs, lengthMs);
  const confidence = probability(at(best, 'confidence'));
  return wordsToCues([pieceAt(document, best, spelled(best, key), { speaker, startMs, endMs, confidence })]);
}

/** Batch transcription: phrases in groups by channel, sorted by time here; phrases that were not recognized hold no words. */
export function readAzurePhrases(document: JsonDocument): ParseResult {
  const top = fields(document.root);
  const phrases = phrasesOf(top).map(fields);
  const isMultichannel = new Set(phrases.map((phrase) => text(at(phrase, 'channel')))).size > 1;
  const cues = phrases.flatMap((phrase) =>
    readPhrase(
      document,
      phrase,
      isMultichannel ? channelLabel(at(phrase, 'channel')) : voiceLabel(at(phrase, 'speaker')),
    ),
  );
  const language = text(phrases.map((phrase) => at(phrase, 'locale')).find((locale) => text(locale) !== null));
  return parsed(byStart(cues), { metadata: statedMetadata({ durationMs: timeOf(top, 'duration'), language }) });
}
