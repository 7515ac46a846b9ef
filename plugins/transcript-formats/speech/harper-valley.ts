import { TELEPHONY } from '../shared/families.js';
import type { Cue, ParsedParticipant, SetAside } from 'debrief/plugin-api';
import { contactCenterRole } from '../json/json-people.js';
import { endFromDuration } from './words-to-cues.js';
import { fields, type Fields, list, text, wholeMs } from '../json/json-fields.js';
import { jsonParser } from '../json/json-parser.js';
import type { JsonDocument } from '../json/read-json.js';
import { parsed } from '../shared/results.js';

/** A record has the corrected text beside the recognized one. */
const wordsKey = (turn: Fields): string => (text(turn.human_transcript) === null ? 'transcript' : 'human_transcript');

const isNoise = (words: string): boolean =>
  words.length <= 300 && /^(?:\s{0,5}[[<][a-z _-]{1,30}[\]>])+\s{0,5}$/i.test(words);

/** `offset_ms` counts from the start of the recording; `start_ms` counts for each channel from its own start and lies. */
function readTurn(document: JsonDocument, turn: Fields): Cue[] {
  const key = wordsKey(turn);
  const words = text(turn[key]);
  if (words === null || isNoise(words)) return [];
  const [startMs, lengthMs] = [wholeMs(turn.offset_ms), wholeMs(turn.duration_ms)];
  const endMs = endFromDuration(startMs, lengthMs);
  return [
    { speaker: text(turn.speaker_role), text: words, startMs, endMs, offset: document.spanOf(turn, key) ?? [0, 0] },
  ];
}

const asNoise = (document: JsonDocument, turn: Fields): SetAside[] => {
  const key = wordsKey(turn);
  const offset = isNoise(text(turn[key]) ?? '') ? document.spanOf(turn, key) : null;
  return offset === null ? [] : [{ reason: 'STAGE_DIRECTION', offset }];
};

const participantsOf = (turns: readonly Fields[]): ParsedParticipant[] =>
  [...new Set(turns.map((turn) => text(turn.speaker_role)))].flatMap((label) => {
    const role = contactCenterRole(label);
    return label === null || role === null ? [] : [{ label, role }];
  });

/** The call-center layout of the Harper Valley corpus: a list of turns with the role of the speaker, times in milliseconds. */
export const harperValley = jsonParser({
  format: 'harper-valley',
  description: 'Harper Valley call-center turns (JSON)',
  family: TELEPHONY,
  detect: (root) =>
    list(root)
      .slice(0, 20)
      .map(fields)
      .some((turn) => 'offset_ms' in turn && 'speaker_role' in turn && wordsKey(turn) in turn)
      ? 0.98
      : 0,
  read: (document) => {
    const turns = list(document.root).map(fields);
    return parsed(
      turns.flatMap((turn) => readTurn(document, turn)),
      { participants: participantsOf(turns), setAside: turns.flatMap((turn) => asNoise(document, turn)) },
    );
  },
});
