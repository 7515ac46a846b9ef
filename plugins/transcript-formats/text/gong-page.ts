import { SALES_TOOLS } from '../shared/families.js';
import type { ParsedMetadata, ParseResult, TranscriptParser, TranscriptSource } from 'debrief/plugin-api';
import { readClock } from '../shared/clock.js';
import { readGongPeople } from './gong-people.js';
import { HEAD_LENGTH, readHeadedTurns, type TurnHead } from './headed-turns.js';
import { splitLines } from '../shared/lines.js';
import { parsed } from '../shared/results.js';

const HEAD = /^(\d{1,3}:\d\d(?::\d\d)?) \| (\S.{0,98})$/;
const RECORDED = /^recorded on .{4,40}?(?: via .{1,40}?)?(?:, (?:(\d{1,2})h ?)?(?:(\d{1,3})m)?(?: ?(\d{1,2})s)?)?$/i;

function headOf(line: string): TurnHead | null {
  const found = HEAD.exec(line.trim());
  const startMs = found?.[1] === undefined ? null : readClock(found[1]);
  return found?.[2] === undefined || startMs === null ? null : { label: found[2].trim(), startMs };
}

function durationOf(recorded: string | undefined): number | null {
  const found = RECORDED.exec(recorded ?? '');
  const [hours = 0, minutes = 0, seconds = 0] = (found ?? []).slice(1).map((digits) => Number(digits || 0));
  return (hours * 3600 + minutes * 60 + seconds) * 1000 || null;
}

interface Page {
  readonly metadata: ParsedMetadata;
  /** Lines under `Participants`. */
  readonly list: readonly string[];
  /** Company of the line `Rep with Company`. */
  readonly customer: string | null;
  readonly isSure: boolean;
}

function readTop(written: readonly string[]): Page {
  const lines = written.map((line) => line.trim().slice(0, 300));
  const recorded = lines.find((line) => RECORDED.test(line));
  const participants = lines.findIndex((line) => /^participants:?$/i.test(line));
  const transcript = lines.findIndex((line, at) => at > participants && /^transcript:?$/i.test(line));
  const [title = '', parties = ''] = lines;
  const isTitle = recorded !== undefined && title !== recorded && participants !== 0;
  const durationMs = durationOf(recorded);
  return {
    metadata: { ...(isTitle ? { title } : {}), ...(durationMs === null ? {} : { durationMs }) },
    list: participants < 0 ? [] : lines.slice(participants + 1, transcript < 0 ? undefined : transcript),
    customer: / with (.{1,100})$/.exec(parties)?.[1] ?? null,
    isSure: recorded !== undefined || participants >= 0,
  };
}

function parse({ text }: TranscriptSource): ParseResult {
  const { cues, preamble } = readHeadedTurns(splitLines(text), headOf);
  const { metadata, list, customer } = readTop(preamble.map((line) => line.text));
  const labels = cues.flatMap(({ speaker }) => (speaker === null ? [] : [speaker]));
  return parsed(cues, { metadata, participants: readGongPeople(list, labels, customer) });
}

function detect({ text }: TranscriptSource): number {
  const head = text.slice(0, HEAD_LENGTH);
  if (/^\s{0,20}(?:WEBVTT|[{<])/.test(head) || !/\d:\d\d[ \u00A0]\|[ \u00A0]/.test(head)) return 0;
  const { cues, preamble, heads } = readHeadedTurns(splitLines(head), headOf);
  if (cues.length === 0 || cues.length < heads * 0.7) return 0;
  if (readTop(preamble.map((line) => line.text)).isSure) return 0.99;
  return cues.length >= 3 ? 0.97 : 0;
}

/** The page of a call in Gong, copied as text: participants by company, then `0:19 | First name` above the words. */
export const gongPage: TranscriptParser = {
  format: 'gong-page',
  description: 'Gong call page, copied as text',
  family: SALES_TOOLS,
  detect,
  parse,
};
