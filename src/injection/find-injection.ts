import { type FoldedText, foldText } from '../text/fold-text.js';
import { memoize, TURNS } from '../text/memoize.js';
import { canBeDense, findDensePassages } from './dense-passages.js';
import { hiddenTexts } from './hidden-texts.js';
import { canOrder, findOrders, type OrderMatch } from './orders.js';
import { type Vocabulary, vocabularyOf, vocabularyOfBoth } from './vocabulary.js';
import { patternsFor } from './wording-patterns.js';

/** A stretch of text that reads like an instruction to a model: offsets in UTF-16 code units, end exclusive. */
export interface InjectionMatch {
  readonly pattern: string;
  readonly start: number;
  readonly end: number;
}

const wordings = (folded: string, vocabulary: Vocabulary): OrderMatch[] =>
  patternsFor(vocabulary.cues).flatMap(({ name, pattern }) =>
    Array.from(folded.matchAll(pattern), ({ 0: found, index }) => {
      // What stands before the wording, to see that it opens a sentence, is no part of it.
      const start = index + (/^[^\p{L}\p{N}<[{"'#]+/u.exec(found)?.[0].length ?? 0);
      return { pattern: name, start, end: index + found.length };
    }),
  );

const placed = ({ pattern, start, end }: OrderMatch, folded: FoldedText): InjectionMatch => ({
  pattern,
  start: folded.sourceStart(start),
  end: folded.sourceEnd(end),
});

/** One match for each pattern where several overlap. */
const joined = (matches: readonly InjectionMatch[]): InjectionMatch[] => {
  const kept: InjectionMatch[] = [];
  const last = new Map<string, number>();
  for (const match of matches.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const at = last.get(match.pattern);
    const before = at === undefined ? undefined : kept[at];
    if (at !== undefined && before && match.start < before.end) {
      kept[at] = { ...before, end: Math.max(before.end, match.end) };
    } else {
      last.set(match.pattern, kept.length);
      kept.push(match);
    }
  }
  return kept;
};

/** Each detector looks only where the words for it are there: hardly any talk of people has them. */
const inPlainSight = (text: string): InjectionMatch[] => {
  const folded = foldText(text);
  const vocabulary = vocabularyOf(folded.text);
  const orders = canOrder(vocabulary) ? findOrders(folded.text) : [];
  const dense = canBeDense(vocabulary) ? findDensePassages(folded.text) : [];
  return [
    ...wordings(folded.text, vocabulary),
    ...orders,
    ...dense.map((span) => ({ ...span, pattern: 'about-judging' })),
  ].map((match) => placed(match, folded));
};

const scan = (text: string): readonly InjectionMatch[] => {
  const hidden = hiddenTexts(text).flatMap(({ text: inner, start, end }) =>
    inPlainSight(inner).length > 0 ? [{ pattern: 'encoded', start, end }] : [],
  );
  return joined([...inPlainSight(text), ...hidden]);
};

/**
 * Scans for text that addresses the judge instead of the person on the call, also where it is disguised: by invisible
 * characters, look-alikes, scrambled letters, encodings, in other languages. Advisory: people on sales calls do talk about
 * scores, prompts and instructions. Linear time.
 */
export const findInjection = memoize(scan, TURNS);

/** A text that is looked at beside others: read once for all of them. */
export interface AdjacentText {
  readonly text: string;
  readonly vocabulary: Vocabulary;
  /** How many characters that numbers are written with stand at its beginning, and at its end. */
  readonly opening: number;
  readonly closing: number;
}

/** What rows of codes are made of that may have blanks in them; shorter ones say nothing. */
const CODE = /[0-9a-fx\\%,:; ]/i;
const MIN_ROW = 20;

const rowFrom = (text: string, first: number, step: 1 | -1): number => {
  let length = 0;
  while (length < MIN_ROW && CODE.test(text[first + step * length] ?? '.')) length += 1;
  return length;
};

export const readAdjacentText = (text: string): AdjacentText => ({
  text,
  vocabulary: vocabularyOf(foldText(text).text),
  opening: rowFrom(text, 0, 1),
  closing: rowFrom(text, text.length - 1, -1),
});

/** Whether two texts can say together what neither says: a necessary condition, and cheap. */
const canSpan = (first: AdjacentText, second: AdjacentText): boolean => {
  const vocabulary = vocabularyOfBoth(first.vocabulary, second.vocabulary);
  return (
    canOrder(vocabulary) || patternsFor(vocabulary.cues).length > 0 || first.closing + 1 + second.opening >= MIN_ROW
  );
};

/**
 * What addresses the judge in two texts only when they are read one after the other. Two ordinary texts together easily
 * touch as many subjects as one that is about the judge: that counts for nothing here.
 */
export const findSpanningInjection = (first: AdjacentText, second: AdjacentText): InjectionMatch[] => {
  if (!canSpan(first, second)) return [];
  const seam = first.text.length;
  return findInjection(`${first.text} ${second.text}`).filter(
    ({ pattern, start, end }) => pattern !== 'about-judging' && start < seam && end > seam + 1,
  );
};
