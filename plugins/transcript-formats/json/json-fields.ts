import type { JsonDocument, Span } from './read-json.js';

/** An object of a document of which nothing is known. */
export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value as an object; an empty one for anything else. */
export const fields = (value: unknown): Fields => (isFields(value) ? value : {});

/** The value as a list; an empty one for anything else. */
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

/** A text that is not blank, or a number as text: ids come as either. */
export const text = (value: unknown): string | null => {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : null;
};

/** A finite number, also where it is written as a string. */
export const number = (value: unknown): number | null => {
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof read === 'number' && Number.isFinite(read) ? read : null;
};

/** The nearest integer; null beyond 2^53, where integers are no longer told apart. */
const whole = (value: number): number | null => {
  const rounded = Math.round(value);
  return Number.isSafeInteger(rounded) ? rounded : null;
};

/** Integer milliseconds of a time in seconds, null where it is no number. */
export const secondsToMs = (value: unknown): number | null => {
  const seconds = number(value);
  return seconds === null ? null : whole(seconds * 1000);
};

/** Integer milliseconds of a time in milliseconds, null where it is no number. */
export const wholeMs = (value: unknown): number | null => {
  const ms = number(value);
  return ms === null ? null : whole(ms);
};

/** From the start of the first span to the end of the last; `[0, 0]` where there is none. */
export const spanOver = (spans: readonly (Span | null)[]): Span => {
  const known = spans.filter((span) => span !== null);
  return known.length === 0
    ? [0, 0]
    : [
        known.reduce((least, [start]) => Math.min(least, start), Infinity),
        known.reduce((most, [, end]) => Math.max(most, end), 0),
      ];
};

/** Where the text under `key` stands, `[0, 0]` where it is not in the document. */
export const spanOfText = (document: JsonDocument, container: unknown, key: string | number): Span =>
  document.spanOf(container, key) ?? [0, 0];
