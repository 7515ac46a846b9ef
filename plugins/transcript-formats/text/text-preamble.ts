import type { ParsedMetadata, ParsedParticipant } from 'debrief/plugin-api';
import type { Line } from '../shared/lines.js';
import { labelKey } from '../shared/speaker-labels.js';

/** What a plain text file states about the call before the first words. */
export interface Preamble {
  /** Number of lines it takes. */
  readonly lines: number;
  readonly metadata: ParsedMetadata;
  readonly participants: readonly ParsedParticipant[];
  /** Keys of the names that the file lists as participants. */
  readonly roster: ReadonlySet<string>;
}

const NONE: Preamble = { lines: 0, metadata: {}, participants: [], roster: new Set() };
const MAX_LINES = 25;
const HEADER_KEYS =
  /^(?:date|time|title|subject|duration|length|call(?: (?:id|type|date|title))?|meeting(?: id| title)?|participants|attendees|recorded(?: on)?|topic|company|language|location|organizer|source|product)$/;
const REP_KEYS = /^(?:(?:sales )?(?:rep|representative|agent|advisor)|seller|salesperson|ae|account executive|host)$/;
const CUSTOMER_KEYS = /^(?:customer|prospect|client|buyer|lead|contact)$/;
const SEPARATOR = /^\s*(?:-{3,}|={3,}|\*{3,}|_{3,})\s*$/;

interface Entry {
  readonly key: string;
  readonly value: string;
}

/** A line `Key: value`, without the marks of Markdown; the key as `labelKey` writes it. */
export function readEntry(line: string): Entry | null {
  const bare = line
    .slice(0, 400)
    .replace(/^[\s#>*_-]+/, '')
    .replaceAll('**', '');
  const colon = bare.indexOf(':');
  if (colon < 1 || colon > 40) return null;
  return { key: labelKey(bare.slice(0, colon)), value: bare.slice(colon + 1).trim() };
}

const isHeading = (line: string): boolean => /^\s*#{1,6}\s/.test(line) || line.trim() === '';
const isHeaderKey = ({ key }: Entry): boolean => HEADER_KEYS.test(key);

/** Two capitalized words at least: the value of `Rep: Dana Whitfield`, not of `Rep: Hello`. */
const isNameLike = ({ value }: Entry): boolean =>
  value.length <= 120 &&
  /^\p{Lu}[\p{L}'’.-]*\s\p{Lu}[\p{L}'’.-]*(?:$|\s?[,(|<\s–-])/u.test(value) &&
  !/[?!]|\.\s/.test(value);

/** `1m 30s`, `49 min`, `00:32:10` as milliseconds. */
function readDuration(value: string): number | null {
  const clock = /^(?:(\d{1,3}):)?(\d{1,3}):(\d{2})\b/.exec(value);
  if (clock) return (Number(clock[1] ?? 0) * 3600 + Number(clock[2]) * 60 + Number(clock[3])) * 1000;
  const parts = [...value.slice(0, 60).matchAll(/(\d{1,5})\s*(h|m|s)/gi)];
  const factor: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1000 };
  const ms = parts.reduce((sum, [, count, unit]) => sum + Number(count) * (factor[unit?.toLowerCase() ?? ''] ?? 0), 0);
  return ms > 0 ? ms : null;
}

const splitNames = (value: string): string[] =>
  value
    .split(/[;,]|\sand\s/)
    .map((name) => labelKey(name.replace(/\(.*$/, '')))
    .filter((name) => name !== '');

function participantsOf(entries: readonly Entry[]): ParsedParticipant[] {
  return entries.flatMap((entry): ParsedParticipant[] => {
    const role = REP_KEYS.test(entry.key) ? 'REP' : CUSTOMER_KEYS.test(entry.key) ? 'CUSTOMER' : null;
    const name = /^[^,(|<–]{1,60}/
      .exec(entry.value)?.[0]
      .replace(/\s-\s.*$/, '')
      .trim();
    const affiliation = /\(([^()]{2,60})\)/.exec(entry.value)?.[1];
    if (role === null || !name || !isNameLike(entry)) return [];
    const known = { name, role, ...(affiliation ? { affiliation } : {}) } as const;
    // The turns may carry the person's name or the role word itself.
    return [
      { label: name, ...known },
      { label: entry.key, ...known },
    ];
  });
}

function metadataOf(entries: readonly Entry[]): ParsedMetadata {
  const value = (keys: RegExp) => entries.find((entry) => keys.test(entry.key) && entry.value !== '')?.value;
  const title = value(/^(?:title|subject|topic|call title|meeting(?: title)?)$/);
  const duration = readDuration(value(/^(?:duration|length)$/) ?? '');
  const language = /^[a-z]{2,3}(?:-[A-Za-z]{2,4})?$/.exec(value(/^language$/) ?? '')?.[0];
  return {
    ...(title ? { title } : {}),
    ...(duration ? { durationMs: duration } : {}),
    ...(language ? { language } : {}),
  };
}

/** The block of `Key: value` lines at the top of a file, up to a blank line or a rule. A first turn is never taken for one. */
export function readPreamble(lines: readonly Line[]): Preamble {
  const first = lines.findIndex((line) => !isHeading(line.text) && !SEPARATOR.test(line.text));
  if (first < 0 || first > MAX_LINES) return NONE;
  const length = lines
    .slice(first, first + MAX_LINES)
    .findIndex((line) => line.text.trim() === '' || SEPARATOR.test(line.text));
  if (length < 1) return NONE;
  const entries = lines.slice(first, first + length).map((line) => readEntry(line.text));
  const read = entries.filter((entry) => entry !== null);
  const isHeader = read.some(isHeaderKey) || (read.length >= 2 && read.every(isNameLike));
  if (read.length < entries.length - 1 || !isHeader) return NONE;
  const roster = read
    .filter((entry) => /^(?:participants|attendees)$/.test(entry.key))
    .flatMap((entry) => splitNames(entry.value));
  const participants = participantsOf(read);
  return {
    lines: first + length,
    metadata: metadataOf(read),
    participants,
    roster: new Set([...roster, ...participants.map((person) => labelKey(person.label))]),
  };
}
