import { decodeHTMLStrict } from 'entities';
import type { Line } from '../shared/lines.js';

const TAG = /<\/?(?:v|c|i|b|u|s|lang|ruby|rt|font)(?:[.\s/][^<>]*)?>|<\d[\d:.]*>|\{\\[a-z]{1,3}\d[^{}]{0,20}\}/gi;
const VOICE = /<v(?:\.[^\s<>]*)?\s([^<>]*)>/gi;

/** Speech without markup: tags removed, HTML character references decoded once, one blank for any white space. */
export const plainText = (payload: string): string =>
  decodeHTMLStrict(payload.replace(TAG, '')).replace(/\s+/g, ' ').trim();

export const hasVoiceTag = (text: string): boolean =>
  (text.includes('<v') || text.includes('<V')) && /<v(?:\.[^\s<>]*)?\s[^<>]*>/i.test(text);

interface Voice {
  readonly name: string | null;
  readonly text: string;
  readonly offset: readonly [start: number, end: number];
}

const voice = (source: string, name: string | null, start: number, end: number): Voice => ({
  name: name === null ? null : plainText(name) || null,
  text: plainText(source.slice(start, end)),
  offset: [start, end],
});

/** The voices of one cue. A voice lasts until the next one: the closing tag may be missing, and words after it have no other speaker. */
export function readVoices(source: string, lines: readonly Line[]): Voice[] {
  const [first] = lines;
  const last = lines.at(-1);
  if (!first || !last) return [];
  const voices: Voice[] = [];
  let name: string | null = null;
  let start = first.start;
  for (const tag of source.slice(first.start, last.end).matchAll(VOICE)) {
    voices.push(voice(source, name, start, first.start + tag.index));
    name = tag[1] ?? null;
    start = first.start + tag.index + tag[0].length;
  }
  voices.push(voice(source, name, start, last.end));
  return voices.filter((found) => found.text !== '');
}
