import { number, secondsToMs, wholeMs } from '../json/json-fields.js';

const TICKS_PER_MS = 10_000;
const ISO_DURATION = /^P(?:(\d{1,4})D)?T?(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,9}(?:\.\d{1,9})?)S)?$/;

/** Integer milliseconds of ticks of 100 ns, null where it is no number. */
export const ticksToMs = (value: unknown): number | null => {
  const ticks = number(value);
  return ticks === null ? null : wholeMs(ticks / TICKS_PER_MS);
};

/** Integer milliseconds of an offset as Azure writes it: an ISO 8601 duration (`PT1M0.07S`), or ticks of 100 ns as a number. */
export function azureTimeMs(value: unknown): number | null {
  const found = typeof value === 'string' ? ISO_DURATION.exec(value.trim()) : null;
  if (!found) return ticksToMs(value);
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = found.slice(1).map((part?: string) => Number(part ?? 0));
  return secondsToMs(((days * 24 + hours) * 60 + minutes) * 60 + seconds);
}
