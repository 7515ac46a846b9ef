import type { Cue, ParseWarning } from '../plugin-api/transcript.js';

export interface RepairedCues<T extends Cue> {
  readonly cues: readonly T[];
  readonly warnings: readonly ParseWarning[];
}

/** As much as a 32-bit column holds, about 25 days: a later time is a damaged one. */
const MAX_MS = 2_147_483_647;

/** A first word after this hour, in a recording shorter than this, means that the clock on the wall was written down. */
const WALL_CLOCK_MS = 4 * 3_600_000;

type Times = Pick<Cue, 'startMs' | 'endMs'>;

const readable = (time: number | null): number | null =>
  time === null || !Number.isFinite(time) || Math.abs(time) > MAX_MS ? null : Math.max(0, Math.round(time));

const isReversed = ({ startMs, endMs }: Times): boolean => startMs !== null && endMs !== null && endMs < startMs;

function countWarning(code: string, count: number, message: string): ParseWarning[] {
  return count === 0 ? [] : [{ code, message: `${count} ${message}` }];
}

function bound<T extends Cue>(cues: readonly T[]): RepairedCues<T> {
  let negative = 0;
  let damaged = 0;
  const bounded = cues.map((cue) => {
    const times = { startMs: readable(cue.startMs), endMs: readable(cue.endMs) };
    if ((cue.startMs ?? 0) < 0 || (cue.endMs ?? 0) < 0) negative += 1;
    if ((times.startMs === null) !== (cue.startMs === null) || (times.endMs === null) !== (cue.endMs === null))
      damaged += 1;
    return { ...cue, ...times };
  });
  const warnings = [
    ...countWarning('TIME_NEGATIVE', negative, 'cues begin before the recording does; their times were raised to 0.'),
    ...countWarning('TIME_UNREADABLE', damaged, 'cues hold impossible times; they are kept without them.'),
  ];
  return { cues: bounded, warnings };
}

/** A reversed pair loses its end, which is then unknown; where most pairs are reversed, the columns were swapped. */
function straighten<T extends Cue>(cues: readonly T[]): RepairedCues<T> {
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

function fromWallClock<T extends Cue>(cues: readonly T[]): RepairedCues<T> {
  let [first, last] = [Infinity, -Infinity];
  for (const { startMs } of cues) {
    if (startMs !== null) [first, last] = [Math.min(first, startMs), Math.max(last, startMs)];
  }
  if (first < WALL_CLOCK_MS || last - first > WALL_CLOCK_MS || !Number.isFinite(first)) return { cues, warnings: [] };
  const shift = (time: number | null): number | null => (time === null ? null : Math.max(0, time - first));
  const shifted = cues.map((cue) => ({ ...cue, startMs: shift(cue.startMs), endMs: shift(cue.endMs) }));
  const message = 'Times look like the clock on the wall; they were counted from the first cue.';
  return { cues: shifted, warnings: [{ code: 'WALL_CLOCK_TIMES', message }] };
}

/** Sorts by start where the file is out of order, stable. A cue without a start, and a piece of an utterance, stays behind the cue before it. */
function order<T extends Cue>(cues: readonly T[]): RepairedCues<T> {
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
    warnings: countWarning('CUES_OUT_OF_ORDER', misplaced, 'cues stood out of order; all were sorted by their start.'),
  };
}

/** Makes times that can be relied on: none negative or beyond reason, no end before its start, starts in order. What cannot be known becomes null. */
export function repairTimes<T extends Cue>(cues: readonly T[]): RepairedCues<T> {
  let repaired: RepairedCues<T> = { cues, warnings: [] };
  for (const step of [bound<T>, straighten<T>, fromWallClock<T>, order<T>]) {
    const { cues: next, warnings } = step(repaired.cues);
    repaired = { cues: next, warnings: [...repaired.warnings, ...warnings] };
  }
  return repaired;
}
