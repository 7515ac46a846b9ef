import { INJECTION_PATTERNS, type InjectionPattern } from './injection-patterns.js';

/** Rows of words that a text holds one of, as bits: so many in each number. */
export type Cues = readonly number[];

const PER_NUMBER = 31;

const rows = [...new Set(INJECTION_PATTERNS.flatMap(({ needs }) => needs.flat()))];

export const NO_CUES: Cues = Array.from({ length: Math.ceil(rows.length / PER_NUMBER) }, () => 0);

/** Adds cues to others. */
export const addCues = (all: number[], more: Cues): void => {
  for (let i = 0; i < all.length; i += 1) all[i] = (all[i] ?? 0) | (more[i] ?? 0);
};

const holds = (cues: Cues, need: Cues): boolean => {
  for (let i = 0; i < need.length; i += 1) if (((cues[i] ?? 0) & (need[i] ?? 0)) !== (need[i] ?? 0)) return false;
  return true;
};

const cueOf = (row: string): Cues => {
  const at = rows.indexOf(row);
  return NO_CUES.map((none, i) => (i === Math.floor(at / PER_NUMBER) ? 1 << (at % PER_NUMBER) : none));
};

const together = (parts: readonly Cues[]): Cues => {
  const all = [...NO_CUES];
  for (const part of parts) addCues(all, part);
  return all;
};

const cuesByWord = new Map<string, Cues>();
for (const row of rows) {
  for (const word of row.split(' ')) cuesByWord.set(word, together([cuesByWord.get(word) ?? NO_CUES, cueOf(row)]));
}

const WHOLE_WORD = /^[a-z0-9]+$/;
const SIGNS = [...cuesByWord].filter(([word]) => !WHOLE_WORD.test(word));
const ASCII_WORD = /[a-z0-9]+/g;

/** What the words of folded text say of the rows that they stand in. */
export const cuesOfWords = (folded: string): Cues =>
  together((folded.match(ASCII_WORD) ?? []).map((word) => cuesByWord.get(word) ?? NO_CUES));

/** Adds the same for what is no word. */
export const addSigns = (all: number[], folded: string): void => {
  for (const [sign, cues] of SIGNS) if (folded.includes(sign)) addCues(all, cues);
};

const needsOf = ({ needs }: InjectionPattern): Cues[] => needs.map((need) => together(need.map(cueOf)));

const patterns = INJECTION_PATTERNS.map((pattern) => ({ ...pattern, needs: needsOf(pattern) }));

/** The patterns that can match at all in a text of these cues. */
export const patternsFor = (cues: Cues): readonly { readonly name: string; readonly pattern: RegExp }[] =>
  patterns.filter(({ needs }) => needs.some((need) => holds(cues, need)));
