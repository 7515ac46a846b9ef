const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Scripts and pictures that terminals draw two columns wide. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60]/u;
const PRINTABLE_ASCII = /^[ -~]*$/;

const widthOf = (grapheme: string): number => (WIDE.test(grapheme) ? 2 : 1);

/** Columns that a text without control characters takes on a terminal. */
export const textWidth = (text: string): number =>
  PRINTABLE_ASCII.test(text)
    ? text.length
    : [...graphemes.segment(text)].reduce((sum, { segment }) => sum + widthOf(segment), 0);

/** Pieces of a text, none wider than `width` columns; characters stay whole. */
export const cutText = (text: string, width: number): string[] => {
  const pieces = [''];
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    const wide = widthOf(segment);
    if (used > 0 && used + wide > width) {
      pieces.push('');
      used = 0;
    }
    pieces.push(`${pieces.pop() ?? ''}${segment}`);
    used += wide;
  }
  return pieces;
};

/** The text, or its beginning and an ellipsis where it is wider than `width` columns. */
export const clipText = (text: string, width: number): string =>
  textWidth(text) <= width ? text : `${cutText(text, width - 1)[0]?.trimEnd() ?? ''}…`;

/** The text with blanks behind it, or before it, up to `width` columns. */
export const padText = (text: string, width: number, align: 'left' | 'right' = 'left'): string => {
  const blanks = ' '.repeat(Math.max(0, width - textWidth(text)));
  return align === 'left' ? text + blanks : blanks + text;
};
