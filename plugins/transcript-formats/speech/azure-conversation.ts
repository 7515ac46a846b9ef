import type { CallPart, Cue, ParsedParticipant, ParseResult } from 'debrief/plugin-api';
import { azureTimeMs } from './azure-time.js';
import { contactCenterRole } from './contact-center-role.js';
import { endAfter } from './end-after.js';
import { fields, isFields, list, text, type Fields } from '../json/json-fields.js';
import type { JsonDocument } from '../json/read-json.js';
import { partName } from '../shared/part-name.js';
import { parsed } from '../shared/results.js';
import { statedMetadata } from '../shared/stated-metadata.js';
import { channelLabel } from '../json/voice-label.js';

/** Conversations of a document, which may be one itself, a list of them, or the input of an analysis. */
export function conversationsOf(root: unknown): Fields[] {
  const top = fields(root);
  const holder = isFields(top.analysisInput) ? top.analysisInput : top;
  const conversations = [holder, ...list(holder.conversations).map(fields)];
  return conversations.filter(({ conversationItems: items }) => Array.isArray(items));
}

const labelOf = (item: Fields): string | null =>
  text(item.participantId) ?? text(item.role) ?? channelLabel(item.channel);

function readItem(document: JsonDocument, item: Fields): Cue[] {
  const holder = text(item.text) === null ? fields(item.redactedContent) : item;
  const words = text(holder.text);
  if (words === null) return [];
  const timing = isFields(item.conversationItemLevelTiming) ? item.conversationItemLevelTiming : item;
  const [startMs, lengthMs] = [azureTimeMs(timing.offset), azureTimeMs(timing.duration)];
  const endMs = endAfter(startMs, lengthMs);
  return [{ speaker: labelOf(item), text: words, startMs, endMs, offset: document.spanOf(holder, 'text') ?? [0, 0] }];
}

function participantsOf(items: readonly Fields[]): ParsedParticipant[] {
  const roles = new Map<string, ParsedParticipant>();
  for (const item of items) {
    const [label, role] = [labelOf(item), contactCenterRole(item.role)];
    if (label !== null && role !== null && !roles.has(label)) roles.set(label, { label, role });
  }
  return [...roles.values()];
}

const toCall = (conversation: Fields, index: number): CallPart => ({
  fileName: partName(text(conversation.id) ?? undefined, index, 'json'),
  text: JSON.stringify({ conversations: [conversation] }),
  format: 'azure-speech',
  metadata: statedMetadata({ externalRef: text(conversation.id) }),
});

/** Conversations as the language service takes them: items with a participant, a role at times, and times in ticks or durations where they come of speech. */
export function readAzureConversations(document: JsonDocument): ParseResult {
  const conversations = conversationsOf(document.root);
  if (conversations.length > 1) return { outcome: 'SPLIT', calls: conversations.map(toCall) };
  const [conversation = {}] = conversations;
  const items = list(conversation.conversationItems).map(fields);
  return parsed(
    items.flatMap((item) => readItem(document, item)),
    {
      participants: participantsOf(items),
      metadata: statedMetadata({ language: text(conversation.language), externalRef: text(conversation.id) }),
    },
  );
}
