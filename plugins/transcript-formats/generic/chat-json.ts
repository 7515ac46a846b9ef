import { OTHER_JSON } from '../shared/families.js';
import type {
  CallPart,
  Cue,
  ParsedMetadata,
  ParsedParticipant,
  ParseHints,
  ParseResult,
  ParseWarning,
  SetAside,
  TranscriptParser,
  TranscriptSource,
} from 'debrief/plugin-api';
import { NOT_JSON, withTruncationWarning } from '../json/json-parser.js';
import { type EmbeddedString, readEmbedded, splitEmbedded } from './embedded-text.js';
import { fields, type Fields, list, text } from '../json/json-fields.js';
import { uniqueByLabel, toParticipant } from '../json/json-people.js';
import { findLists, type JsonValues, jsonValuesOf, type PlacedList } from '../json/json-values.js';
import { parsed, callFileName, refused, toMetadata } from '../shared/results.js';
import { readRoleWord } from '../shared/role-word.js';

/** A string of a message: the object that holds it, and under which key. */
interface ChatText {
  readonly node: Fields;
  readonly key: string;
  readonly value: string;
}

interface ChatMessage {
  readonly role: string;
  /** The name of the speaker where one is given, else the role. */
  readonly label: string;
  readonly texts: readonly ChatText[];
}

/** Roles of messages that are not speech: instructions and answers of tools. */
const NOT_SPOKEN = /^(?:system|developer|tool|function|tool_call|tool_result|instructions?)$/i;
const CHAT_ROLE = /^(?:system|developer|user|assistant|human|gpt|bot|ai|model|tool|function)$/i;

const textUnder = (node: Fields, key: string): ChatText[] => {
  const value = node[key];
  return typeof value === 'string' ? [{ node, key, value }] : [];
};

/** Content is a string, or a list of parts of which some are text. */
const contentOf = (node: Fields): ChatText[] =>
  Array.isArray(node.content)
    ? list(node.content).flatMap((part) => textUnder(fields(part), 'text'))
    : textUnder(node, 'content');

const roleOf = (node: Fields): string | null => {
  if ('content' in node) return typeof node.role === 'string' ? text(node.role) : null;
  return typeof node.value === 'string' && typeof node.from === 'string' ? text(node.from) : null;
};

/** A message `{ role, content }`, or `{ from, value }`; null for anything else, and for messages that are not speech. */
function chatMessage(value: unknown): ChatMessage | null {
  const node = fields(value);
  const role = roleOf(node);
  if (role === null || NOT_SPOKEN.test(role.trim())) return null;
  const texts = 'content' in node ? contentOf(node) : textUnder(node, 'value');
  return { role, label: text(node.name) ?? role, texts };
}

/** Whether the items of a list are messages of a chat: nearly all have a role, and the roles are those of chats or repeat. */
function isChatList(items: readonly unknown[]): boolean {
  const roles = items.slice(0, 50).map((item) => roleOf(fields(item)));
  const known = roles.filter((role) => role !== null);
  if (known.length === 0 || known.length < roles.length * 0.8) return false;
  const isChat = known.filter((role) => CHAT_ROLE.test(role.trim())).length >= known.length * 0.5;
  return isChat || (known.length >= 4 && new Set(known).size <= known.length / 2);
}

const FORMAT = 'chat-json';

/** Messages that are not speech. */
const unspokenOf = ({ items }: PlacedList, json: JsonValues): SetAside[] =>
  items
    .map(fields)
    .filter((node) => chatMessage(node) === null)
    .flatMap((node) => contentOf(node).concat(textUnder(node, 'value')))
    .flatMap(({ node, key }) => {
      const offset = json.spanOf(node, key);
      return offset === null ? [] : [{ reason: 'NOT_SPEECH_RECORD' as const, offset }];
    });

const metadataOf = ({ owners: [owner] }: PlacedList): Pick<ParsedMetadata, 'title' | 'externalRef'> =>
  toMetadata({
    title: text(owner?.title),
    externalRef: text(owner?.id) ?? text(owner?.conversation_id) ?? text(owner?.call_id),
  });

const textsOf = ({ items }: PlacedList): ChatText[] => items.flatMap((item) => chatMessage(item)?.texts ?? []);

function readCues({ items }: PlacedList, json: JsonValues): Cue[] {
  return items.flatMap((item) => {
    const message = chatMessage(item);
    const spoken = message?.texts.filter(({ value }) => value.trim() !== '') ?? [];
    return spoken.map(({ node, key, value }, at): Cue => ({
      speaker: message?.label ?? null,
      text: value,
      startMs: null,
      endMs: null,
      offset: json.spanOf(node, key) ?? [0, 0],
      ...(at > 0 ? { continues: true } : {}),
    }));
  });
}

/** A role that names a side of a sale. `user` and `assistant` name the sides of a chat, and say nothing. */
const peopleOf = ({ items }: PlacedList): ParsedParticipant[] =>
  uniqueByLabel(
    items.flatMap((item) => {
      const message = chatMessage(item);
      const role = readRoleWord(message?.role ?? '');
      return message?.label == null || role === null ? [] : [toParticipant(message.label, { role })];
    }),
  );

const CHAT_SIDES = /^(?:user|assistant|human|gpt|bot|ai|model)$/i;
const ROLES_UNSTATED: ParseWarning = {
  code: 'CHAT_ROLES',
  message:
    'The speakers are the sides of a chat, such as "user" and "assistant", which says nothing of who sells. Name the representative by that label.',
};

/** Sides of a chat are sides of no sale; who sells is for a person to say. */
const unknownSides = (labels: ReadonlySet<string | null>): ParsedParticipant[] =>
  [...labels].flatMap((label) =>
    label !== null && CHAT_SIDES.test(label) ? [{ label, role: 'UNKNOWN' as const }] : [],
  );

function readChat(chat: PlacedList, json: JsonValues): ParseResult {
  const cues = readCues(chat, json);
  const labels = new Set(cues.map(({ speaker }) => speaker));
  if (cues.length > 0 && labels.size < 2) {
    return refused(
      'NOT_A_TRANSCRIPT',
      'The chat has messages of one side only, and no message holds a transcript with speakers.',
    );
  }
  const isChat = [...labels].some((label) => label !== null && CHAT_SIDES.test(label));
  return parsed(cues, {
    participants: [...peopleOf(chat), ...unknownSides(labels)],
    metadata: metadataOf(chat),
    warnings: withTruncationWarning(json, isChat ? [ROLES_UNSTATED] : []),
    setAside: unspokenOf(chat, json),
  });
}

const partOf = (chat: PlacedList, at: number): CallPart => {
  const metadata = metadataOf(chat);
  const [owner] = chat.owners;
  const content: Fields = { ...(owner?.id === undefined ? {} : { id: owner.id }), messages: chat.items };
  return {
    fileName: callFileName(metadata.externalRef ?? metadata.title, at, 'json'),
    text: JSON.stringify(content),
    format: FORMAT,
    metadata,
  };
};

/** Calls that are embedded as text in messages, each with the metadata of its chat. */
const embeddedIn = (chats: readonly PlacedList[], hints: ParseHints): EmbeddedString[] =>
  chats.flatMap((chat) => readEmbedded(textsOf(chat), metadataOf(chat), hints));

function parse(source: TranscriptSource, hints: ParseHints): ParseResult {
  const json = jsonValuesOf(source);
  if (!json) return refused('FORMAT_INVALID', NOT_JSON);
  const chats = findLists(json.values, isChatList);
  const [chat] = chats;
  if (!chat) return refused('FORMAT_INVALID', 'The JSON has no chat: it needs messages with "role" and "content".');
  const embedded = splitEmbedded(embeddedIn(chats, hints), source, json);
  if (embedded) return embedded;
  return chats.length > 1 ? { outcome: 'SPLIT', calls: chats.map(partOf) } : readChat(chat, json);
}

function detect(source: TranscriptSource): number {
  const json = jsonValuesOf(source);
  return json && findLists(json.values, isChatList).length > 0 ? 0.95 : 0;
}

/**
 * Messages with `role` and `content`, the input of chat models, in JSON or JSON Lines: a call written as a chat, or embedded as text in a
 * message.
 */
export const chatJson: TranscriptParser = {
  format: FORMAT,
  description: 'Chat messages with role and content (JSON, JSON Lines)',
  family: OTHER_JSON,
  detect,
  parse,
};
