import type { ParsedMetadata, ParsedParticipant } from 'debrief/plugin-api';

/** The lines above the turns of a Google Meet transcript. */
export interface MeetHeader {
  readonly metadata: ParsedMetadata;
  readonly participants: readonly ParsedParticipant[];
  readonly hasTitle: boolean;
}

const STAMP = /[(]?(\d{4})[-/](\d\d)[-/](\d\d) (\d{1,2}):(\d\d) (?:GMT|UTC)(?:([+-])(\d{1,2})(?::?(\d\d))?)?[)]?/;
const TITLE = /[-–—] ?transcript$/i;

/** `2024/11/21 15:51 GMT` and `2023-04-20 16:04 GMT+1` as ISO 8601; null without a zone that is understood. */
function readStamp(line: string): string | null {
  const found = STAMP.exec(line);
  if (!found) return null;
  const [, year, month, day, hour = '', minute, sign, zoneHours = '0', zoneMinutes = '00'] = found;
  const zone = sign === undefined ? 'Z' : `${sign}${zoneHours.padStart(2, '0')}:${zoneMinutes}`;
  const stamp = `${year}-${month}-${day}T${hour.padStart(2, '0')}:${minute}:00${zone}`;
  return Number.isNaN(Date.parse(stamp)) ? null : stamp;
}

/** A line without what Markdown puts around it. */
export const bareLine = (line: string): string =>
  line
    .slice(0, 2_000)
    .replace(/^[\s#>*_]+/, '')
    .replace(/\{#[^{}]{1,80}\}\s*$/, '')
    .replace(/[\s*_]+$/, '')
    .replace(/\\([\\`*_{}[\]()#+.!<>~|-])/g, '$1')
    .trim();

function titleOf(line: string): string {
  const bare = line.replace(TITLE, '').trim().replace(STAMP, '').replace(/ {2,}/g, ' ').trim();
  return bare.replace(/(?:^[-–—]\s*|\s*[-–—]$)/g, '').trim();
}

const splitNames = (line: string): string[] =>
  line
    .split(/[,;]/)
    .map((name) => name.trim())
    .filter((name) => /\p{L}/u.test(name) && name.length <= 80);

function attendeesOf(lines: readonly string[]): string[] {
  const at = lines.findIndex((line) => /^attendees:?/i.test(line));
  if (at < 0) return [];
  const beside = (lines[at] ?? '').replace(/^attendees:?/i, '').trim();
  return splitNames(beside === '' ? (lines[at + 1] ?? '') : beside).slice(0, 200);
}

/** Reads the lines above the first turn: a title with ` - Transcript`, a date with or without a zone, and the attendees. */
export function readMeetHeader(written: readonly string[]): MeetHeader {
  const lines = written.map(bareLine).filter((line) => line !== '');
  const titled = lines.find((line) => TITLE.test(line) && titleOf(line) !== '');
  const title = titled === undefined ? '' : titleOf(titled);
  const startedAt = lines.map(readStamp).find((stamp) => stamp !== null);
  return {
    metadata: {
      ...(title === '' ? {} : { title }),
      ...(startedAt === undefined ? {} : { startedAt }),
    },
    participants: attendeesOf(lines).map((name) => ({ label: name, name })),
    hasTitle: title !== '',
  };
}
