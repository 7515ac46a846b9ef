/** A cell as the file has it. */
export interface RawCell {
  /** What stands in the cell, without the quotation marks around it; doubled marks are still doubled. UTF-16 code units, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
}

function closingQuote(text: string, from: number, end: number): number {
  let at = text.indexOf('"', from);
  while (at >= 0 && at < end) {
    if (text[at + 1] !== '"') return at;
    at = text.indexOf('"', at + 2);
  }
  return end;
}

function cellAt(text: string, start: number, end: number, delimiter: string): RawCell & { readonly next: number } {
  const quoted = text[start] === '"';
  const close = quoted ? closingQuote(text, start + 1, end) : start;
  const found = text.indexOf(delimiter, close);
  const next = found < 0 || found >= end ? end : found;
  return { start: quoted ? start + 1 : start, end: quoted ? close : next, quoted, next };
}

/** Walks over the cells of the row that stands at `offset`. */
export function* rawCells(
  text: string,
  [start, end]: readonly [start: number, end: number],
  delimiter: string,
): Generator<RawCell> {
  let at = start;
  while (at <= end) {
    const cell = cellAt(text, at, end, delimiter);
    yield cell;
    if (cell.next >= end) return;
    at = cell.next + delimiter.length;
  }
}

/** A column's cell in the row that stands at `offset`, or null where the row is shorter. */
export function rawCell(
  text: string,
  offset: readonly [start: number, end: number],
  column: number,
  delimiter: string,
): RawCell | null {
  let current = 0;
  for (const cell of rawCells(text, offset, delimiter)) {
    if (current === column) return cell;
    current += 1;
  }
  return null;
}
