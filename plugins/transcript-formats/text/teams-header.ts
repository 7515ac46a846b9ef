import type { ParsedMetadata, ParseWarning } from 'debrief/plugin-api';
import { normalizeSpaces } from './headed-turns.js';

/** The lines above the turns of a Teams transcript. */
export interface TeamsHeader {
  readonly metadata: ParsedMetadata;
  readonly warnings: readonly ParseWarning[];
  /** True if a line has a text that only Teams writes. */
  readonly isSure: boolean;
}

const TITLE = /^(?:(.{1,300})-)?(\d{4})(\d\d)(\d\d)_(\d\d)(\d\d)(\d\d)-Meeting (?:Recording|Transcript)(?:\.\w{2,4})?$/;
const DURATION = /^(?:(\d{1,3})h)?\s{0,2}(?:(\d{1,3})m)?\s{0,2}(?:(\d{1,2})s)?$/;
const DATE = /^(?:(\p{L}{3,9}) (\d{1,2})|(\d{1,2}) (\p{L}{3,9})),? (\d{4}),? (\d{1,2}):(\d\d) ?([ap])\.?m\.?$/iu;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const MINUTE_MS = 60_000;
const QUARTER_MS = 15 * MINUTE_MS;

/** `NAME started transcription`: a note of Teams between the words. */
export const TRANSCRIPTION_NOTE = /^\S.{0,120} (?:started|stopped) transcription$/;

/** Milliseconds of `May 27, 2026, 2:04AM` or `2 June 2026, 3:00pm`, read as UTC; null for any other line. */
function readDate(line: string): number | null {
  const found = DATE.exec(line);
  if (!found) return null;
  const [, monthFirst, dayLast, dayFirst, monthLast, year, hour, minute, half] = found;
  const month = MONTHS.indexOf((monthFirst ?? monthLast ?? '').slice(0, 3).toLowerCase());
  if (month < 0) return null;
  const hours = (Number(hour) % 12) + (half?.toLowerCase() === 'p' ? 12 : 0);
  return Date.UTC(Number(year), month, Number(dayLast ?? dayFirst), hours, Number(minute));
}

function readDuration(line: string): number | null {
  const found = line === '' ? null : DURATION.exec(line);
  if (!found) return null;
  return (Number(found[1] ?? 0) * 3600 + Number(found[2] ?? 0) * 60 + Number(found[3] ?? 0)) * 1000 || null;
}

function readStamp(found: RegExpExecArray | null): number | null {
  if (!found) return null;
  const [year = 0, month = 0, day = 0, hour, minute, second] = found.slice(2).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/**
 * The time in the title is local, the line below it is UTC: true of every known export with both. UTC is used only if the two differ by a
 * possible time zone; if they agree, or one is missing, the zone stays unknown.
 */
function startOf(stamp: number | null, date: number | null): string | null {
  if (stamp === null || date === null) return null;
  const zone = Math.round((stamp - date) / QUARTER_MS) * QUARTER_MS;
  const near = Math.abs(stamp - date - zone) <= 3 * MINUTE_MS;
  const isZone = zone !== 0 && zone >= -12 * 60 * MINUTE_MS && zone <= 14 * 60 * MINUTE_MS;
  return near && isZone ? new Date(date).toISOString().replace('.000Z', 'Z') : null;
}

const firstOf = <T>(values: readonly (T | null)[]): T | null => values.find((value) => value !== null) ?? null;

/** Reads the lines above the first turn: title, date, length, and who started the transcription, in any order. */
export function readTeamsHeader(written: readonly string[]): TeamsHeader {
  const lines = written.slice(0, 20).map((line) => normalizeSpaces(line.slice(0, 400)).trim());
  const titled = firstOf(lines.map((line) => TITLE.exec(line)));
  const date = firstOf(lines.map(readDate));
  const durationMs = firstOf(lines.map(readDuration));
  const startedAt = startOf(readStamp(titled), date);
  const isNote = lines.some((line) => TRANSCRIPTION_NOTE.test(line));
  const [first = ''] = lines;
  const plain = date === null || /^(?:transcript)?$/i.test(first) || readDate(first) !== null ? '' : first;
  const title = titled ? (titled[1] ?? '') : plain;
  const message =
    'The start is taken from the header, which is UTC: it differs from the local time in the title by a whole zone.';
  return {
    metadata: {
      ...(title === '' ? {} : { title }),
      ...(startedAt === null ? {} : { startedAt }),
      ...(durationMs === null ? {} : { durationMs }),
    },
    warnings: startedAt === null ? [] : [{ code: 'START_ZONE_INFERRED', message }],
    isSure: titled !== null || isNote || (date !== null && durationMs !== null),
  };
}
