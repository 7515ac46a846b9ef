import type { Cue } from '../../plugin-api/transcript.js';

export interface SpeechRate {
  /** Median over the cues. */
  readonly wordsPerSecond: number;
  /** `ENDS`: from start to end. `GAPS`: from one start to the next, silence included, so that the true rate is at least this. */
  readonly from: 'ENDS' | 'GAPS';
}

/** Plausible rates: measured medians of calls are between 1.5 and 4 words a second; a cue with a pause is slower. */
export const PLAUSIBLE_RATE = { min: 0.5, max: 6 } as const;

/** A shorter cue says little about the rate of speech: `Okay.` may last 200 ms or two seconds. */
const MIN_WORDS = 3;

/** Fewer cues than this have no median worth a verdict. */
const MIN_CUES = 5;

/** Scripts without blanks between words; two of their characters make a word, about. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu;

/** First character of the scripts without blanks. */
const FIRST_UNSPACED = 0x0e00;

const isBlank = (code: number): boolean => code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0x3000;

/** Words of a text, about. Linear in its length, and quick: it runs over every cue. */
export function countWords(text: string): number {
  let [words, unspaced, inside] = [0, false, false];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const blank = isBlank(code);
    if (!blank && !inside) words += 1;
    inside = !blank;
    if (code >= FIRST_UNSPACED) unspaced = true;
  }
  return unspaced ? words + Math.floor((text.match(UNSPACED)?.length ?? 0) / 2) : words;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

const rateOf = (text: string, durationMs: number): number[] => {
  const words = durationMs > 0 ? countWords(text) : 0;
  return words < MIN_WORDS ? [] : [(words * 1000) / durationMs];
};

type Timed = Pick<Cue, 'text' | 'startMs' | 'endMs'>;

const ratesToEnds = (cues: readonly Timed[]): number[] =>
  cues.flatMap(({ text, startMs, endMs }) => (startMs === null || endMs === null ? [] : rateOf(text, endMs - startMs)));

const ratesToNext = (cues: readonly Timed[]): number[] =>
  cues.flatMap(({ text, startMs }, at) => {
    const next = cues[at + 1]?.startMs ?? null;
    return startMs === null || next === null ? [] : rateOf(text, next - startMs);
  });

/** The rate of speech by the times of the file, or null if it has too few of them. */
export function speechRate(cues: readonly Timed[]): SpeechRate | null {
  const toEnds = ratesToEnds(cues);
  if (toEnds.length >= MIN_CUES) return { wordsPerSecond: median(toEnds), from: 'ENDS' };
  const toNext = ratesToNext(cues);
  return toNext.length >= MIN_CUES ? { wordsPerSecond: median(toNext), from: 'GAPS' } : null;
}
