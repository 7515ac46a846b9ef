import { type FoldedText, foldText } from '../text/fold-text.js';
import { memoize, TURNS } from '../text/memoize.js';
import { canBeDense, findDensePassages } from './dense-passages.js';
import { hiddenTexts } from './hidden-texts.js';
import { canOrder, findOrders, type OrderMatch } from './orders.js';
import { type Vocabulary, vocabularyOf, vocabularyOfBoth } from './vocabulary.js';
import { patternsFor } from './wording-patterns.js';

/** A part of a text that reads like an instruction to a model: offsets in UTF-16 code units, end exclusive. */
export interface InjectionMatch {
  readonly pattern: string;
  readonly start: number;
  readonly end: number;
}

const wordings = (folded: string, vocabulary: Vocabulary): OrderMatch[] =>
  patternsFor(vocabulary.cues).flatMap(({ name, pattern }) =>
    Array.from(folded.matchAll(pattern), ({ 0: found, index }) => {
      // The pattern also matches what precedes the wording, to see that it opens a sentence: that is not part of it.
      const start = index + (/^[^\p{L}\p{N}<[{"'#]+/u.exec(found)?.[0].length ?? 0);
      return { pattern: name, start, end: index + found.length };
    }),
  );

const placed = ({ pattern, start, end }: OrderMatch, folded: FoldedText): InjectionMatch => ({
  pattern,
  start: folded.sourceStart(start),
  end: folded.sourceEnd(end),
});

/** Joins overlapping matches of the same pattern. */
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

/** Each detector runs only if the text has the words that it needs: hardly any speech has them. */
const scanVisible = (text: string): InjectionMatch[] => {
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
    scanVisible(inner).length > 0 ? [{ pattern: 'encoded', start, end }] : [],
  );
  return joined([...scanVisible(text), ...hidden]);
};

/**
 * Scans for text that addresses the judge instead of the person on the call, also if it is disguised by invisible
 * characters, look-alikes, scrambled letters or encodings, or in other languages. Advisory: people on sales calls do talk about
 * scores, prompts and instructions. Linear time.
 */
export const findInjection = memoize(scan, TURNS);

/** A text that is checked together with adjacent ones. Prepared once for all of them. */
export interface AdjacentText {
  readonly text: string;
  readonly vocabulary: Vocabulary;
  /** Number of characters of encoded text at its beginning, and at its end. */
  readonly opening: number;
  readonly closing: number;
}

/** Characters of encoded text that may contain spaces; shorter sequences are ignored. */
const ENCODED = /[0-9a-fx\\%,:; ]/i;
const MIN_ENCODED = 20;

const encodedLength = (text: string, first: number, step: 1 | -1): number => {
  let length = 0;
  while (length < MIN_ENCODED && ENCODED.test(text[first + step * length] ?? '.')) length += 1;
  return length;
};

export const readAdjacentText = (text: string): AdjacentText => ({
  text,
  vocabulary: vocabularyOf(foldText(text).text),
  opening: encodedLength(text, 0, 1),
  closing: encodedLength(text, text.length - 1, -1),
});

/** Whether two texts can say together what neither says alone: a cheap, necessary condition. */
const canSpan = (first: AdjacentText, second: AdjacentText): boolean => {
  const vocabulary = vocabularyOfBoth(first.vocabulary, second.vocabulary);
  return (
    canOrder(vocabulary) || patternsFor(vocabulary.cues).length > 0 || first.closing + 1 + second.opening >= MIN_ENCODED
  );
};

/**
 * Text that addresses the judge only if two texts are read one after the other. Dense passages are not searched: two
 * ordinary texts together easily name as many subjects as one that is about the judge.
 */
export const findSpanningInjection = (first: AdjacentText, second: AdjacentText): InjectionMatch[] => {
  if (!canSpan(first, second)) return [];
  const seam = first.text.length;
  return findInjection(`${first.text} ${second.text}`).filter(
    ({ pattern, start, end }) => pattern !== 'about-judging' && start < seam && end > seam + 1,
  );
};
