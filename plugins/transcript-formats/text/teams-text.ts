import { MEETING_TOOLS } from '../shared/families.js';
import type { ParseResult, TranscriptParser, TranscriptSource } from 'debrief/plugin-api';
import { readClock } from '../shared/clock.js';
import { HEAD_LENGTH, readHeadedTurns, type HeadedTurns, type TurnHead } from './headed-turns.js';
import { splitLines, type Line } from '../shared/lines.js';
import { parsed } from '../shared/results.js';
import { looksLikeSpeaker } from '../shared/speaker-labels.js';
import { isTeamsArrows, readTeamsArrows } from './teams-arrows.js';
import { readTeamsHeader, TRANSCRIPTION_NOTE, type TeamsHeader } from './teams-header.js';

/** Three blanks between name and time: no other tool writes so many. */
const HEAD = /^(\S.{0,98}?) {3,8}(\d{1,3}:\d\d(?::\d\d)?)$/;

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
  return parsed(turns.cues, { metadata, warnings });
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
  const named = cues.filter(({ speaker }) => looksLikeSpeaker(speaker ?? '')).length;
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
