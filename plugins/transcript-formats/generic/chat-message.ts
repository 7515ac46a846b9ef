import { fields, list, text, type Fields } from '../json/json-fields.js';

/** A string of a message: the object that holds it, and under which key. */
export interface ChatText {
  readonly node: Fields;
  readonly key: string;
  readonly value: string;
}

export interface ChatMessage {
  readonly role: string;
  /** The name of the speaker where one is given, else the role. */
  readonly label: string;
  readonly texts: readonly ChatText[];
}

/** Roles of what nobody said: instructions, and what tools answered. */
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

/** A message `{ role, content }`, or `{ from, value }`; null for anything else, and for what nobody said. */
export function chatMessage(value: unknown): ChatMessage | null {
  const node = fields(value);
  const role = roleOf(node);
  if (role === null || NOT_SPOKEN.test(role.trim())) return null;
  const texts = 'content' in node ? contentOf(node) : textUnder(node, 'value');
  return { role, label: text(node.name) ?? role, texts };
}

/** Whether the items of a list are messages of a chat: nearly all have a role, and the roles are those of chats or repeat. */
export function isChatList(items: readonly unknown[]): boolean {
  const roles = items.slice(0, 50).map((item) => roleOf(fields(item)));
  const known = roles.filter((role) => role !== null);
  if (known.length === 0 || known.length < roles.length * 0.8) return false;
  const isChat = known.filter((role) => CHAT_ROLE.test(role.trim())).length >= known.length * 0.5;
  return isChat || (known.length >= 4 && new Set(known).size <= known.length / 2);
}
