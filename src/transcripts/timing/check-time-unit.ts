import type { Cue, ParseWarning } from '../../plugin-api/transcript.js';
import { PLAUSIBLE_RATE, speechRate, type SpeechRate } from './speech-rate.js';

/** A time as people read it: `1:02:03`, `0:07`. */
export function formatSeconds(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const tail = String(rest).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`;
}

interface CheckedTimes<T extends Cue> {
  readonly cues: readonly T[];
  /** The stated duration, or null if it cannot be true. */
  readonly durationMs: number | null;
  readonly warnings: readonly ParseWarning[];
}

/** What was taken for what, and by how much the times grow when it is put right. */
const MISTAKES = [
  { factor: 1000, mistake: 'Seconds had been taken for milliseconds' },
  { factor: 1 / 1000, mistake: 'Milliseconds had been taken for seconds' },
  { factor: 60, mistake: 'Minutes had been taken for seconds' },
  { factor: 1 / 60, mistake: 'Seconds had been taken for minutes' },
] as const;

/** The range of rates in which a unit explains the times: narrower than what is plausible. */
const CLEAR_RATE = { min: 1, max: 5 } as const;

/** A recording continues after the last word, and a stated duration is rounded: beyond this factor they contradict each other. */
const CONTRADICTION = 3;

const MIN_CALL_MS = 30_000;
const MAX_CALL_MS = 12 * 3_600_000;

const implausible = (message: string): ParseWarning => ({ code: 'TIMES_IMPLAUSIBLE', message });

const corrected = (message: string): ParseWarning => ({ code: 'TIME_UNIT_CORRECTED', message });

function latest(cues: readonly Cue[]): number {
  return cues.reduce((last, { startMs, endMs }) => Math.max(last, startMs ?? 0, endMs ?? 0), 0);
}

const isWithin = (wordsPerSecond: number, { min, max }: { readonly min: number; readonly max: number }): boolean =>
  wordsPerSecond >= min && wordsPerSecond <= max;

/** Silence between starts lowers every rate: only ends, or a factor that no silence explains, show that times are too long. */
const isSlow = ({ wordsPerSecond, from }: SpeechRate): boolean =>
  from === 'ENDS' && wordsPerSecond < PLAUSIBLE_RATE.min;

/** The one unit that makes the speech human and fits the stated duration; undefined if none does. */
function explain(rate: SpeechRate, last: number, durationMs: number | null): (typeof MISTAKES)[number] | undefined {
  return MISTAKES.find(
    ({ factor }) =>
      isWithin(rate.wordsPerSecond / factor, CLEAR_RATE) &&
      (durationMs === null || last * factor <= durationMs * CONTRADICTION) &&
      (rate.from === 'ENDS' || factor !== 1 / 60 || durationMs !== null),
  );
}

function scaleTimes<T extends Cue>(cues: readonly T[], factor: number): T[] {
  const scale = (time: number | null): number | null => (time === null ? null : Math.round(time * factor));
  return cues.map((cue) => ({
    ...cue,
    startMs: scale(cue.startMs),
    endMs: scale(cue.endMs),
    ...(cue.notBeforeMs === undefined ? {} : { notBeforeMs: Math.round(cue.notBeforeMs * factor) }),
  }));
}

/** Where nothing tells how fast they speak: the times are wrong if the stated duration is that of a call and they are not. */
function explainByDuration(last: number, durationMs: number): (typeof MISTAKES)[number] | undefined {
  const isCall = (time: number): boolean => time >= MIN_CALL_MS && time <= MAX_CALL_MS;
  if (!isCall(durationMs) || isCall(last)) return undefined;
  return MISTAKES.find(
    ({ factor }) => factor < 1 && last * factor > durationMs * 0.8 && last * factor < durationMs * 1.1,
  );
}

function checkDuration<T extends Cue>(cues: readonly T[], last: number, stated: number | null): CheckedTimes<T> {
  const tooShort = stated !== null && last > stated * CONTRADICTION;
  const tooLong = stated !== null && last > 0 && stated > MAX_CALL_MS && stated > last * 50;
  if (!tooShort && !tooLong) return { cues, durationMs: stated, warnings: [] };
  const message = `The stated duration of ${formatSeconds(stated)} does not fit the last words at ${formatSeconds(last)}; it was left out.`;
  return { cues, durationMs: null, warnings: [implausible(message)] };
}

/**
 * The last guard against a mistaken unit of time, for all formats: compares the rate of speech and the stated duration with what is
 * plausible. Times are scaled only if exactly one unit explains them and the uploader did not state the unit.
 */
export function checkTimeUnit<T extends Cue>(
  cues: readonly T[],
  stated: number | null,
  unitIsGiven = false,
): CheckedTimes<T> {
  const last = latest(cues);
  const rate = speechRate(cues);
  const found = rate === null ? stated && explainByDuration(last, stated) : explain(rate, last, stated);
  const strange = rate === null || !isWithin(rate.wordsPerSecond, PLAUSIBLE_RATE);
  if (found && strange && !unitIsGiven) {
    const scaled = scaleTimes(cues, found.factor);
    const message = `${found.mistake}: the last words now end at ${formatSeconds(latest(scaled))}, before at ${formatSeconds(last)}.`;
    return { cues: scaled, durationMs: stated, warnings: [corrected(message)] };
  }
  const checked = checkDuration(cues, last, stated);
  if (rate === null || !(isSlow(rate) || rate.wordsPerSecond > PLAUSIBLE_RATE.max)) return checked;
  const message = `By the times of the file people speak ${rate.wordsPerSecond.toFixed(2)} words a second; the times may be wrong.`;
  return { ...checked, warnings: [...checked.warnings, implausible(message)] };
}
