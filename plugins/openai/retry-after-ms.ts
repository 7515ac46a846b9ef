const CAP_MS = 15 * 60_000;

const fromNumber = (text: string | null, unitMs: number): number | null => {
  if (text === null || !/^\d{1,12}(?:\.\d{1,12})?$/.test(text.trim())) return null;
  return Math.min(Math.ceil(Number(text) * unitMs), CAP_MS);
};

/** Only the form of RFC 9110; `Date.parse` alone would take "-5" for a date. */
const readDate = (text: string | null): number | null => {
  if (text === null || !/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text.trim()))
    return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : at;
};

/** By the clock that wrote it, where the answer shows that one. */
const fromDate = (headers: Headers, now: number): number | null => {
  const at = readDate(headers.get('retry-after'));
  return at === null ? null : Math.min(Math.max(at - (readDate(headers.get('date')) ?? now), 0), CAP_MS);
};

/**
 * How long the service asks to wait, in milliseconds: `retry-after-ms`, else `retry-after` in seconds or as an HTTP date
 * (RFC 9110, 10.2.3). At most 15 minutes; null where it says nothing that can be read.
 */
export const retryAfterMs = (headers: Headers, now: number): number | null =>
  fromNumber(headers.get('retry-after-ms'), 1) ??
  fromNumber(headers.get('retry-after'), 1000) ??
  fromDate(headers, now);
