/**
 * Iterates over the lines of a text without creating them. Lines end at LF, CRLF and CR; each character is read once, whichever of them the
 * file has.
 */
export class LineCursor {
  /** The line under the cursor, UTF-16 code units, end exclusive and without the line end. */
  start = 0;
  end = 0;
  private next = 0;
  private lf = -1;
  private cr = -1;

  constructor(private readonly text: string) {}

  /** Moves to the next line; false if there is none. */
  advance(): boolean {
    const { text, next } = this;
    if (next >= text.length) return false;
    if (this.lf < next) this.lf = this.find('\n', next);
    if (this.cr < next) this.cr = this.find('\r', next);
    this.start = next;
    this.end = this.lf < this.cr ? this.lf : this.cr;
    this.next = this.end + (this.cr + 1 === this.lf ? 2 : 1);
    return true;
  }

  private find(lineEnd: string, from: number): number {
    const at = this.text.indexOf(lineEnd, from);
    return at < 0 ? this.text.length : at;
  }
}

/** One line of a source: its text without the line end, and its position (UTF-16 code units, end exclusive). */
export interface Line {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Splits at LF, CRLF and CR, so that a file means the same on every system. */
export function splitLines(text: string): Line[] {
  const lines: Line[] = [];
  const cursor = new LineCursor(text);
  while (cursor.advance()) {
    const { start, end } = cursor;
    lines.push({ text: text.slice(start, end), start, end });
  }
  return lines;
}
