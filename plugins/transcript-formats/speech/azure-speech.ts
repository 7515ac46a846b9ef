import { TELEPHONY } from '../shared/families.js';
import { jsonParser } from '../json/json-parser.js';
import type { CallPart, Cue, ParsedParticipant, ParseResult, SetAside } from 'debrief/plugin-api';
import { contactCenterRole } from '../json/json-people.js';
import { sortByStart, endFromDuration, segmentAt, wordsToCues } from './words-to-cues.js';
import {
  channelLabel,
  fields,
  type Fields,
  isFields,
  list,
  number,
  probability,
  secondsToMs,
  text,
  voiceLabel,
  wholeMs,
} from '../json/json-fields.js';
import type { JsonDocument } from '../json/read-json.js';
import { parsed, callFileName, toMetadata } from '../shared/results.js';

/** Conversations of a document, which may be one itself, a list of them, or the input of an analysis. */
function conversationsOf(root: unknown): Fields[] {
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
  const endMs = endFromDuration(startMs, lengthMs);
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
  fileName: callFileName(text(conversation.id) ?? undefined, index, 'json'),
  text: JSON.stringify({ conversations: [conversation] }),
  format: 'azure-speech',
  metadata: toMetadata({ externalRef: text(conversation.id) }),
});

/**
 * Conversations as the language service takes them: items with a participant, sometimes a role, and times in ticks or durations if they
 * come from speech.
 */
function readAzureConversations(document: JsonDocument): ParseResult {
  const conversations = conversationsOf(document.root);
  if (conversations.length > 1) return { outcome: 'SPLIT', calls: conversations.map(toCall) };
  const [conversation = {}] = conversations;
  const items = list(conversation.conversationItems).map(fields);
  return parsed(
    items.flatMap((item) => readItem(document, item)),
    {
      participants: participantsOf(items),
      metadata: toMetadata({ language: text(conversation.language), externalRef: text(conversation.id) }),
    },
  );
}

/** The spelling of a key that the node has: a twin of this format begins every key with a capital. */
const spelled = (node: Fields, key: string): string =>
  key in node ? key : `${key.charAt(0).toUpperCase()}${key.slice(1)}`;
const at = (node: Fields, key: string): unknown => node[spelled(node, key)];

const phrasesOf = (root: unknown): readonly unknown[] => list(at(fields(root), 'recognizedPhrases'));

const timeOf = (node: Fields, key: 'offset' | 'duration'): number | null =>
  ticksToMs(at(node, `${key}InTicks`)) ?? azureTimeMs(at(node, key));

function readPhrase(document: JsonDocument, phrase: Fields, speaker: string | null): Cue[] {
  if ((text(at(phrase, 'recognitionStatus')) ?? 'Success') !== 'Success') return [];
  const best = fields(list(at(phrase, 'nBest'))[0]);
  const key = text(at(best, 'display')) === null ? 'lexical' : 'display';
  const [startMs, lengthMs] = [timeOf(phrase, 'offset'), timeOf(phrase, 'duration')];
  const endMs = endFromDuration(startMs, lengthMs);
  const confidence = probability(at(best, 'confidence'));
  return wordsToCues([segmentAt(document, best, spelled(best, key), { speaker, startMs, endMs, confidence })]);
}

/** What the recognition took for less likely. */
const guessesOf = (document: JsonDocument, phrase: Fields): SetAside[] =>
  list(at(phrase, 'nBest'))
    .slice(1)
    .map(fields)
    .flatMap((guess) => ['display', 'lexical'].map((key) => document.spanOf(guess, spelled(guess, key))))
    .flatMap((offset) => (offset === null ? [] : [{ reason: 'ALTERNATIVE' as const, offset }]));

/** Batch transcription: phrases grouped by channel, sorted by time here; phrases that were not recognized have no words. */
function readAzurePhrases(document: JsonDocument): ParseResult {
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
  return parsed(sortByStart(cues), {
    metadata: toMetadata({ durationMs: timeOf(top, 'duration'), language }),
    setAside: phrases.flatMap((phrase) => guessesOf(document, phrase)),
  });
}

const TICKS_PER_MS = 10_000;
const ISO_DURATION = /^P(?:(\d{1,4})D)?T?(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,9}(?:\.\d{1,9})?)S)?$/;

/** Integer milliseconds of ticks of 100 ns, null if it is not a number. */
const ticksToMs = (value: unknown): number | null => {
  const ticks = number(value);
  return ticks === null ? null : wholeMs(ticks / TICKS_PER_MS);
};

/** Integer milliseconds of an offset as Azure writes it: an ISO 8601 duration (`PT1M0.07S`), or ticks of 100 ns as a number. */
export function azureTimeMs(value: unknown): number | null {
  const found = typeof value === 'string' ? ISO_DURATION.exec(value.trim()) : null;
  if (!found) return ticksToMs(value);
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = found.slice(1).map((part?: string) => Number(part ?? 0));
  return secondsToMs(((days * 24 + hours) * 60 + minutes) * 60 + seconds);
}

/** Azure Speech: batch transcription, also in its twin with capitalized keys, and conversations as its language service takes them. */
export const azureSpeech = jsonParser({
  format: 'azure-speech',
  description: 'Azure Speech batch transcription or conversation (JSON)',
  family: TELEPHONY,
  detect: (root) => (phrasesOf(root).length > 0 || conversationsOf(root).length > 0 ? 0.97 : 0),
  read: (document) =>
    phrasesOf(document.root).length > 0 ? readAzurePhrases(document) : readAzureConversations(document),
});
