import { MEETING_TOOLS } from '../shared/families.js';
import type { Cue, ParsedMetadata, ParseWarning } from 'debrief/plugin-api';
import { callParser } from '../json/json-parser.js';
import { fields, type Fields, list, readTimestamp, number, text, voiceLabel } from '../json/json-fields.js';
import { indexById } from '../json/json-people.js';
import { cuesOf, head, type Utterance } from '../json/json-utterances.js';
import { toMetadata } from '../shared/results.js';
import { countWords } from '../shared/time-unit.js';

const isPiece = (node: Fields): boolean => 'start_offset' in node && typeof node.transcript === 'string';

const isCall = (node: Fields): boolean => head(node.transcripts).some(isPiece);

const titleOf = (call: Fields): ParsedMetadata =>
  toMetadata({ title: text(call.title), externalRef: text(call.otid) ?? text(call.speech_id) ?? text(call.id) });

function labelOf(piece: Fields, speakers: ReadonlyMap<string, Fields>): string | null {
  const id = text(piece.speaker_id);
  const named = text(speakers.get(id ?? '')?.speaker_name);
  return named ?? voiceLabel(text(piece.speaker_model_label)) ?? voiceLabel(id);
}

interface OffsetUnit {
  readonly name: 'samples' | 'ms';
  readonly perSecond: number;
}

const SAMPLES: OffsetUnit = { name: 'samples', perSecond: 16_000 };
const MILLISECONDS: OffsetUnit = { name: 'ms', perSecond: 1_000 };

/** Ratio of a figure to its expected value as a distance; 0 if they are equal. */
const distance = (actual: number, expected: number): number => Math.abs(Math.log(actual / expected));

/** People speak about two words a second, pauses included. */
const USUAL_WORDS_PER_SECOND = 2;

/** The unit under which the last word ends with the recording; without a stated duration, the one under which people speak as they do. */
function offsetUnit(pieces: readonly Fields[], durationS: number | null): OffsetUnit {
  const last = pieces.reduce((most, { end_offset, start_offset }) => {
    return Math.max(most, number(end_offset) ?? number(start_offset) ?? 0);
  }, 0);
  const words = pieces.reduce((sum, { transcript }) => sum + countWords(text(transcript) ?? ''), 0);
  const expected = durationS !== null && durationS > 0 ? durationS : words / USUAL_WORDS_PER_SECOND;
  if (last <= 0 || expected <= 0) return SAMPLES;
  const [asSamples, asMs] = [SAMPLES, MILLISECONDS].map(({ perSecond }) => distance(last / perSecond, expected));
  return (asMs ?? 0) < (asSamples ?? 0) ? MILLISECONDS : SAMPLES;
}

const warningsOf = ({ name }: OffsetUnit): ParseWarning[] =>
  name === 'samples'
    ? []
    : [
        {
          code: 'TIME_UNIT_MILLISECONDS',
          message: 'Offsets were read as milliseconds: as samples of 1/16000 s the speech would not fit the recording.',
        },
      ];

const toMs = (value: unknown, { perSecond }: OffsetUnit): number | null => {
  const offset = number(value);
  return offset === null ? null : (offset * 1000) / perSecond;
};

function readCues(call: Fields, json: Parameters<typeof cuesOf>[1], unit: OffsetUnit): Cue[] {
  const speakers = indexById(call.speakers);
  const utterances = list(call.transcripts).map((value): Utterance => {
    const node = fields(value);
    const times = { start: toMs(node.start_offset, unit), end: toMs(node.end_offset, unit) };
    return { node, key: 'transcript', speaker: labelOf(node, speakers), ...times };
  });
  return cuesOf(utterances, json, 'ms');
}

/** Otter's speech as its API gives it. Offsets count samples of 1/16000 s; some clients write milliseconds. */
export const otterJson = callParser({
  format: 'otter-json',
  description: 'Otter API speech (JSON)',
  family: MEETING_TOOLS,
  confidence: 0.97,
  needs: 'a list "transcripts" with offsets',
  isCall,
  listKey: 'transcripts',
  titleOf,
  read(call, json) {
    const durationS = number(call.duration);
    const unit = offsetUnit(list(call.transcripts).map(fields), durationS);
    const startedAt = readTimestamp(call.start_time) ?? readTimestamp(call.created_at);
    const durationMs = durationS === null ? null : Math.round(durationS * 1000);
    return {
      cues: readCues(call, json, unit),
      metadata: { ...titleOf(call), ...toMetadata({ startedAt, durationMs }) },
      warnings: warningsOf(unit),
    };
  },
});
