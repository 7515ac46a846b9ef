export type TimeUnit = 'ms' | 's';

/** Speech runs at 0.5 to 6 words a second; pauses and cross-talk widen that. */
const SLOWEST = 0.1;
const FASTEST = 12;

/**
 * The unit that bare numbers of a file must have, judged by how fast people would have spoken. Fractions speak for seconds. `expected` decides
 * where both units or neither would do.
 */
export function sniffTimeUnit(times: readonly number[], words: number, expected: TimeUnit): TimeUnit {
  if (times.some((time) => !Number.isInteger(time))) return 's';
  let [first, last] = [Infinity, -Infinity];
  for (const time of times) [first, last] = [Math.min(first, time), Math.max(last, time)];
  const span = last - first;
  if (!(span > 0) || words < 5) return expected;
  const fits = (rate: number): boolean => rate >= SLOWEST && rate <= FASTEST;
  const [asSeconds, asMs] = [fits(words / span), fits((words * 1000) / span)];
  return asSeconds === asMs ? expected : asMs ? 'ms' : 's';
}

/** Words of a text, counted by its blanks. */
export const countWords = (text: string): number => (text.trim() === '' ? 0 : text.trim().split(/\s+/).length);
