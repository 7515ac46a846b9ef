import { SALES_TOOLS } from '../shared/families.js';
import type {
  ParsedMetadata,
  ParsedParticipant,
  ParseResult,
  TranscriptParser,
  TranscriptSource,
} from 'debrief/plugin-api';
import { readClock } from '../shared/clock.js';
import { HEAD_LENGTH, readHeadedTurns, type TurnHead } from './headed-turns.js';
import { splitLines } from '../shared/lines.js';
import { parsed } from '../shared/results.js';

interface Listed {
  readonly name: string;
  readonly affiliation: string | null;
  readonly role: 'REP' | 'CUSTOMER';
}

const LEGAL_FORM = /,\s*(?:inc|llc|ltd|corp|gmbh|co|plc|pty|s\.?a|ag|bv|llp)\b\.?[^,]{0,12}$/i;
const MAX_LIST = 300;

const firstWord = (name: string): string => name.trim().split(/\s+/, 1)[0]?.toLowerCase() ?? '';
const fold = (name: string): string => name.trim().replace(/\s+/g, ' ').toLowerCase();

/** `Name, Job title` is a person; a line without a comma is a company, unless its first word is a name of a speaker on the call. */
function isPerson(line: string, at: number, callNames: ReadonlySet<string>, customer: string | null): boolean {
  if (LEGAL_FORM.test(line) || (customer !== null && fold(line) === fold(customer))) return false;
  return line.includes(',') || (at > 0 && callNames.has(firstWord(line)));
}

/** Reads the list of participants. The first company is the one that recorded the call. */
function readList(lines: readonly string[], callNames: ReadonlySet<string>, customer: string | null): Listed[] {
  const listed: Listed[] = [];
  let company: string | null = null;
  let companies = 0;
  lines.slice(0, MAX_LIST).forEach((written, at) => {
    const line = written.trim().slice(0, 200);
    if (isPerson(line, at, callNames, customer)) {
      const role = companies <= 1 ? 'REP' : 'CUSTOMER';
      listed.push({ name: (line.split(',', 1)[0] ?? '').trim(), affiliation: company, role });
    } else {
      company = line;
      companies += 1;
    }
  });
  return companies === 0 ? [] : listed;
}

/** The one person that a label identifies: by the whole name, otherwise by the first name; null if there is no match or more than one. */
function match(label: string, listed: readonly Listed[]): Listed | null {
  const whole = listed.filter(({ name }) => fold(name) === fold(label));
  const found = whole.length > 0 ? whole : listed.filter(({ name }) => firstWord(name) === fold(label));
  return found.length === 1 ? (found[0] ?? null) : null;
}

/**
 * The speakers as the page describes them: full name, company, and the side that follows from the company. `labels` are those of the turns,
 * mostly first names; `customer` is the company in the page's heading. A first name that two people share stays as it is, without company
 * or side.
 */
function readGongPeople(
  list: readonly string[],
  labels: readonly string[],
  customer: string | null,
): ParsedParticipant[] {
  const distinct = [...new Set(labels)];
  const listed = readList(list, new Set(distinct.map(firstWord)), customer);
  return distinct.flatMap((label): ParsedParticipant[] => {
    const person = match(label, listed);
    if (!person) return [];
    const { name, affiliation, role } = person;
    return [{ label, name, role, ...(affiliation === null ? {} : { affiliation }) }];
  });
}

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
