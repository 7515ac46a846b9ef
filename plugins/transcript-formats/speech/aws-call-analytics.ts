import { TELEPHONY } from '../shared/families.js';
import type { Cue, ParsedParticipant, ParseWarning } from 'debrief/plugin-api';
import { contactCenterRole } from '../json/json-people.js';
import { fields, type Fields, list, meanProbability, text, wholeMs } from '../json/json-fields.js';
import { jsonParser } from '../json/json-parser.js';
import type { JsonDocument } from '../json/read-json.js';
import { parsed, toMetadata } from '../shared/results.js';

const labelOf = (turn: Fields): string | null => text(turn.ParticipantId) ?? text(turn.ParticipantRole);

/** Milliseconds since the epoch of a chat message; null if the zone is not known. */
function absoluteTime({ AbsoluteTime: time }: Fields): number | null {
  const ms = typeof time === 'string' && /(?:Z|[+-]\d{2}:?\d{2})$/.test(time) ? Date.parse(time) : NaN;
  return Number.isNaN(ms) ? null : ms;
}

function readCue(document: JsonDocument, turn: Fields, firstMessage: number | null): Cue[] {
  const content = text(turn.Content);
  if (content === null) return [];
  const sent = absoluteTime(turn);
  const confidence = meanProbability(list(turn.Items).map((item) => fields(item).Confidence));
  return [
    {
      speaker: labelOf(turn),
      text: content,
      startMs:
        wholeMs(turn.BeginOffsetMillis) ??
        (sent === null || firstMessage === null ? null : wholeMs(sent - firstMessage)),
      endMs: wholeMs(turn.EndOffsetMillis),
      offset: document.spanOf(turn, 'Content') ?? [0, 0],
      ...(confidence === null ? {} : { confidence }),
    },
  ];
}

/** People by label: what the turns state, completed by the list of participants, which joins ids to roles. */
function participantsOf(top: Fields, turns: readonly Fields[]): ParsedParticipant[] {
  const stated = [...list(top.Participants).map(fields), ...turns];
  const labels = new Set(stated.map(labelOf).filter((label) => label !== null));
  const role = new Map<string, ParsedParticipant['role']>();
  const names = new Map<string, string>();
  for (const one of stated) {
    const label = labelOf(one) ?? '';
    const found = contactCenterRole(one.ParticipantRole) ?? contactCenterRole(label);
    const name = text(one.DisplayName);
    if (found !== null && !role.has(label)) role.set(label, found);
    if (name !== null && !contactCenterRole(name) && !names.has(label)) names.set(label, name);
  }
  return [...labels].map((label) => {
    const [known, name] = [role.get(label), names.get(label)];
    return { label, ...(known === undefined ? {} : { role: known }), ...(name === undefined ? {} : { name }) };
  });
}

function metadataOf(top: Fields, firstMessage: number | null) {
  const { TotalConversationDurationMillis: duration } = fields(top.ConversationCharacteristics);
  return toMetadata({
    durationMs: wholeMs(duration),
    language: text(top.LanguageCode),
    externalRef: text(fields(top.CustomerMetadata).ContactId) ?? text(top.JobName),
    startedAt: firstMessage === null ? null : new Date(firstMessage).toISOString(),
  });
}

const CHAT: ParseWarning = {
  code: 'CHAT_TRANSCRIPT',
  message: 'The contact is a chat: its times are those of sending, and metrics of speech do not apply.',
};

/**
 * Amazon Transcribe Call Analytics and Contact Lens: turns with roles, in milliseconds, cross-talk kept as it is, redactions (`[PII]`) kept
 * as words. A chat of Contact Lens has absolute times; they are counted from its first message.
 */
export const awsCallAnalytics = jsonParser({
  format: 'aws-call-analytics',
  description: 'Amazon Transcribe Call Analytics or Contact Lens (JSON)',
  family: TELEPHONY,
  detect: (root) => {
    const turns = list(fields(root).Transcript).slice(0, 20).map(fields);
    const isOwn = turns.some(
      (turn) =>
        ('ParticipantRole' in turn || 'ParticipantId' in turn) &&
        ('BeginOffsetMillis' in turn || 'AbsoluteTime' in turn),
    );
    return isOwn ? 0.98 : 0;
  },
  read: (document) => {
    const top = fields(document.root);
    const turns = list(top.Transcript).map(fields);
    const times = turns.map(absoluteTime).filter((time) => time !== null);
    const firstMessage = times[0] ?? null;
    const isChat = firstMessage !== null || text(top.Channel)?.toUpperCase() === 'CHAT';
    return parsed(
      turns.flatMap((turn) => readCue(document, turn, firstMessage)),
      {
        participants: participantsOf(top, turns),
        metadata: metadataOf(top, firstMessage),
        warnings: isChat ? [CHAT] : [],
      },
    );
  },
});
