import Papa from 'papaparse';

export interface Row {
  readonly cells: readonly string[];
  /** Where the row stands in the source text, UTF-16 code units, end exclusive. */
  readonly offset: readonly [start: number, end: number];
}

export interface Table {
  readonly rows: readonly Row[];
  readonly delimiter: string;
  /** True where a quotation mark was opened and never closed. */
  readonly unclosedQuote: boolean;
}

export const DELIMITERS = [',', ';', '\t', '|'] as const;

/** Excel's first line `sep=;` and blank lines: what stands before the table, in characters. */
export function tableStart(text: string): { readonly at: number; readonly delimiter: string | null } {
  const found = /^[\s\uFEFF]{0,20}sep=(.)[ \t]{0,4}(?:\r\n|\n|\r)/i.exec(text.slice(0, 60));
  return found
    ? { at: found[0].length, delimiter: found[1] ?? null }
    : { at: /^[\s\uFEFF]{0,200}/.exec(text)?.[0].length ?? 0, delimiter: null };
}

/** Reads rows with their offsets. CR becomes LF first, which keeps every offset; blank rows are left out. */
export function readTable(text: string, delimiter: string, options: { readonly maxRows?: number } = {}): Table {
  const { at } = tableStart(text);
  const rows: Row[] = [];
  let unclosedQuote = false;
  let cursor = 0;
  Papa.parse<string[]>(text.slice(at).replaceAll('\r', '\n'), {
    delimiter,
    newline: '\n',
    ...(options.maxRows ? { preview: options.maxRows } : {}),
    step({ data, meta, errors }) {
      unclosedQuote ||= errors.some((error) => error.code === 'MissingQuotes');
      if (data.some((cell) => cell.trim() !== '')) rows.push({ cells: data, offset: [at + cursor, at + meta.cursor] });
      cursor = meta.cursor;
    },
  });
  return { rows, delimiter, unclosedQuote };
}
