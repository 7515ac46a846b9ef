import { LineCursor } from './line-cursor.js';

/** One line of a source: its text without the line end, and where it stands (UTF-16 code units, end exclusive). */
export interface Line {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Splits at LF, CRLF and CR alike, so that a file means the same whichever system wrote it. */
export function splitLines(text: string): Line[] {
  const lines: Line[] = [];
  const cursor = new LineCursor(text);
  while (cursor.advance()) {
    const { start, end } = cursor;
    lines.push({ text: text.slice(start, end), start, end });
  }
  return lines;
}
