import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { cleanUnicode } from '../../../text/clean-unicode.js';

/** A text from a file or a server on one line, without control characters: it cannot drive the terminal. */
export const printable = (text: string): string => cleanUnicode(text).replace(/\s+/g, ' ').trim();

/** Pieces of a text of at most `width` columns each; characters stay whole. */
export const cutText = (text: string, width: number): string[] =>
  wrapAnsi(text, Math.max(1, width), { hard: true, wordWrap: false, trim: false }).split('\n');

/** The text, or its beginning and an ellipsis if it is wider than `width` columns. */
export const clipText = (text: string, width: number): string =>
  stringWidth(text) <= width ? text : `${cutText(text, width - 1)[0]?.trimEnd() ?? ''}…`;

/** The text filled up with spaces to `width` columns. */
export const padText = (text: string, width: number, align: 'left' | 'right' = 'left'): string => {
  const spaces = ' '.repeat(Math.max(0, width - stringWidth(text)));
  return align === 'left' ? text + spaces : spaces + text;
};

/** Lines of at most `width` columns, broken at spaces; only words wider than a line are broken inside. */
export const wrapText = (text: string, width: number): string[] =>
  wrapAnsi(printable(text), Math.max(1, width), { hard: true }).split('\n');

/** Text wrapped behind a label; further lines are indented by the label's width. `width` includes the label. */
export const indentText = (label: string, text: string, width: number): string[] => {
  const indent = stringWidth(label);
  return wrapText(text, width - indent).map((line, at) => (at === 0 ? label : ' '.repeat(indent)) + line);
};

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** What becomes of its cells where the table is too wide: several lines, or an ellipsis. Left out: they stay whole. */
  readonly narrow?: 'wrap' | 'clip';
}

const GAP = '  ';
const NARROWEST = 8;

const naturalWidths = (columns: readonly Column[], rows: readonly (readonly string[])[]): number[] =>
  columns.map(({ title }, at) =>
    rows.reduce((most, row) => Math.max(most, stringWidth(row[at] ?? '')), stringWidth(title)),
  );

/** Takes from the widest column that may be narrowed, until the table fits or none can give more. */
const fitWidths = (columns: readonly Column[], natural: readonly number[], width: number): number[] => {
  const widths = [...natural];
  const total = (): number => widths.reduce((sum, one) => sum + one, GAP.length * (widths.length - 1));
  while (total() > width) {
    const giving = widths.map((one, at) => (columns[at]?.narrow && one > NARROWEST ? one : 0));
    const most = Math.max(0, ...giving);
    if (most === 0) break;
    widths[giving.indexOf(most)] = most - 1;
  }
  return widths;
};

const fitCell = (cell: string, width: number, narrow: Column['narrow']): string[] => {
  if (narrow === 'wrap') return wrapText(cell, width);
  return [narrow === 'clip' ? clipText(cell, width) : cell];
};

/**
 * A table with a head and a rule, columns as wide as their widest cell; where that is wider than `width`, columns are
 * narrowed that say how. Cells are given as single lines.
 */
export const textTable = (
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width = Infinity,
): string[] => {
  const widths = fitWidths(columns, naturalWidths(columns, rows), width);
  const line = (cells: readonly (string | undefined)[]): string =>
    columns
      .map(({ align = 'left' }, at) => padText(cells[at] ?? '', widths[at] ?? 0, align))
      .join(GAP)
      .trimEnd();
  const lines = (row: readonly string[]): string[] => {
    const cells = row.map((cell, at) => fitCell(cell, widths[at] ?? 0, columns[at]?.narrow));
    const height = Math.max(1, ...cells.map(({ length }) => length));
    return Array.from({ length: height }, (_, n) => line(cells.map((cell) => cell[n])));
  };
  return [
    line(columns.map(({ title }) => title)),
    widths.map((one) => '─'.repeat(one)).join(GAP),
    ...rows.flatMap(lines),
  ];
};
