import type { ParseResult, TranscriptParser, TranscriptSource } from 'debrief/plugin-api';
import { HEAD_LENGTH, normalizeSpaces } from './headed-turns.js';
import { splitLines } from '../shared/lines.js';
import { refused } from '../shared/results.js';

interface ChatKind {
  readonly name: string;
  readonly line: RegExp;
  /** True if the lines alone are not enough: a sign that only chats have is needed too. */
  readonly needsSign?: boolean;
}

const DATE = String.raw`\d{1,4}[./-]\d{1,2}[./-]\d{1,4}`;
const TIME = String.raw`\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]\.? ?m\.?)?`;
const DAY = 'yesterday|today|(?:mon|tues|wednes|thurs|fri|satur|sun)day';

/** Lines that open a message. Each pattern is anchored and bounded. */
const KINDS: readonly ChatKind[] = [
  { name: 'a Zoom chat', line: /^\d\d:\d\d:\d\d\t[^\t]{1,120}:\t/ },
  { name: 'a Zoom chat', line: /^(?:\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d\s{1,4}from \S[^:]{0,150}:/i },
  { name: 'a WhatsApp chat', line: new RegExp(String.raw`^\[${DATE}, ${TIME}\] [^:\]]{1,100}: `, 'i') },
  { name: 'a WhatsApp chat', line: new RegExp(String.raw`^${DATE}, ${TIME} - [^:]{1,100}: `, 'i') },
  { name: 'a Teams chat', line: new RegExp(String.raw`^\[(?:${DAY}|${DATE}),? \d{1,2}:\d\d ?[ap]m\] \S`, 'i') },
  { name: 'a Teams chat', line: /^\[\d{1,2}:\d\d ?[ap]m\] \S/i, needsSign: true },
  { name: 'a Slack chat', line: /^\S.{0,80}? {1,2}\[?\d{1,2}:\d\d ?[ap]m\]?$/i, needsSign: true },
];

const SIGN =
  /<media omitted>|\b(?:image|video|audio|sticker|document) omitted|\(edited\)|end-to-end encrypted|\breacted to |\breplied to a thread|\b\d{1,3} repl(?:y|ies)\b|\b(?:joined|left) (?:#|the (?:channel|group|chat))|\bmessage was deleted|\buploaded a file|\bset the channel|:[a-z][a-z_]{2,30}:/i;

/** Slack's own export. */
const SLACK_JSON = /"ts"\s{0,4}:\s{0,4}"\d{10}\.\d{6}"/;

function chatKind(text: string): string | null {
  const head = text.slice(0, HEAD_LENGTH);
  if (/^\s{0,20}[[{]\s{0,20}["{]/.test(head))
    return /"type"\s{0,4}:\s{0,4}"message"/.test(head) && SLACK_JSON.test(head) ? 'a Slack chat' : null;
  const lines = splitLines(head)
    .map((line) =>
      normalizeSpaces(line.text.slice(0, 240))
        .replace(/^[\u200E\u200F\s]{0,4}/, '')
        .trimEnd(),
    )
    .filter((line) => line !== '');
  const found = KINDS.find(({ line, needsSign }) => {
    const opened = lines.filter((candidate) => line.test(candidate)).length;
    return opened >= 1 && opened >= lines.length * 0.15 && (needsSign !== true || (opened >= 2 && SIGN.test(head)));
  });
  return found?.name ?? null;
}

function parse({ text }: TranscriptSource): ParseResult {
  const kind = chatKind(text);
  if (kind === null) return refused('FORMAT_INVALID', 'The file holds no chat messages of a known kind.');
  return refused(
    'CHAT_NOT_SPEECH',
    `This is ${kind}: written messages, not what was said on a call. Upload the transcript of the call itself, for example the .vtt file that the meeting tool saves beside the chat.`,
  );
}

/** Messages that were written during or around a call (Zoom, WhatsApp, Teams, Slack). Recognized, so that they are refused with the reason. */
export const chatLog: TranscriptParser = {
  format: 'chat-log',
  description: 'Chat messages (refused: they are not speech)',
  refuses: true,
  detect: ({ text }) => (chatKind(text) === null ? 0 : 0.99),
  parse,
};
