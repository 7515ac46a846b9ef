interface Bounds {
  /** Longest text that is remembered, in UTF-16 code units: longer ones hardly occur again. */
  readonly longest: number;
  /** So many are. */
  readonly most: number;
}

const WORDS: Bounds = { longest: 24, most: 20_000 };

/** What is said in one turn, by a reader that is asked several times while a call is worked on. */
export const TURNS: Bounds = { longest: 1_000, most: 4_000 };

/**
 * What a reader says of a word, remembered: a few thousand words make up nearly all of what people say. Bounded; when full
 * it begins anew, so that words that occurred once make room.
 */
export const memoize = <Found extends object | number | string | boolean | null>(
  read: (word: string) => Found,
  { longest, most } = WORDS,
): ((word: string) => Found) => {
  const known = new Map<string, Found>();
  return (word) => {
    const before = known.get(word);
    if (before !== undefined) return before;
    const found = read(word);
    if (word.length > longest) return found;
    if (known.size >= most) known.clear();
    // A part of a text keeps the whole text alive: what is kept is a copy.
    known.set(word.split('').join(''), found);
    return found;
  };
};
