/** A word of folded text, with its offsets. */
export interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

// Scripts that write words without spaces between them: every character is a word of its own.
const UNSPACED =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}';
const WORD = new RegExp(`[${UNSPACED}]|(?:(?![${UNSPACED}])[\\p{L}\\p{N}\\p{M}])+`, 'gu');
const SPACED_WORD_UNIT = new RegExp(`^(?![${UNSPACED}])[\\p{L}\\p{N}\\p{M}]$`, 'u');

/** Words of folded text. Apostrophes and hyphens separate words: `don't` is two. */
export const tokenize = (folded: string): Token[] =>
  Array.from(folded.matchAll(WORD), (match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));

const isInside = (character: string | undefined): boolean =>
  character !== undefined && SPACED_WORD_UNIT.test(character);

/** Whether offset `at` of folded text is not inside a word. */
export const isTokenBoundary = (folded: string, at: number): boolean => {
  if (at <= 0 || at >= folded.length) return true;
  const before = folded.codePointAt(at - 2) ?? 0;
  const left = before > 0xffff ? String.fromCodePoint(before) : folded[at - 1];
  const right = String.fromCodePoint(folded.codePointAt(at) ?? 0);
  return !(isInside(left) && isInside(right));
};
