import { readClock } from './clock.js';
import { sniffTimeUnit, type TimeUnit } from './time-unit.js';

export interface ColumnTimes {
  readonly starts: readonly (number | null)[];
  readonly ends: readonly (number | null)[];
  /** ISO 8601 time of the first row, where the file gives absolute times with their zone. */
  readonly startedAt: string | null;
}

const ABSOLUTE = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?\s?(Z|[+-]\d{2}:?\d{2})?$/;

type Reading = { readonly kind: 'ms' | 'number' | 'absolute'; readonly value: number } | null;

function readValue(raw: string): Reading {
  const value = raw.trim();
  if (value === '' || value.length > 40) return null;
  const clock = readClock(value);
  if (clock !== null) return { kind: 'ms', value: clock };
  const number = /^(-?\d{1,15}(?:[.,]\d{1,12})?)\s?(ms|s)?$/i.exec(value);
  if (number?.[1] !== undefined) return readNumber(Number(number[1].replace(',', '.')), number[2]);
  const absolute = ABSOLUTE.exec(value);
  if (!absolute) return null;
  const time = Date.parse(value.replace(' ', 'T').replace(/\s/, '') + (absolute[1] === undefined ? 'Z' : ''));
  return Number.isNaN(time) ? null : { kind: 'absolute', value: time };
}

function readNumber(value: number, unit: string | undefined): Reading {
  if (unit === undefined) return { kind: 'number', value };
  return { kind: 'ms', value: Math.round(unit.toLowerCase() === 's' ? value * 1000 : value) };
}

const valuesOf = (readings: readonly Reading[], kind: 'number' | 'absolute'): number[] =>
  readings.flatMap((reading) => (reading?.kind === kind ? [reading.value] : []));

/** Reads the time columns of a table together: one unit holds for all bare numbers, absolute times count from the first. */
export function readTimes(
  starts: readonly string[],
  ends: readonly string[],
  given: { readonly unit: TimeUnit | null; readonly words: number },
): ColumnTimes {
  const read = [starts.map(readValue), ends.map(readValue)] as const;
  const all = read.flat();
  const unit = given.unit ?? sniffTimeUnit(valuesOf(all, 'number'), given.words, 's');
  const origin = valuesOf(all, 'absolute').reduce((least, time) => Math.min(least, time), Infinity);
  const toMs = (reading: Reading): number | null => {
    if (reading === null) return null;
    if (reading.kind === 'ms') return reading.value;
    if (reading.kind === 'absolute') return reading.value - origin;
    return Math.round(unit === 's' ? reading.value * 1000 : reading.value);
  };
  const zoned = [...starts, ...ends].some((value) => ABSOLUTE.exec(value.trim())?.[1] !== undefined);
  const startedAt = zoned && Number.isFinite(origin) ? new Date(origin).toISOString() : null;
  return { starts: read[0].map(toMs), ends: read[1].map(toMs), startedAt };
}
