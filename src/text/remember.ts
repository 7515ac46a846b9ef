const MOST_KNOWN = 20_000;
/** Longer words hardly occur again. */
const LONGEST_KNOWN = 24;

/**
 * What a reader says of a word, remembered: a few thousand words make up nearly all of what people say. Bounded; when full
 * it begins anew, so that words that occurred once make room.
 */
export const remember = <Found extends object | number | string | boolean | null>(
  read: (word: string) => Found,
): ((word: string) => Found) => {
  const known = new Map<string, Found>();
  return (word) => {
    const before = known.get(word);
    if (before !== undefined) return before;
    const found = read(word);
    if (word.length > LONGEST_KNOWN) return found;
    if (known.size >= MOST_KNOWN) known.clear();
    // A part of a text keeps the whole text alive: what is kept is a copy.
    known.set(word.split('').join(''), found);
    return found;
  };
};
