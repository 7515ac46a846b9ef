import { MEETING_TOOLS } from '../shared/families.js';
import type { Cue, ParseResult, TranscriptParser, TranscriptSource } from 'debrief/plugin-api';
import { readClock } from '../shared/clock.js';
import { HEAD_LENGTH, type HeadedTurns, readHeadedTurns, type TurnHead } from './headed-turns.js';
import { type Line, splitLines } from '../shared/lines.js';
import { parsed, setAside } from '../shared/results.js';
import { countNamed, looksLikeSpeaker } from '../shared/speaker-labels.js';
import { readTeamsHeader, type TeamsHeader, TRANSCRIPTION_NOTE } from './teams-header.js';

const ARROW = /^(-?\d{1,3}:\d{1,2}:\d{1,2}\.\d{1,9}) {0,4}--> {0,4}(-?\d{1,3}:\d{1,2}:\d{1,2}\.\d{1,9})$/;
const PADDED = /^-?\d{2,3}:\d\d:\d\d\.\d{3} /;

interface Block {
  readonly startMs: number | null;
  readonly endMs: number | null;
  readonly lines: Line[];
}

/** Up to three digits after the dot count milliseconds (`6.90` is 90 ms past 6 s), more are a fraction. */
const readTime = (token: string): number | null => readClock(token, /\.\d{1,3}$/.test(token));

const arrowOf = (line: Line): RegExpExecArray | null => (line.text.length > 80 ? null : ARROW.exec(line.text.trim()));

/** True if at least two timing lines lack leading zeros, as no captions do, or all are in a Word document, and names follow them. */
function isTeamsArrows(lines: readonly Line[], fromWord: boolean): boolean {
  const timings = lines.flatMap((line, at) => (arrowOf(line) ? [at] : []));
  const unpadded = timings.filter((at) => !PADDED.test(lines[at]?.text.trim() ?? '')).length;
  if (timings.length === 0 || (unpadded === 0 && !fromWord)) return false;
  const heads = timings.map((at) => lines.slice(at + 1, at + 3).map((line) => line.text.trim()));
  const named = heads.filter(([name = '', text = '']) => looksLikeSpeaker(name) && text !== '');
  return named.length >= timings.length * 0.6 && (fromWord || timings.length >= 2);
}

function toCue({ startMs, endMs, lines }: Block): Cue[] {
  const [head, ...rest] = lines;
  if (!head) return [];
  // A tenant may forbid names: then the words follow the time at once.
  const speaker = rest.length > 0 ? head.text.trim() : null;
  const words = rest.length > 0 ? rest : [head];
  const [first = head] = words;
  const text = words.map((line) => line.text.trim()).join(' ');
  return [{ speaker, text, startMs, endMs, offset: [first.start, (words.at(-1) ?? head).end] }];
}

/** Reads the older form: `0:0:0.0 --> 0:0:1.510`, the name on the next line, the words below it. */
function readTeamsArrows(lines: readonly Line[]): {
  readonly cues: Cue[];
  readonly preamble: readonly string[];
} {
  const blocks: Block[] = [];
  const preamble: string[] = [];
  for (const line of lines) {
    const arrow = arrowOf(line);
    if (arrow) blocks.push({ startMs: readTime(arrow[1] ?? ''), endMs: readTime(arrow[2] ?? ''), lines: [] });
    else if (line.text.trim() === '') continue;
    else if (blocks.length === 0) preamble.push(line.text);
    else blocks.at(-1)?.lines.push(line);
  }
  return { cues: blocks.flatMap(toCue), preamble };
}

/** Three blanks between name and time: no other tool writes that many. */
const HEAD = /^(\S.{0,158}?) {3,8}(\d{1,3}:\d\d(?::\d\d)?)$/;

function headOf(line: string): TurnHead | null {
  const found = HEAD.exec(line.trim());
  const startMs = found?.[2] === undefined ? null : readClock(found[2]);
  return found?.[1] === undefined || startMs === null ? null : { label: found[1], startMs };
}

const isNote = (line: string): boolean => line.length < 160 && TRANSCRIPTION_NOTE.test(line.trim());

const readTurns = (lines: readonly Line[]): HeadedTurns => readHeadedTurns(lines, headOf, isNote);

const headerOf = ({ preamble }: HeadedTurns): TeamsHeader => readTeamsHeader(preamble.map((line) => line.text));

function parse({ text, container }: TranscriptSource): ParseResult {
  const lines = splitLines(text);
  if (isTeamsArrows(lines, container === 'docx')) {
    const { cues, preamble } = readTeamsArrows(lines);
    const { metadata, warnings } = readTeamsHeader(preamble);
    return parsed(cues, { metadata, warnings });
  }
  const turns = readTurns(lines);
  const { metadata, warnings } = headerOf(turns);
  return parsed(turns.cues, { metadata, warnings, setAside: setAside('NOTICE', turns.asides) });
}

function detect({ text, container }: TranscriptSource): number {
  const head = text.slice(0, HEAD_LENGTH);
  if (/^\s{0,20}(?:WEBVTT|[{<])/.test(head) || !/ {3}\d|-->/.test(head.replaceAll('\u00A0', ' '))) return 0;
  const lines = splitLines(head);
  if (isTeamsArrows(lines, container === 'docx')) return 0.98;
  const turns = readTurns(lines);
  const { cues, heads } = turns;
  if (cues.length === 0) return 0;
  if (headerOf(turns).isSure) return 0.99;
  const named = countNamed(cues.map(({ speaker }) => speaker));
  return cues.length >= 2 && cues.length >= heads * 0.7 && named >= cues.length * 0.7 ? 0.97 : 0;
}

/** Microsoft Teams: the transcript as a Word document or pasted from it, in the new form (`Name   0:03` above the words) and the older one (times with an arrow). */
export const teamsText: TranscriptParser = {
  format: 'teams-text',
  description: 'Microsoft Teams transcript, Word document or pasted text',
  family: MEETING_TOOLS,
  detect,
  parse,
};
