const [COLON, BACKSLASH, SPACE, QUOTE] = [0x3a, 0x5c, 0x20, 0x22];

/** A key of a JSON text, with the one that followed it last: records repeat their keys in one order. */
interface KnownKey {
  readonly name: string;
  next: KnownKey | null;
}

/** The position of the closing quotation mark of a string whose content begins at `from`. */
const endOfString = (text: string, from: number): number => {
  for (let end = text.indexOf('"', from); end >= 0; end = text.indexOf('"', end + 1)) {
    let escapes = 0;
    while (text.charCodeAt(end - 1 - escapes) === BACKSLASH) escapes += 1;
    if (escapes % 2 === 0) return end;
  }
  return text.length;
};

/** The position of the colon behind a string that ends at `end`; -1 if the string is no key. */
const colonBehind = (text: string, end: number): number => {
  let at = end + 1;
  while (text.charCodeAt(at) <= SPACE) at += 1;
  return text.charCodeAt(at) === COLON ? at : -1;
};

/**
 * Shows the strings of a JSON text that are no keys, each with the key that it is under; those of a list are under the key of the list. The
 * text need not be valid. Quick: it runs over every JSON file.
 */
export const eachJsonString = (text: string, show: (key: string, from: number, to: number) => void): void => {
  const keys = new Map<string, KnownKey>();
  let key: KnownKey = { name: '', next: null };
  const named = (name: string): KnownKey => {
    let found = keys.get(name);
    if (!found) keys.set(name, (found = { name, next: null }));
    return found;
  };
  for (let quote = text.indexOf('"'); quote >= 0;) {
    const guess = key.next;
    const guessEnd = guess === null ? -1 : quote + 1 + guess.name.length;
    const isGuess = guess !== null && text.charCodeAt(guessEnd) === QUOTE && text.startsWith(guess.name, quote + 1);
    const end = isGuess ? guessEnd : endOfString(text, quote + 1);
    if (colonBehind(text, end) < 0) show(key.name, quote + 1, end);
    else key = key.next = isGuess ? guess : named(text.slice(quote + 1, end));
    quote = text.indexOf('"', end + 1);
  }
};
