import { CONCEPT as IS } from './lexicon.js';
import type { Vocabulary } from './vocabulary.js';
import { type MeaningfulWord, MIN_SPACED, readWords } from './words.js';

export interface OrderMatch {
  readonly pattern: string;
  /** Span in the folded text. */
  readonly start: number;
  readonly end: number;
}

interface Rule {
  readonly pattern: string;
  /** Most words that it may span. */
  readonly reach: number;
  /** What the first word must be. */
  readonly opening?: number;
  /** At least one word of each. */
  readonly needs: readonly number[];
}

const ENGLISH: readonly Rule[] = [
  { pattern: 'ignore-instructions', reach: 8, opening: IS.IGNORE, needs: [IS.IGNORE, IS.EARLIER, IS.RULES] },
  {
    pattern: 'score-demand',
    reach: 14,
    needs: [IS.GIVE | IS.RATE | IS.MUST, IS.SCORE | IS.RATE, IS.EXTREME, IS.JUDGED | IS.MODEL | IS.EVERY | IS.CALL],
  },
  { pattern: 'score-demand', reach: 6, needs: [IS.GIVE | IS.MUST, IS.SCORE, IS.SUPERLATIVE] },
  { pattern: 'score-demand', reach: 6, needs: [IS.DIMENSION, IS.EVERY, IS.EXTREME] },
  { pattern: 'score-demand', reach: 5, needs: [IS.SCORE, IS.EVERY, IS.EXTREME] },
  { pattern: 'score-demand', reach: 10, needs: [IS.CALL, IS.SCORE, IS.EXTREME] },
  {
    pattern: 'score-demand',
    reach: 12,
    needs: [IS.SCORE | IS.RATE | IS.ASSESSMENT, IS.CALL, IS.SUPERLATIVE | IS.PRAISE, IS.MUST],
  },
  { pattern: 'addressed-to-model', reach: 12, needs: [IS.MODEL, IS.SCORE | IS.RATE | IS.GIVE, IS.EXTREME] },
];

const FOREIGN: readonly Rule[] = [
  { pattern: 'ignore-instructions', reach: 8, needs: [IS.NATIVE, IS.IGNORE, IS.RULES] },
  { pattern: 'score-demand', reach: 14, needs: [IS.NATIVE, IS.GIVE, IS.SCORE, IS.EXTREME, IS.EVERY | IS.JUDGED] },
  { pattern: 'score-demand', reach: 7, needs: [IS.NATIVE, IS.GIVE, IS.SCORE, IS.SUPERLATIVE] },
  { pattern: 'score-demand', reach: 8, needs: [IS.NATIVE, IS.JUDGED, IS.EVERY, IS.SUPERLATIVE] },
  { pattern: 'score-demand', reach: 10, needs: [IS.NATIVE, IS.RATE, IS.EXTREME, IS.EVERY, IS.JUDGED] },
];

/** The needs of a rule that a word meets, as bits in the order of the needs. */
const metBy = (mask: number, needs: readonly number[]): number => {
  let met = 0;
  for (let i = 0; i < needs.length; i += 1) if ((mask & (needs[i] ?? 0)) !== 0) met |= 1 << i;
  return met;
};

/** Index of the last of the words from `first` on that together fulfill a rule within its reach; -1 if they do not. */
const reachOf = (words: readonly MeaningfulWord[], first: number, { needs, reach, opening }: Rule): number => {
  const from = words[first];
  if (!from || (from.mask & (opening ?? -1)) === 0) return -1;
  const all = (1 << needs.length) - 1;
  let met = metBy(from.mask, needs);
  if (met === 0) return -1;
  for (let i = first; i < words.length; i += 1) {
    const word = words[i];
    if (!word || word.at - from.at > reach) return -1;
    met |= metBy(word.mask, needs);
    if (met === all) return i;
  }
  return -1;
};

const ordersBy = (words: readonly MeaningfulWord[], rule: Rule): OrderMatch[] =>
  words.flatMap((word, i) => {
    const last = reachOf(words, i, rule);
    return last < 0 ? [] : [{ pattern: rule.pattern, start: word.start, end: words[last]?.end ?? word.end }];
  });

/** Whether words of these meanings can fulfill a rule: rules out most texts. */
const canFulfill =
  (said: number) =>
  ({ needs }: Rule): boolean =>
    needs.every((need) => (said & need) !== 0);

const ordersIn = (words: readonly MeaningfulWord[], rules: readonly Rule[]): OrderMatch[] => {
  const said = words.reduce((all, { mask }) => all | mask, 0);
  return rules.filter(canFulfill(said)).flatMap((rule) => ordersBy(words, rule));
};

/** A question about a scale is about the customer's view: "on a scale of one to ten, how would you rate…?" */
const SCALE_QUESTION = /\b(?:scale|survey|nps|csat)\b[^?!.]{0,120}\?/;

/** Expense notes and questions in other languages. */
const isOrdinary = (folded: string, { start, end }: OrderMatch): boolean =>
  /\bnotes? de (?:frais|credit|crédit)\b/.test(folded.slice(start, end + 10)) ||
  /^[^.!?]{0,40}\?/.test(folded.slice(end, end + 42));

/** The rules without an opening word, for texts that are written backward. */
const BACKWARD = ENGLISH.map(({ opening: _opening, ...rule }): Rule => rule);

/** Whether a text of this vocabulary can contain an order. Words spelled letter by letter can say anything. */
export const canOrder = ({ english, foreign, rotated, reversed, mirrored, longest }: Vocabulary): boolean =>
  longest >= MIN_SPACED ||
  [english, rotated, reversed, mirrored].some((said) => said !== 0 && ENGLISH.some(canFulfill(said))) ||
  (foreign !== 0 && FOREIGN.some(canFulfill(foreign)));

/**
 * Finds orders to a judge by their words in any sequence: also disguised by look-alikes, digits, scrambled or spelled-out
 * letters, ROT13 or reversal, in English and some words of other languages.
 */
export const findOrders = (folded: string): OrderMatch[] => {
  const { english, foreign, rotated, reversed, mirrored } = readWords(folded);
  const asked = SCALE_QUESTION.test(folded);
  const secret = [...ordersIn(rotated, ENGLISH), ...ordersIn(mirrored, ENGLISH), ...ordersIn(reversed, BACKWARD)];
  return [
    ...ordersIn(english, ENGLISH).filter(({ pattern }) => !(asked && pattern === 'score-demand')),
    ...ordersIn(foreign, FOREIGN).filter((order) => !isOrdinary(folded, order)),
    ...secret.map((order) => ({ ...order, pattern: 'encoded' })),
  ];
};
