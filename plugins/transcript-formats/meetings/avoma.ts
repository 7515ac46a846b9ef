import { SALES_TOOLS } from '../shared/families.js';
import type { ParsedMetadata, ParsedParticipant } from 'debrief/plugin-api';
import { callParser } from '../json/json-parser.js';
import { fields, type Fields, list, readTimestamp, text, voiceLabel } from '../json/json-fields.js';
import { indexById, uniqueByLabel, toParticipant } from '../json/json-people.js';
import { cuesOf, head, unitOf, type Utterance } from '../json/json-utterances.js';
import { toMetadata } from '../shared/results.js';

const isMonologue = (node: Fields): boolean =>
  typeof node.transcript === 'string' && (Array.isArray(node.timestamps) || 'speaker_id' in node);

const isCall = (node: Fields): boolean =>
  ('speakers' in node || 'meeting_uuid' in node) && head(node.transcript).some(isMonologue);

const titleOf = (call: Fields): ParsedMetadata =>
  toMetadata({
    title: text(call.subject) ?? text(call.title),
    externalRef: text(call.meeting_uuid) ?? text(call.uuid),
  });

const labelOf = (id: string | null, speaker: Fields | undefined): string | null =>
  text(speaker?.name) ?? text(speaker?.email) ?? voiceLabel(id);

/** Each word has a start and no end: an utterance starts with its first word, and its end stays unknown. */
function utterancesOf(call: Fields): Utterance[] {
  const speakers = indexById(call.speakers);
  return list(call.transcript).map((value): Utterance => {
    const node = fields(value);
    const id = text(node.speaker_id);
    const [start] = list(node.timestamps);
    return { node, key: 'transcript', speaker: labelOf(id, speakers.get(id ?? '')), start, end: null };
  });
}

/** If no speaker is marked as a representative, the tool does not set the mark and it says nothing. */
function peopleOf(call: Fields): ParsedParticipant[] {
  const speakers = indexById(call.speakers);
  const isMarked = [...speakers.values()].some((speaker) => speaker.is_rep === true);
  return [...speakers].flatMap(([id, speaker]) => {
    const label = labelOf(id, speaker);
    const role = speaker.is_rep === true ? 'REP' : isMarked && speaker.is_rep === false ? 'CUSTOMER' : null;
    return label === null ? [] : [toParticipant(label, { name: text(speaker.name), email: text(speaker.email), role })];
  });
}

/** Avoma's transcription: speakers with `is_rep`, and for each utterance the times of its words in seconds. */
export const avoma = callParser({
  format: 'avoma',
  description: 'Avoma API transcription (JSON)',
  family: SALES_TOOLS,
  confidence: 0.97,
  needs: 'a list "transcript" with words and their timestamps, and the "speakers"',
  isCall,
  titleOf,
  read(call, json, hints) {
    const utterances = utterancesOf(call);
    const { unit, warnings } = unitOf(utterances, 's', hints);
    const startedAt = readTimestamp(call.start_at);
    return {
      cues: cuesOf(utterances, json, unit),
      participants: uniqueByLabel(peopleOf(call)),
      metadata: { ...titleOf(call), ...toMetadata({ startedAt }) },
      warnings,
    };
  },
});
