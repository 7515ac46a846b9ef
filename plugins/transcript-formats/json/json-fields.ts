import type { JsonDocument, Span } from './read-json.js';

/** An object of a document of which nothing is known. */
export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value as an object; an empty one for anything else. */
export const fields = (value: unknown): Fields => (isFields(value) ? value : {});

/** The value as a list; an empty one for anything else. */
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

/** A text that is not blank, or a number as text: ids are written as either. */
export const text = (value: unknown): string | null => {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : null;
};

/** A finite number, also if it is written as a string. */
export const number = (value: unknown): number | null => {
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof read === 'number' && Number.isFinite(read) ? read : null;
};

/** The nearest integer; null beyond 2^53, where integers are not exact. */
const whole = (value: number): number | null => {
  const rounded = Math.round(value);
  return Number.isSafeInteger(rounded) ? rounded : null;
};

/** Integer milliseconds of a time in seconds, null if it is not a number. */
export const secondsToMs = (value: unknown): number | null => {
  const seconds = number(value);
  return seconds === null ? null : whole(seconds * 1000);
};

/** Integer milliseconds of a time in milliseconds, null if it is not a number. */
export const wholeMs = (value: unknown): number | null => {
  const ms = number(value);
  return ms === null ? null : whole(ms);
};

/** From the start of the first span to the end of the last; `[0, 0]` if there is none. */
export const spanOver = (spans: readonly (Span | null)[]): Span => {
  const known = spans.filter((span) => span !== null);
  return known.length === 0
    ? [0, 0]
    : [
        known.reduce((least, [start]) => Math.min(least, start), Infinity),
        known.reduce((most, [, end]) => Math.max(most, end), 0),
      ];
};

/** The position of the text under `key`, `[0, 0]` if it is not in the document. */
export const spanOfText = (document: JsonDocument, container: unknown, key: string | number): Span =>
  document.spanOf(container, key) ?? [0, 0];

/** A probability of 0 to 1, also if it is written as a string; null for anything else. */
export const probability = (value: unknown): number | null => {
  const read = number(value);
  return read !== null && read >= 0 && read <= 1 ? read : null;
};

/** The mean of those values that are probabilities, null if none is. */
export function meanProbability(values: readonly unknown[]): number | null {
  const known = values.map(probability).filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

const numbered = (word: string, value: unknown): string | null => {
  const written = text(value)?.trim() ?? null;
  return written !== null && /^(?:\d{1,6}|[A-Z])$/.test(written) ? `${word} ${written}` : written;
};

/** The label of a speaker whom the engine numbers: `Speaker 0`, `Speaker A`. A longer text is a label already. */
export const voiceLabel = (value: unknown): string | null => numbered('Speaker', value);

/** The label of a recording's channel, which identifies the speaker on it: `Channel 0`, also for `ch_0` and `channel_0`. */
export const channelLabel = (value: unknown): string | null => {
  const written = text(value);
  return written === null ? null : numbered('Channel', written.replace(/^\s*ch(?:annel)?[_ ]?(?=\d{1,6}\s*$)/i, ''));
};

/** ISO 8601 in UTC of milliseconds since 1970; null if the value is missing, or before 2000. */
export function isoFromEpochMs(epochMs: number | null): string | null {
  if (epochMs === null || epochMs < 946_684_800_000 || epochMs > 8.64e15) return null;
  return new Date(epochMs).toISOString();
}

const ZONED = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})$/;

/**
 * A timestamp in ISO 8601, from milliseconds or seconds since 1970 or from ISO 8601 with its zone; null for anything else, such as a local
 * time.
 */
export function readTimestamp(value: unknown): string | null {
  if (typeof value === 'string' && ZONED.test(value.trim())) {
    return Number.isNaN(Date.parse(value.trim())) ? null : value.trim();
  }
  const epoch = number(value);
  return epoch === null ? null : isoFromEpochMs(epoch < 1e11 ? epoch * 1000 : epoch);
}
