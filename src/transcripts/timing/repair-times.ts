import type { Cue, ParseWarning } from '../../plugin-api/transcript.js';
import { checkTimeUnit } from './check-time-unit.js';
import { fromWallClock } from './from-wall-clock.js';

interface RepairedCues<T extends Cue> {
  readonly cues: readonly T[];
  /** The stated duration, or null if the file states none that can be true. */
  readonly durationMs: number | null;
  readonly warnings: readonly ParseWarning[];
}

export interface TimeContext {
  /** Duration that the file states. */
  readonly durationMs?: number | undefined;
  /** True if a person said which unit the times are in: they are not scaled then. */
  readonly unitIsGiven?: boolean;
}

/** As much as a 32-bit column holds, about 25 days: a later time is a damaged one. */
const MAX_MS = 2_147_483_647;

/** A time beyond a day, and far beyond the others, is a placeholder such as `99:99:99`. */
const DAY_MS = 86_400_000;
const FAR = 20;

type Times = Pick<Cue, 'startMs' | 'endMs'>;
type Step<T extends Cue> = (cues: readonly T[]) => {
  readonly cues: readonly T[];
  readonly warnings: readonly ParseWarning[];
};

const isReversed = ({ startMs, endMs }: Times): boolean => startMs !== null && endMs !== null && endMs < startMs;

function countWarning(code: string, count: number, message: string): ParseWarning[] {
  return count === 0 ? [] : [{ code, message: `${count} ${message}` }];
}

/** Times that `isReadable` does not take become null; what is left becomes whole. */
function drop<T extends Cue>(cues: readonly T[], isReadable: (time: number) => boolean): ReturnType<Step<T>> {
  let dropped = 0;
  const read = (time: number | null): number | null => (time === null || !isReadable(time) ? null : Math.round(time));
  const kept = cues.map((cue) => {
    const [startMs, endMs] = [read(cue.startMs), read(cue.endMs)];
    if (startMs === cue.startMs && endMs === cue.endMs) return cue;
    if ((startMs === null) !== (cue.startMs === null) || (endMs === null) !== (cue.endMs === null)) dropped += 1;
    return { ...cue, startMs, endMs };
  });
  const message = 'cues hold impossible times; they are kept without them.';
  return { cues: kept, warnings: countWarning('TIME_UNREADABLE', dropped, message) };
}

function dropFar<T extends Cue>(cues: readonly T[]): ReturnType<Step<T>> {
  const starts = Float64Array.from(cues, ({ startMs }) => startMs ?? NaN).filter((start) => Number.isFinite(start));
  starts.sort();
  const limit = Math.max(DAY_MS, (starts[(starts.length - 1) >> 1] ?? 0) * FAR);
  return drop(cues, (time) => Number.isFinite(time) && time <= limit);
}

const isNegative = ({ startMs, endMs }: Times): boolean => (startMs ?? 0) < 0 || (endMs ?? 0) < 0;

function bound<T extends Cue>(cues: readonly T[]): ReturnType<Step<T>> {
  const { cues: bounded, warnings } = drop(cues, (time) => Math.abs(time) <= MAX_MS);
  const negative = bounded.filter(isNegative).length;
  const raise = (time: number | null): number | null => (time === null ? null : Math.max(0, time));
  const message = 'cues begin before the recording does; their times were raised to 0.';
  return {
    cues: bounded.map((cue) =>
      isNegative(cue) ? { ...cue, startMs: raise(cue.startMs), endMs: raise(cue.endMs) } : cue,
    ),
    warnings: [...countWarning('TIME_NEGATIVE', negative, message), ...warnings],
  };
}

/** A reversed pair loses its end, which is then unknown; where most pairs are reversed, the columns were swapped. */
function repairReversed<T extends Cue>(cues: readonly T[]): ReturnType<Step<T>> {
  const reversed = cues.filter(isReversed).length;
  if (reversed === 0) return { cues, warnings: [] };
  const pairs = cues.filter(({ startMs, endMs }) => startMs !== null && endMs !== null && startMs !== endMs).length;
  const swapped = reversed >= 3 && reversed > pairs * 0.8;
  const repaired = cues.map((cue) => {
    if (!isReversed(cue)) return cue;
    return swapped ? { ...cue, startMs: cue.endMs, endMs: cue.startMs } : { ...cue, endMs: null };
  });
  const how = swapped ? 'start and end were swapped.' : 'the end was taken as unknown.';
  return {
    cues: repaired,
    warnings: countWarning('CUE_TIME_REVERSED', reversed, `cues end before they start; ${how}`),
  };
}

/**
 * Sorts by start if the file is out of order, stable. A cue without a start, or one that continues an utterance, stays behind the cue
 * before it.
 */
function sortByStart<T extends Cue>(cues: readonly T[]): ReturnType<Step<T>> {
  let place = 0;
  let misplaced = 0;
  const placed = cues.map((cue) => {
    if (cue.startMs !== null && cue.continues !== true) {
      if (cue.startMs < place) misplaced += 1;
      place = cue.startMs;
    }
    return { cue, place };
  });
  if (misplaced === 0) return { cues, warnings: [] };
  const sorted = placed.sort((a, b) => a.place - b.place).map(({ cue }) => cue);
  return {
    cues: sorted,
    warnings: countWarning('CUES_OUT_OF_ORDER', misplaced, 'cues were out of order; all were sorted by their start.'),
  };
}

/** Block times as they can be relied on: integers, none negative. */
const boundBlocks = <T extends Cue>(cues: readonly T[]): T[] =>
  cues.map((cue) => {
    const { notBeforeMs, ...rest } = cue;
    if (notBeforeMs === undefined) return cue;
    const readable = Number.isFinite(notBeforeMs) && notBeforeMs >= 0 && notBeforeMs <= MAX_MS;
    return (readable ? { ...cue, notBeforeMs: Math.round(notBeforeMs) } : rest) as T;
  });

/**
 * Makes times that can be relied on: integers, none negative or beyond reason, no end before its start, starts in order, in the unit that lets
 * people speak as fast as people do. What cannot be known becomes null.
 */
export function repairTimes<T extends Cue>(cues: readonly T[], context: TimeContext = {}): RepairedCues<T> {
  const warnings: ParseWarning[] = [];
  const run = (now: readonly T[], ...steps: Step<T>[]): readonly T[] =>
    steps.reduce((before, step) => {
      const after = step(before);
      warnings.push(...after.warnings);
      return after.cues;
    }, now);
  const stated = context.durationMs ?? null;
  const counted = run(cues, dropFar, (now) => fromWallClock(now, stated), repairReversed);
  const { durationMs, ...checked } = checkTimeUnit(counted, stated, context.unitIsGiven);
  warnings.push(...checked.warnings);
  return { cues: boundBlocks(run(checked.cues, bound, sortByStart)), durationMs, warnings };
}
