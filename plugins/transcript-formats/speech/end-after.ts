import { wholeMs } from '../json/json-fields.js';

/** The end of speech that the file gives by its start and its length, both in milliseconds; null where either is not known. */
export const endAfter = (startMs: number | null, lengthMs: number | null): number | null =>
  startMs === null || lengthMs === null ? null : wholeMs(startMs + lengthMs);
