import type { Cue, ParseWarning } from '../../plugin-api/transcript.js';

interface Shifted<T extends Cue> {
  readonly cues: readonly T[];
  readonly warnings: readonly ParseWarning[];
}

const HOUR_MS = 3_600_000;
const NOON_MS = 12 * HOUR_MS;
const DAY_MS = 24 * HOUR_MS;

/** A first word after this hour, in a call shorter than this, means that the clock on the wall was written down. */
const LATE_MS = 4 * HOUR_MS;

/** In the year 2100; a later value does not count from 1970. */
const FUTURE_MS = 4_102_444_800_000;

interface Range {
  readonly min: number;
  readonly max: number;
}

function rangeOf(cues: readonly Cue[], counts: (time: number) => boolean = () => true): Range {
  let [min, max] = [Infinity, -Infinity];
  for (const { startMs } of cues) {
    if (startMs !== null && counts(startMs)) [min, max] = [Math.min(min, startMs), Math.max(max, startMs)];
  }
  return { min, max };
}

function moveTimes<T extends Cue>(cues: readonly T[], move: (time: number) => number): T[] {
  const moved = (time: number | null): number | null => (time === null ? null : Math.max(0, move(time)));
  return cues.map((cue) => ({
    ...cue,
    startMs: moved(cue.startMs),
    endMs: moved(cue.endMs),
    ...(cue.notBeforeMs === undefined ? {} : { notBeforeMs: Math.max(0, move(cue.notBeforeMs)) }),
  }));
}

/** `23:58`, then `00:03`: times after midnight belong to the next day. */
function unwrapMidnight<T extends Cue>(cues: readonly T[]): readonly T[] {
  const first = cues.find(({ startMs }) => startMs !== null)?.startMs ?? 0;
  const evening = rangeOf(cues, (time) => time >= NOON_MS);
  const morning = rangeOf(cues, (time) => time < NOON_MS);
  const passes = evening.max < DAY_MS && morning.max + DAY_MS - evening.min <= LATE_MS;
  return first >= NOON_MS && passes ? moveTimes(cues, (time) => (time < NOON_MS ? time + DAY_MS : time)) : cues;
}

/**
 * Shifts times to start at the first cue if the file has the time of day, or the time since 1970. Times that fit into the stated duration
 * are not shifted.
 */
export function fromWallClock<T extends Cue>(cues: readonly T[], durationMs: number | null): Shifted<T> {
  const unrolled = unwrapMidnight(cues);
  const { min, max } = rangeOf(unrolled);
  const isClock = Number.isFinite(min) && min >= LATE_MS && max <= FUTURE_MS && max - min <= LATE_MS;
  if (!isClock || (durationMs !== null && max <= durationMs)) return { cues, warnings: [] };
  const message = 'Times look like the clock on the wall; they were counted from the first cue.';
  return { cues: moveTimes(unrolled, (time) => time - min), warnings: [{ code: 'WALL_CLOCK_TIMES', message }] };
}
