import { SALES_TOOLS } from '../shared/families.js';
import type { ParseResult, TranscriptParser, TranscriptSource } from 'debrief/plugin-api';
import { readClock } from '../shared/clock.js';
import { HEAD_LENGTH, readHeadedTurns, type HeadedTurns, type TurnHead } from './headed-turns.js';
import { type Line, splitLines } from '../shared/lines.js';
import { parsed, setAside } from '../shared/results.js';

/** `0:55 - Name (Company)`, with `@` before the time if it was a link, and with the link itself if the copy is Markdown. */
const HEAD = /^\[?@?(\d{1,3}:\d\d(?::\d\d)?)\]?(?:\(https?:[^\s()]{1,120}\))? - \**(\S(?:.{0,158}?[^\s*])?)\**$/;
const RECORDING = /^VIEW RECORDING - (?:(\d{1,2}) hours? )?(\d{1,4}) mins?\b/i;
const LINK = /https:\/\/(?:www\.)?fathom\.video\//i;
const DATE = / - (?:january|february|march|april|may|june|july|august|september|october|november|december) \d{1,2}$/i;

function headOf(line: string): TurnHead | null {
  const found = HEAD.exec(line.trim());
  const startMs = found?.[1] === undefined ? null : readClock(found[1]);
  return found?.[2] === undefined || startMs === null ? null : { label: found[2], startMs };
}

/** Rules, and the action items and highlights among the words, which carry a link into the recording. */
const isAside = (line: string): boolean =>
  /^\s*-{3,}\s*$/.test(line.slice(0, 80)) || (LINK.test(line.slice(0, 2_000)) && !RECORDING.test(line.trimStart()));

const read = (text: string): HeadedTurns => readHeadedTurns(splitLines(text), headOf, isAside);

function durationOf(preamble: readonly Line[]): number | null {
  const found = preamble.map((line) => RECORDING.exec(line.text.trim().slice(0, 200))).find((match) => match !== null);
  return found ? (Number(found[1] ?? 0) * 60 + Number(found[2])) * 60_000 || null : null;
}

function parse({ text }: TranscriptSource): ParseResult {
  const { cues, preamble, asides } = read(text);
  const first = preamble[0]?.text.trim().slice(0, 300) ?? '';
  // The date has no year: it is taken off the title and not used.
  const title = RECORDING.test(first) ? '' : first.replace(DATE, '');
  const durationMs = durationOf(preamble);
  const metadata = { ...(title === '' ? {} : { title }), ...(durationMs === null ? {} : { durationMs }) };
  return parsed(cues, { metadata, setAside: setAside('NOTICE', asides) });
}

function detect({ text }: TranscriptSource): number {
  const head = text.slice(0, HEAD_LENGTH);
  if (/^\s{0,20}(?:WEBVTT|[{<])/.test(head) || !/\d:\d\d\]?(?:\(https?:[^\s()]{1,120}\))? - /.test(head)) return 0;
  const { cues, preamble, heads } = read(head);
  if (cues.length === 0) return 0;
  if (LINK.test(head.slice(0, 4_000)) || durationOf(preamble) !== null) return 0.99;
  const lines = splitLines(head);
  const indented = lines.filter((line) => /^ {2}\S/.test(line.text)).length;
  return cues.length >= 3 && cues.length >= heads * 0.7 && indented >= cues.length ? 0.97 : 0;
}

/** Fathom's copied transcript: `0:55 - Name (Company)` above indented words. */
export const fathom: TranscriptParser = {
  format: 'fathom',
  description: 'Fathom transcript, copied as text',
  family: SALES_TOOLS,
  detect,
  parse,
};
