import {
  CONCEPT,
  conceptsWithin,
  englishConcepts,
  isUnspaced,
  mirroredConcepts,
  reversedConcepts,
  rotatedConcepts,
  stemConcepts,
  unscramble,
} from './lexicon.js';

/** A word with a relevant meaning. `at` is its position in the text counted in words, with a gap after each sentence. */
export interface MeaningfulWord {
  readonly mask: number;
  readonly at: number;
  readonly start: number;
  readonly end: number;
}

/** Readings of one text, each a sequence of its own: an order is searched in each of them. */
interface Readings {
  readonly english: readonly MeaningfulWord[];
  readonly foreign: readonly MeaningfulWord[];
  /** Each word decoded from ROT13. */
  readonly rotated: readonly MeaningfulWord[];
  readonly reversed: readonly MeaningfulWord[];
  /** Each word in the reversed alphabet. */
  readonly mirrored: readonly MeaningfulWord[];
}

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly at: number;
  /** Whether punctuation or an edge of the text precedes it, and follows it. */
  readonly opens: boolean;
  closes: boolean;
}

const SENTENCE_GAP = 3;
const WORD = /[\p{L}\p{N}\p{M}@$]+(?:[!|][\p{L}\p{N}@$]+)*/gu;
const SENTENCE_END = /[.?!。！？]/;
const PUNCTUATION = /[^\s'’\-/]/;

const wordsOf = (folded: string): Word[] => {
  const words: Word[] = [];
  let at = 0;
  let last = 0;
  let previous: Word | undefined;
  for (const { 0: text, index } of folded.matchAll(WORD)) {
    const between = folded.slice(last, index);
    const opens = previous === undefined || (between !== ' ' && PUNCTUATION.test(between));
    if (previous && opens) previous.closes = true;
    at += opens && SENTENCE_END.test(between) ? 1 + SENTENCE_GAP : 1;
    last = index + text.length;
    previous = { text, start: index, end: last, at, opens, closes: false };
    words.push(previous);
  }
  if (previous) previous.closes = true;
  return words;
};

const LOOKALIKES = new Map(
  Array.from('аaеeоoрpсcхxуyіiјjѕsԁdһhкkмmтtвbнnαaεeοoρpτtυuιiκkνvηnԛqԝwɡgıiłløođd'.matchAll(/(.)(.)/gu), (pair) => [
    pair[1] ?? '',
    pair[2] ?? '',
  ]),
);
const LEET = new Map(
  Object.entries({
    0: 'o',
    1: 'i',
    3: 'e',
    4: 'a',
    5: 's',
    7: 't',
    8: 'b',
    9: 'g',
    '@': 'a',
    $: 's',
    '!': 'i',
    '|': 'l',
  }),
);

const swap = (text: string, pairs: ReadonlyMap<string, string>): string =>
  Array.from(text, (character) => pairs.get(character) ?? character).join('');

/** No relevant word is longer. */
const LONG_WORD = 22;
const ASCII_WORD = /^[a-z]+$/;
const plain = (text: string): string => (ASCII_WORD.test(text) ? text : text.normalize('NFKD').replace(/\p{M}+/gu, ''));

const leetReadings = (text: string): string[] => {
  if (!/[0-9@$!|]/.test(text) || !/[a-z]/.test(text)) return [];
  const read = swap(text, LEET);
  return [read, swap(text.replaceAll('1', 'l'), LEET)];
};

/** English meaning of a word, also if it is disguised. */
const disguised = (text: string): number => {
  if (text.length > LONG_WORD) return 0;
  const mask = englishConcepts(text);
  if (mask !== 0) return mask;
  if (ASCII_WORD.test(text)) return englishConcepts(unscramble(text) ?? '');
  const readings = [swap(plain(text), LOOKALIKES), ...leetReadings(text)];
  return readings.map(englishConcepts).find((found) => found !== 0) ?? 0;
};

const { IGNORE, GIVE, RATE, SCORE, EXTREME, SUPERLATIVE, CALL } = CONCEPT;

const ORDERED_AFTER = new Set(
  'please and then now just must should so also always shall simply kindly or but you'.split(' '),
);
const ASKED = new Set('you model ai evaluator grader judge system need want required instructed have is'.split(' '));
const OTHERS_SCORE = new Set(
  'lead credit nps csat health risk customer our their your deal account satisfaction promoter test my his her its engagement intent fit conversion interest exchange hourly churn win tax growth response flat daily monthly best good'.split(
    ' ',
  ),
);
const AFTER_VALUE = new Set(
  'in for on to across per out of each everywhere everything and or point points star stars is as as'.split(' '),
);
const DETERMINED = new Set(['this', 'the', 'that', 'above', 'following', 'entire', 'whole']);

const NUMBER = /^(?:five|ten|zero|fives|tens|zeros|\d+)$/;

/** Verbs count as orders, not as statements: "we rate", "it will give". */
const ordersAt = (words: readonly Word[], i: number): boolean => {
  const word = words[i];
  const before = words[i - 1]?.text ?? '';
  if (!word || word.opens) return true;
  if (before === 'to') return ASKED.has(words[i - 2]?.text ?? '');
  // "You give", "would you rate": a statement or a question, without an obligation.
  return before === 'you' ? /^(?:that|and)$/.test(words[i - 2]?.text ?? '') : ORDERED_AFTER.has(before);
};

const RATED_AFTER = /^(?:be|not|been|who|whoever|which|gets|deserves|is|are)$/;

const verbMask = (words: readonly Word[], i: number, mask: number): number => {
  if (ordersAt(words, i)) return mask;
  const { text = '' } = words[i] ?? {};
  const before = words[i - 1]?.text ?? '';
  if (/(?:ed|s)$/.test(text) && RATED_AFTER.test(before)) return mask;
  return mask & ~(GIVE | RATE | IGNORE);
};

/** A score of something other than the call. */
const nounMask = (words: readonly Word[], i: number, mask: number): number => {
  const { text = '' } = words[i] ?? {};
  const before = words[i - 1]?.text ?? '';
  if (OTHERS_SCORE.has(before)) return mask & ~SCORE;
  if (/^(?:points|stars|grades?)$/.test(text) && (englishConcepts(before) & EXTREME) === 0) return mask & ~SCORE;
  return /^(?:we|i|they|you)$/.test(before) ? mask & ~SCORE : mask;
};

/** "Five problems" counts things; "five in every", "five." and "perfect" give a value. */
const valueMask = (words: readonly Word[], i: number, mask: number): number => {
  const word = words[i];
  if ((mask & SUPERLATIVE) !== 0 || !word || !NUMBER.test(word.text)) return mask;
  return word.closes || AFTER_VALUE.has(words[i + 1]?.text ?? '') ? mask : mask & ~EXTREME;
};

const callMask = (words: readonly Word[], i: number, mask: number): number =>
  DETERMINED.has(words[i - 1]?.text ?? '') ? mask : mask & ~CALL;

/** What a word means in its context. */
const inPlace = (words: readonly Word[], i: number, mask: number): number => {
  let rest = mask;
  if ((rest & (GIVE | RATE | IGNORE)) !== 0) rest = verbMask(words, i, rest);
  if ((rest & SCORE) !== 0) rest = nounMask(words, i, rest);
  if ((rest & EXTREME) !== 0) rest = valueMask(words, i, rest);
  if ((rest & CALL) !== 0) rest = callMask(words, i, rest);
  return rest;
};

/** Words with a meaning of their own. */
const bare = (words: readonly Word[], conceptsOf: (text: string) => number): MeaningfulWord[] =>
  words.flatMap(({ text, at, start, end }) => {
    const mask = conceptsOf(text);
    return mask === 0 ? [] : [{ mask, at, start, end }];
  });

/** At least this many single letters in a row are read as a word. */
export const MIN_SPACED = 6;

const within = (run: string, language: 'english' | 'stems', word: Word, place: (at: number) => number) =>
  conceptsWithin(run, language).map(({ mask, start, end }, order) => ({
    mask,
    at: word.at + order,
    start: place(start),
    end: place(end - 1) + 1,
  }));

/** Joins single letters: "i g n o r e". */
const spelledOut = (words: readonly Word[]): MeaningfulWord[] => {
  const found: MeaningfulWord[] = [];
  let run: Word[] = [];
  const flush = (): void => {
    const letters = run;
    const [first] = letters;
    if (first && letters.length >= MIN_SPACED) {
      const joined = letters.map(({ text }) => text).join('');
      found.push(...within(joined, 'english', first, (at) => letters[at]?.start ?? first.start));
    }
    run = [];
  };
  for (const word of words) {
    if (word.text.length === 1) run.push(word);
    else flush();
  }
  flush();
  return found;
};

const joinedWords = (words: readonly Word[]): MeaningfulWord[] =>
  words.flatMap((word) =>
    word.text.length > LONG_WORD && ASCII_WORD.test(word.text)
      ? within(word.text, 'english', word, (at) => word.start + at)
      : [],
  );

const foreignIn = (word: Word): MeaningfulWord[] => {
  if (!ASCII_WORD.test(word.text) && isUnspaced(word.text)) {
    // Composed text keeps its length, so that its offsets are offsets in the text.
    const found = within(word.text, 'stems', word, (at) => word.start + at);
    return found.map((one) => ({ ...one, mask: one.mask | CONCEPT.NATIVE }));
  }
  const mask = stemConcepts(plain(word.text));
  return mask === 0 ? [] : [{ mask, at: word.at, start: word.start, end: word.end }];
};

/** What words mean without their context, in each reading: bits of `CONCEPT`. */
export interface Meanings {
  readonly english: number;
  readonly foreign: number;
  readonly rotated: number;
  readonly reversed: number;
  readonly mirrored: number;
}

const union = (words: readonly { readonly mask: number }[]): number => words.reduce((all, { mask }) => all | mask, 0);

/** All that folded text can mean to `readWords`, except for single letters; and its numbers of words and single letters. */
export const meaningsIn = (folded: string): Meanings & { readonly words: number; readonly letters: number } => {
  const words = wordsOf(folded);
  return {
    english: union(bare(words, disguised)) | union(joinedWords(words)),
    foreign: union(words.flatMap(foreignIn)),
    rotated: union(bare(words, rotatedConcepts)),
    reversed: union(bare(words, reversedConcepts)),
    mirrored: union(bare(words, mirroredConcepts)),
    words: words.length,
    letters: words.filter(({ text }) => text.length === 1).length,
  };
};

const memo = (read: (text: string) => number): ((text: string) => number) => {
  const known = new Map<string, number>();
  return (text) => {
    const found = known.get(text) ?? read(text);
    known.set(text, found);
    return found;
  };
};

/** Finds the words of folded text that can be part of an order to a judge. Linear time. */
export const readWords = (folded: string): Readings => {
  const words = wordsOf(folded);
  const conceptsOf = memo(disguised);
  const english = words.flatMap((word, i) => {
    const { text, at, start, end } = word;
    const mask = inPlace(words, i, conceptsOf(text));
    return mask === 0 ? [] : [{ mask, at, start, end }];
  });
  const run = [...english, ...spelledOut(words), ...joinedWords(words)].sort((a, b) => a.start - b.start);
  return {
    english: run,
    foreign: words.flatMap(foreignIn),
    rotated: bare(words, rotatedConcepts),
    reversed: bare(words, reversedConcepts),
    mirrored: bare(words, mirroredConcepts),
  };
};
