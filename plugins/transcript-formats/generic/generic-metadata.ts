import type { ParsedMetadata } from 'debrief/plugin-api';
import { type Fields, readTimestamp, number, text } from '../json/json-fields.js';
import { toMetadata } from '../shared/results.js';

const TITLE = ['title', 'subject', 'topic', 'meeting_title', 'meetingTitle', 'call_title', 'callTitle', 'name'];
const REF = [
  'call_id',
  'callId',
  'meeting_id',
  'meetingId',
  'transcript_id',
  'conversation_id',
  'conversationId',
  'recording_id',
  'uuid',
  'id',
];
const START = [
  'started_at',
  'startedAt',
  'start_time',
  'startTime',
  'started',
  'recorded_at',
  'recordedAt',
  'date',
  'created_at',
];
const LANGUAGE = ['language', 'language_code', 'languageCode', 'locale', 'lang'];

/** The first value under one of some keys, nearest to the transcript first. */
function firstOf<T>(owners: readonly Fields[], keys: readonly string[], read: (value: unknown) => T | null): T | null {
  for (const owner of owners) {
    for (const key of keys) {
      const value = read(owner[key]);
      if (value !== null) return value;
    }
  }
  return null;
}

const DURATION =
  /^(?:call_?|meeting_?|total_?)?duration(?:_?(?:in_?)?(ms|millis|milliseconds|s|secs?|seconds|m|mins?|minutes))?$/i;
const FACTORS = { ms: 1, s: 1000, m: 60_000 } as const;

function factorOf(unit: string): number {
  if (/^(?:ms|milli)/i.test(unit)) return FACTORS.ms;
  return /^s/i.test(unit) ? FACTORS.s : FACTORS.m;
}

/** The unit under which a duration of no stated unit is not shorter than the speech, and nearest to it; null if none fits. */
function fittingMs(duration: number, lastMs: number): number | null {
  const fitting = Object.values(FACTORS)
    .map((factor) => duration * factor)
    .filter((ms) => lastMs > 0 && ms >= lastMs * 0.95 && ms <= lastMs * 4);
  return fitting.length === 0 ? null : Math.min(...fitting);
}

function durationIn(owner: Fields, lastMs: number): number | null {
  for (const [key, value] of Object.entries(owner)) {
    const found = DURATION.exec(key);
    const duration = found && number(value);
    if (!found || duration === null || duration <= 0) continue;
    return found[1] === undefined ? fittingMs(duration, lastMs) : duration * factorOf(found[1]);
  }
  return null;
}

const shortText = (value: unknown): string | null => {
  const read = typeof value === 'string' ? text(value) : null;
  return read !== null && read.length <= 300 && !read.includes('\n') ? read : null;
};
const reference = (value: unknown): string | null => (typeof value === 'number' ? text(value) : shortText(value));
const languageTag = (value: unknown): string | null =>
  typeof value === 'string' && /^[a-z]{2,3}(?:[-_]\w{2,8}){0,3}$/i.test(value) ? value : null;

/** Title and id of a call, from the objects around its transcript. */
export const titleIn = (owners: readonly Fields[]): Pick<ParsedMetadata, 'title' | 'externalRef'> =>
  toMetadata({ title: firstOf(owners, TITLE, shortText), externalRef: firstOf(owners, REF, reference) });

/**
 * Metadata of the call from the objects around its transcript. `lastMs` is the last time of the transcript, which decides the unit of a
 * duration without one.
 */
export const metadataIn = (owners: readonly Fields[], lastMs: number): ParsedMetadata => ({
  ...titleIn(owners),
  ...toMetadata({
    startedAt: firstOf(owners, START, readTimestamp),
    durationMs: owners.map((owner) => durationIn(owner, lastMs)).find((ms) => ms !== null) ?? null,
    language: firstOf(owners, LANGUAGE, languageTag),
  }),
});
