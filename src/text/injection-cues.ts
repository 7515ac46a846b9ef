import { INJECTION_PATTERNS, type InjectionPattern } from './injection-patterns.js';

/** Rows of words that a text holds one of, as bits; there are too many for one number. */
export interface Cues {
  readonly low: number;
  readonly high: number;
}

const PER_NUMBER = 31;

const rows = new Map<string, number>();
for (const { needs } of INJECTION_PATTERNS) {
  for (const row of needs.flat()) if (!rows.has(row)) rows.set(row, rows.size);
}

const cueAt = (at: number): Cues =>
  at < PER_NUMBER ? { low: 1 << at, high: 0 } : { low: 0, high: 1 << (at - PER_NUMBER) };

const both = (a: Cues, b: Cues): Cues => ({ low: a.low | b.low, high: a.high | b.high });
const NONE: Cues = { low: 0, high: 0 };

const cuesByWord = new Map<string, Cues>();
for (const [row, at] of rows) {
  for (const word of row.split(' ')) cuesByWord.set(word, both(cuesByWord.get(word) ?? NONE, cueAt(at)));
}

const WHOLE_WORD = /^[a-z0-9]+$/;
const ANYWHERE = [...cuesByWord].filter(([word]) => !WHOLE_WORD.test(word));

/** What a word of small letters and digits says of the rows that it stands in. */
export const cuesOfWord = (word: string): Cues => cuesByWord.get(word) ?? NONE;

/** The same for what is no word. */
export const cuesOfSigns = (folded: string): Cues => {
  let { low, high } = NONE;
  for (const [sign, cues] of ANYWHERE) {
    if (folded.includes(sign)) {
      low |= cues.low;
      high |= cues.high;
    }
  }
  return { low, high };
};

const needsOf = ({ needs }: InjectionPattern): Cues[] =>
  needs.map((need) => need.map((row) => cueAt(rows.get(row) ?? 0)).reduce(both));

const patterns = INJECTION_PATTERNS.map((pattern) => ({ ...pattern, needs: needsOf(pattern) }));

/** The patterns that can match at all in a text of these cues. */
export const patternsFor = ({ low, high }: Cues): readonly { readonly name: string; readonly pattern: RegExp }[] =>
  patterns.filter(({ needs }) =>
    needs.some((need) => (low & need.low) === need.low && (high & need.high) === need.high),
  );
