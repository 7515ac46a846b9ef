import { foldText, type FoldedText } from '../text/fold-text.js';
import { hiddenTexts } from './hidden-texts.js';
import { patternsFor } from './injection-cues.js';
import { canBeDense, findDensePassages } from './injection-density.js';
import { canOrder, findOrders, type OrderMatch } from './injection-orders.js';
import { vocabularyOf, type Vocabulary } from './injection-vocabulary.js';
import { memoize, TURNS } from '../text/memoize.js';

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
