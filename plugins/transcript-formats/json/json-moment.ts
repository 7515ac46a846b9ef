import { number } from './json-fields.js';

/** ISO 8601 in UTC of a moment in milliseconds since 1970; null where it is none or lies before 2000. */
export function isoOf(epochMs: number | null): string | null {
  if (epochMs === null || epochMs < 946_684_800_000 || epochMs > 8.64e15) return null;
  return new Date(epochMs).toISOString();
}

const ZONED = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})$/;

/** A moment as milliseconds or seconds since 1970 or as ISO 8601 with its zone, in ISO 8601; null for anything else, a local time among it. */
export function momentOf(value: unknown): string | null {
  if (typeof value === 'string' && ZONED.test(value.trim())) {
    return Number.isNaN(Date.parse(value.trim())) ? null : value.trim();
  }
  const epoch = number(value);
  return epoch === null ? null : isoOf(epoch < 1e11 ? epoch * 1000 : epoch);
}
