import Papa from 'papaparse';

/** A cell as the file has it. */
export interface RawCell {
  /** The content of the cell without the quotation marks around it; doubled marks are still doubled. UTF-16 code units, end exclusive. */
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

/** Iterates over the cells of the row at `offset`. */
function* rawCells(
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

/** A column's cell in the row at `offset`, or null if the row is shorter. */
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

export interface Row {
  readonly cells: readonly string[];
  /** The position of the row in the source text without its line end, UTF-16 code units, end exclusive. */
  readonly offset: readonly [start: number, end: number];
}

interface Table {
  readonly rows: readonly Row[];
  readonly delimiter: string;
  /** True if a quotation mark was opened and not closed. */
  readonly unclosedQuote: boolean;
  /** The first row whose quotation marks don't pair. */
  readonly broken: Row | null;
}

export const DELIMITERS = [',', ';', '\t', '|'] as const;

/** Length of what precedes the table, in characters: Excel's first line `sep=;` and blank lines. */
export function tableStart(text: string): { readonly at: number; readonly delimiter: string | null } {
  const found = /^[\s\uFEFF]{0,20}"?sep=(.)"?[ \t]{0,4}(?:\r\n|\n|\r)/i.exec(text.slice(0, 60));
  return found
    ? { at: found[0].length, delimiter: found[1] ?? null }
    : { at: /^[\r\n \uFEFF]{0,200}/.exec(text)?.[0].length ?? 0, delimiter: null };
}

/** Nothing in any cell, or the line of dashes below the head of a Markdown table. */
const isBlank = (cells: readonly string[]): boolean =>
  cells.every((cell) => cell.trim() === '' || /^ ?:?-{1,40}:? ?$/.test(cell));

function trimmedEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && (text[at - 1] === '\n' || text[at - 1] === '\r')) at -= 1;
  return at;
}

/** Reads rows with their offsets. CR becomes LF first, which keeps every offset; blank rows are left out. */
export function readTable(text: string, delimiter: string, options: { readonly maxRows?: number } = {}): Table {
  const { at } = tableStart(text);
  const rows: Row[] = [];
  let broken: Row | null = null;
  let unclosedQuote = false;
  let cursor = 0;
  Papa.parse<string[]>(text.slice(at).replaceAll('\r', '\n'), {
    delimiter,
    newline: '\n',
    ...(options.maxRows ? { preview: options.maxRows } : {}),
    step({ data, meta, errors }) {
      const [start, end] = [at + cursor, at + meta.cursor];
      const row: Row = { cells: data, offset: [start, trimmedEnd(text, start, end)] };
      if (!isBlank(data)) rows.push(row);
      unclosedQuote ||= errors.some((error) => error.code === 'MissingQuotes');
      if (errors.length > 0) broken ??= row;
      cursor = meta.cursor;
    },
  });
  return { rows, delimiter, unclosedQuote, broken };
}

/** How many rows are repaired at most: the table is read again after each repair. */
const MAX_MENDS = 10;

/** Position of a quotation mark that opens a cell and swallows further lines; null if there is none. */
function openQuote(text: string, row: Row, delimiter: string): number | null {
  for (const cell of rawCells(text, row.offset, delimiter)) {
    if (cell.quoted && /[\r\n]/.test(text.slice(cell.start, cell.end))) return cell.start - 1;
  }
  return null;
}

/** Reads a whole table. A quotation mark that is opened and not closed would swallow the rows after it: it is taken for a blank. */
export function readWholeTable(text: string, delimiter: string): Table {
  let [table, mended] = [readTable(text, delimiter), text];
  for (let mends = 0; mends < MAX_MENDS && table.broken !== null; mends += 1) {
    const quote = openQuote(mended, table.broken, delimiter);
    if (quote === null) break;
    mended = `${mended.slice(0, quote)} ${mended.slice(quote + 1)}`;
    table = { ...readTable(mended, delimiter), unclosedQuote: true };
  }
  return table;
}
