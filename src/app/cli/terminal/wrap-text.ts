import { printable } from './printable.js';
import { cutText, textWidth } from './text-width.js';

/**
 * Lines of at most `width` columns, broken at blanks, and inside words only where a word is wider than a line. Control
 * characters are left out, so that what a file or a server says cannot drive the terminal.
 */
export const wrapText = (text: string, width: number): string[] => {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  const words = printable(text).split(' ');
  for (const word of words.flatMap((word) => (textWidth(word) > width ? cutText(word, width) : word))) {
    const wide = textWidth(word);
    if (used > 0 && used + 1 + wide > width) {
      lines.push(line);
      line = '';
      used = 0;
    }
    line = used > 0 ? `${line} ${word}` : word;
    used = textWidth(line);
  }
  return [...lines, line];
};
