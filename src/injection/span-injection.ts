import { foldText } from '../text/fold-text.js';
import { findInjection, type InjectionMatch } from './find-injection.js';
import { patternsFor } from './injection-cues.js';
import { canOrder } from './injection-orders.js';
import { vocabularyOf, vocabularyOfBoth, type Vocabulary } from './injection-vocabulary.js';

/** A text that is looked at beside others: read once for all of them. */
export interface Neighbor {
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

export const asNeighbor = (text: string): Neighbor => ({
  text,
  vocabulary: vocabularyOf(foldText(text).text),
  opening: rowFrom(text, 0, 1),
  closing: rowFrom(text, text.length - 1, -1),
});

/** Whether two texts can say together what neither says: a necessary condition, and cheap. */
const canSpan = (first: Neighbor, second: Neighbor): boolean => {
  const vocabulary = vocabularyOfBoth(first.vocabulary, second.vocabulary);
  return (
    canOrder(vocabulary) || patternsFor(vocabulary.cues).length > 0 || first.closing + 1 + second.opening >= MIN_ROW
  );
};

/**
 * What addresses the judge in two texts only when they are read one after the other. Two ordinary texts together easily
 * touch as many subjects as one that is about the judge: that counts for nothing here.
 */
export const findSpanning = (first: Neighbor, second: Neighbor): InjectionMatch[] => {
  if (!canSpan(first, second)) return [];
  const seam = first.text.length;
  return findInjection(`${first.text} ${second.text}`).filter(
    ({ pattern, start, end }) => pattern !== 'about-judging' && start < seam && end > seam + 1,
  );
};
