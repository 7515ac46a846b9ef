import { isObject } from './service-error.js';

const MAX_WAIT_MS = 15 * 60_000;

const capped = (ms: number): number => Math.min(Math.max(Math.ceil(ms), 0), MAX_WAIT_MS);

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
const PART = /(\d{1,9}(?:\.\d{1,9})?)\s?(ms|h|m(?:in(?:ute)?s?)?|s(?:ec(?:ond)?s?)?)(?![a-z])/gi;

/** `2.5s`, `6m0s`, `250ms`, `1 minute`; null for anything else. */
const durationIn = (text: string): number | null => {
  const parts = [...text.matchAll(PART)];
  if (parts.length === 0) return null;
  const unitOf = (unit: string): number => UNITS[/^ms$/i.test(unit) ? 'ms' : unit.slice(0, 1).toLowerCase()] ?? 0;
  return capped(parts.reduce((sum, [, count, unit]) => sum + Number(count) * unitOf(unit ?? ''), 0));
};

const fromNumber = (text: string | null, unitMs: number): number | null => {
  if (text === null || !/^\d{1,12}(?:\.\d{1,12})?$/.test(text.trim())) return null;
  return capped(Number(text) * unitMs);
};

const RFC_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
const ISO_DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

/** Only these formats; `Date.parse` alone would accept "-5" as a date. */
const readDate = (text: string | null): number | null => {
  const given = text?.trim() ?? '';
  if (!RFC_DATE.test(given) && !ISO_DATE.test(given)) return null;
  const at = Date.parse(given);
  return Number.isNaN(at) ? null : at;
};

/** By the server's clock, if the answer has a date. */
const fromDate = (headers: Headers, now: number): number | null => {
  const at = readDate(headers.get('retry-after'));
  return at === null ? null : capped(at - (readDate(headers.get('date')) ?? now));
};

const fromDuration = (text: string | null): number | null =>
  text !== null && /^\s*\d[\d.]*\s?[a-z]{1,7}\s*$/i.test(text) ? durationIn(text) : null;

/** When the limit that is used up is filled again. */
const fromReset = (headers: Headers): number | null => {
  const waits = ['requests', 'tokens'].flatMap((kind) => {
    const reset = headers.get(`x-ratelimit-reset-${kind}`);
    const isUsedUp = headers.get(`x-ratelimit-remaining-${kind}`)?.trim() === '0';
    return reset !== null && isUsedUp ? (durationIn(reset) ?? fromNumber(reset, 1_000) ?? []) : [];
  });
  return waits.length === 0 ? null : Math.max(...waits);
};

const fromHeaders = (headers: Headers, now: number): number | null =>
  fromNumber(headers.get('retry-after-ms'), 1) ??
  fromNumber(headers.get('retry-after'), 1_000) ??
  fromDuration(headers.get('retry-after')) ??
  fromDate(headers, now) ??
  fromReset(headers);

/** `retryDelay` of google.rpc.RetryInfo. */
const fromDetails = (details: unknown): number | null => {
  if (!Array.isArray(details)) return null;
  const delays = details.map((detail: unknown) => (isObject(detail) ? detail.retryDelay : null));
  const delay = delays.find((one) => typeof one === 'string');
  return typeof delay === 'string' ? durationIn(delay) : null;
};

/** Headers of the service behind a gateway. */
const fromMetadata = (metadata: unknown, now: number): number | null => {
  if (!isObject(metadata) || !isObject(metadata.headers)) return null;
  const pairs = Object.entries(metadata.headers).filter(([name]) => /^[\w-]{1,100}$/.test(name));
  const safe = pairs.filter((pair): pair is [string, string] => /^[\x20-\x7e]{1,200}$/.test(String(pair[1])));
  return fromHeaders(new Headers(safe), now);
};

const WORDS =
  /(?:try again|retry|wait)(?:ing)?(?: after| in| for)?:? (?:about |at least )?((?:\d[\d.]*\s?[a-z]{1,7}\s?){1,4})/i;

const fromWords = (message: string): number | null => {
  const found = WORDS.exec(message.slice(0, 2_000))?.[1];
  return found === undefined ? null : durationIn(found);
};

export interface WaitSource {
  readonly headers: Headers | null;
  readonly message: string;
  readonly details: unknown;
  readonly metadata: unknown;
}

/**
 * How long a service asks to wait, in ms, wherever it says so: headers (`retry-after-ms`, `retry-after` in seconds, with a unit or as a
 * date by RFC 9110, 10.2.3, or ISO 8601; `x-ratelimit-reset-…`), google.rpc.RetryInfo, the metadata of a gateway, or words.
 * At most 15 minutes; null where none of these can be read.
 */
export const namedWait = ({ headers, message, details, metadata }: WaitSource, now: number): number | null =>
  (headers && fromHeaders(headers, now)) ?? fromDetails(details) ?? fromMetadata(metadata, now) ?? fromWords(message);
