import { SALES_TOOLS } from '../shared/families.js';
import type { ParsedMetadata, ParsedParticipant } from 'debrief/plugin-api';
import { callParser } from '../json/json-parser.js';
import { fields, type Fields, isFields, isoFromEpochMs, list, number, text } from '../json/json-fields.js';
import { uniqueByLabel, toParticipant } from '../json/json-people.js';
import { cuesOf, head, type Utterance } from '../json/json-utterances.js';
import { toMetadata } from '../shared/results.js';

const isMessage = (node: Fields): boolean =>
  'text' in node && isFields(node.from) && ('timeOffset' in node || 'startTime' in node || 'conversationId' in node);

const isCall = (node: Fields): boolean => head(node.messages).some(isMessage);

const conversationOf = (call: Fields): string | null =>
  text(call.conversationId) ??
  list(call.messages)
    .map((message) => text(fields(message).conversationId))
    .find((id) => id !== null) ??
  null;

const titleOf = (call: Fields): ParsedMetadata =>
  toMetadata({ title: text(call.name) ?? text(call.title), externalRef: conversationOf(call) });

/** Milliseconds since 1970 of a time with its zone. */
function epochMs(value: unknown): number | null {
  if (typeof value !== 'string' || !/(?:Z|[+-]\d{2}:?\d{2})$/.test(value)) return null;
  const time = Date.parse(value);
  return Number.isNaN(time) ? null : time;
}

/** Milliseconds of `timeOffset`, which counts seconds from the start of the conversation. */
const offsetMs = (message: Fields): number | null => {
  const offset = number(message.timeOffset);
  return offset === null ? null : Math.round(offset * 1000);
};

/** When the conversation began: a message's time less its offset, else the earliest time of any. */
function originOf(messages: readonly Fields[]): number | null {
  const starts = messages.flatMap((message) => epochMs(message.startTime) ?? []);
  for (const message of messages) {
    const [start, offset] = [epochMs(message.startTime), offsetMs(message)];
    if (start !== null && offset !== null) return start - offset;
  }
  return starts.length === 0 ? null : starts.reduce((least, start) => Math.min(least, start), Infinity);
}

function timesOf(message: Fields, origin: number | null): { start: number | null; end: number | null } {
  const since = (value: unknown): number | null => {
    const time = epochMs(value);
    return time === null || origin === null ? null : time - origin;
  };
  const start = offsetMs(message) ?? since(message.startTime);
  const duration = number(message.duration);
  const stated = start === null || duration === null ? null : start + Math.round(duration * 1000);
  return { start, end: stated ?? since(message.endTime) };
}

const labelOf = (message: Fields): string | null => {
  const from = fields(message.from);
  return text(from.name) ?? text(from.email) ?? text(from.id);
};

function personIn(message: Fields): ParsedParticipant[] {
  const label = labelOf(message);
  const email = text(fields(message.from).email);
  return label === null || email === null ? [] : [toParticipant(label, { email })];
}

/** Symbl's messages: absolute times, or offsets in seconds from the start of the conversation. */
export const symbl = callParser({
  format: 'symbl',
  description: 'Symbl conversation messages (JSON)',
  family: SALES_TOOLS,
  confidence: 0.97,
  needs: 'a list "messages" with "from" and times',
  isCall,
  listKey: 'messages',
  titleOf,
  read(call, json) {
    const messages = list(call.messages).map(fields);
    const origin = originOf(messages);
    const utterances = messages.map((node): Utterance => ({
      node,
      key: 'text',
      speaker: labelOf(node),
      ...timesOf(node, origin),
    }));
    return {
      cues: cuesOf(utterances, json, 'ms'),
      participants: uniqueByLabel(messages.flatMap(personIn)),
      metadata: { ...titleOf(call), ...toMetadata({ startedAt: isoFromEpochMs(origin) }) },
    };
  },
});
