import { readClock } from '../shared/clock.js';
import { sniffTimeUnit, type TimeUnit } from '../shared/time-unit.js';

export interface ColumnTimes {
  readonly starts: readonly (number | null)[];
  readonly ends: readonly (number | null)[];
  /** ISO 8601 time of the first row, if the file has absolute times with a zone. */
  readonly startedAt: string | null;
  /** How many cells hold something other than a time. */
  readonly unreadable: number;
}

const ABSOLUTE = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?\s?(Z|[+-]\d{2}:?\d{2})?$/;
const DATED = /^(\d{1,4})([/.-])(\d{1,2})\2(\d{2,4}),? (\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s?([ap])\.?m\.?)?$/i;
const SPOKEN =
  /^(?:(\d{1,3})\s?h(?:ours?|rs?)?)?\s?(?:(\d{1,3})\s?m(?:in(?:utes?|s)?)?)?\s?(?:(\d{1,3})\s?s(?:ec(?:onds?|s)?)?)?$/i;

/** Larger bare numbers count from 1970, in milliseconds or in seconds: no call lasts for decades. */
const EPOCH_MS = 1e11;
const EPOCH_SECONDS = 1e9;

type Reading = { readonly kind: 'ms' | 'number' | 'absolute' | 'zoned'; readonly value: number } | null;

const reading = (kind: NonNullable<Reading>['kind'], value: number): Reading =>
  Number.isFinite(value) ? { kind, value } : null;

function readNumber(value: number, unit: string | undefined): Reading {
  if (unit !== undefined) return reading('ms', Math.round(unit.toLowerCase() === 's' ? value * 1000 : value));
  if (value >= EPOCH_MS) return reading('zoned', value);
  return value >= EPOCH_SECONDS ? reading('zoned', Math.round(value * 1000)) : reading('number', value);
}

/** `1/31/2026 10:02:33 AM`. The order of day and month rarely matters: only the distance between rows is used. */
function readDated(value: string): Reading {
  const found = DATED.exec(value);
  if (!found) return null;
  const [first, second, third, hours, minutes, seconds] = [1, 3, 4, 5, 6, 7].map((at) => Number(found[at] ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const half = found[8]?.toLowerCase();
  const hour = half === undefined ? hours : (hours % 12) + (half === 'p' ? 12 : 0);
  const [month, day] = first > 12 ? [second, first] : [first, second];
  return reading('absolute', Date.UTC(third, month - 1, day, hour, minutes, seconds));
}

function readSpoken(value: string): Reading {
  const found = SPOKEN.exec(value);
  if (!found) return null;
  const [hours, minutes, seconds] = [1, 2, 3].map((at) => Number(found[at] ?? 0)) as [number, number, number];
  return reading('ms', (hours * 3600 + minutes * 60 + seconds) * 1000);
}

function readIso(value: string): Reading {
  const found = ABSOLUTE.exec(value);
  if (!found) return null;
  const iso = value.replace(' ', 'T').replace(/\s/, '').replace(',', '.');
  return reading(found[1] === undefined ? 'absolute' : 'zoned', Date.parse(iso + (found[1] === undefined ? 'Z' : '')));
}

function readValue(raw: string): Reading {
  const value = raw.trim().replace(/^[[(]([^[\]()]+)[\])]$/, '$1');
  if (value === '' || value.length > 40) return null;
  const clock = readClock(value);
  if (clock !== null) return { kind: 'ms', value: clock };
  const number = /^(-?\d{1,15}(?:[.,]\d{1,12})?)\s?(ms|s)?$/i.exec(value);
  if (number?.[1] !== undefined) return readNumber(Number(number[1].replace(',', '.')), number[2]);
  return readIso(value) ?? readDated(value) ?? readSpoken(value);
}

/** Milliseconds or a bare number, for judging whether a column holds times at all; null for anything else. */
export const timeValue = (raw: string): number | null => readValue(raw)?.value ?? null;

function leastOf(readings: readonly Reading[]): { readonly origin: number; readonly zoned: boolean } {
  let origin = Infinity;
  let zoned = false;
  for (const found of readings) {
    if (found?.kind !== 'absolute' && found?.kind !== 'zoned') continue;
    origin = Math.min(origin, found.value);
    zoned ||= found.kind === 'zoned';
  }
  return { origin, zoned };
}

/** Reads the time columns of a table together: one unit holds for all bare numbers, absolute times count from the first. */
export function readTimes(
  starts: readonly string[],
  ends: readonly string[],
  given: { readonly unit: TimeUnit | null; readonly words: number },
): ColumnTimes {
  const read = [starts.map(readValue), ends.map(readValue)] as const;
  const all = read.flat();
  const numbers = all.flatMap((found) => (found?.kind === 'number' ? [found.value] : []));
  const unit = given.unit ?? sniffTimeUnit(numbers, given.words, 's');
  const { origin, zoned } = leastOf(all);
  const toMs = (found: Reading): number | null => {
    if (found === null) return null;
    if (found.kind === 'ms') return found.value;
    if (found.kind !== 'number') return Math.round(found.value - origin);
    return Math.round(unit === 's' ? found.value * 1000 : found.value);
  };
  const startedAt = zoned && Math.abs(origin) < 8.64e15 ? new Date(origin).toISOString() : null;
  const filled = [...starts, ...ends].filter((value) => value.trim() !== '').length;
  const unreadable = filled - all.filter((found) => found !== null).length;
  return { starts: read[0].map(toMs), ends: read[1].map(toMs), startedAt, unreadable };
}
