/** One line of a source: its text without the line end, and where it stands (UTF-16 code units, end exclusive). */
export interface Line {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Splits at LF, CRLF and CR alike, so that a file means the same whichever system wrote it. */
export function splitLines(text: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const found of text.matchAll(/\r\n|\n|\r/g)) {
    lines.push({ text: text.slice(start, found.index), start, end: found.index });
    start = found.index + found[0].length;
  }
  if (start < text.length) lines.push({ text: text.slice(start), start, end: text.length });
  return lines;
}
