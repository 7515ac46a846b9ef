import { SALES_TOOLS } from '../shared/families.js';
import type { ParsedMetadata, ParsedParticipant } from 'debrief/plugin-api';
import { callParser } from '../json/json-parser.js';
import { fields, type Fields, list, readTimestamp, number, text, voiceLabel } from '../json/json-fields.js';
import { indexById, uniqueByLabel, toParticipant } from '../json/json-people.js';
import { cuesOf, head, lastTimeMs, unitOf, type Utterance } from '../json/json-utterances.js';
import { toMetadata } from '../shared/results.js';

const isSentence = (node: Fields): boolean =>
  ('speaker_name' in node || 'speaker_id' in node) && 'text' in node && ('raw_text' in node || 'ai_filters' in node);

const isTimedSentence = (node: Fields): boolean =>
  'speaker_name' in node && ('text' in node || 'raw_text' in node) && 'start_time' in node;

const isCall = (node: Fields): boolean =>
  ('sentences' in node && ('meeting_attendees' in node || 'organizer_email' in node || 'host_email' in node)) ||
  head(node.sentences).some((sentence) => isSentence(sentence) || isTimedSentence(sentence));

const titleOf = (call: Fields): ParsedMetadata => toMetadata({ title: text(call.title), externalRef: text(call.id) });

function utterancesOf(call: Fields): Utterance[] {
  const speakers = indexById(call.speakers);
  return list(call.sentences).map((value): Utterance => {
    const node = fields(value);
    const id = text(node.speaker_id);
    const speaker = text(node.speaker_name) ?? text(speakers.get(id ?? '')?.name) ?? voiceLabel(id);
    const key = text(node.text) === null ? 'raw_text' : 'text';
    return { node, key, speaker, start: node.start_time, end: node.end_time };
  });
}

const MINUTE_MS = 60_000;

/** The duration counts minutes. Where the words would fill next to none of it, and seconds fit, it was written in seconds. */
function durationOf(call: Fields, lastMs: number): number | null {
  const duration = number(call.duration);
  if (duration === null) return null;
  const isSeconds = lastMs > 0 && duration * MINUTE_MS > lastMs * 30 && duration * 1000 >= lastMs * 0.9;
  return duration * (isSeconds ? 1000 : MINUTE_MS);
}

const lettersOf = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** Speakers who have the name of an attendee, or whose name is spelled by an attendee's address (`dana.whitfield@…`). */
function peopleOf(call: Fields, labels: readonly string[]): ParsedParticipant[] {
  const attendees = list(call.meeting_attendees).map(fields);
  const addresses = [call.organizer_email, call.host_email, ...list(call.participants)].map((email) => ({ email }));
  const people = [...attendees, ...addresses].flatMap((attendee: Fields) => {
    const email = text(attendee.email);
    const name = text(attendee.displayName) ?? text(attendee.name);
    const keys = [name, email?.split('@', 1)[0] ?? null].flatMap((key) => (key === null ? [] : [lettersOf(key)]));
    return email?.includes('@') === true ? [{ email, keys }] : [];
  });
  return labels.flatMap((label) => {
    const emails = people.filter(({ keys }) => keys.includes(lettersOf(label))).map(({ email }) => email);
    const [email] = emails;
    return email !== undefined && new Set(emails).size === 1 ? [toParticipant(label, { email })] : [];
  });
}

/** Fireflies' GraphQL answer. Times are seconds, as numbers or as strings; the duration is minutes. */
export const fireflies = callParser({
  format: 'fireflies',
  description: 'Fireflies API transcript (JSON)',
  family: SALES_TOOLS,
  confidence: 0.97,
  needs: 'a list "sentences" with speaker names and start times',
  isCall,
  listKey: 'sentences',
  titleOf,
  read(call, json, hints) {
    const utterances = utterancesOf(call);
    const { unit, warnings } = unitOf(utterances, 's', hints);
    const cues = cuesOf(utterances, json, unit);
    const labels = [...new Set(cues.flatMap(({ speaker }) => speaker ?? []))];
    const startedAt = readTimestamp(call.date) ?? readTimestamp(call.dateString);
    const durationMs = durationOf(call, lastTimeMs(cues));
    const metadata = { ...titleOf(call), ...toMetadata({ startedAt, durationMs }) };
    return { cues, participants: uniqueByLabel(peopleOf(call, labels)), metadata, warnings };
  },
});
