import { padText, textWidth } from './text-width.js';

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

/** A table with a head and a rule, columns as wide as their widest cell. Cells are single lines. */
export const textTable = (columns: readonly Column[], rows: readonly (readonly string[])[]): string[] => {
  const widths = columns.map(({ title }, at) =>
    Math.max(textWidth(title), ...rows.map((row) => textWidth(row[at] ?? ''))),
  );
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ align = 'left' }, at) => padText(cells[at] ?? '', widths[at] ?? 0, align))
      .join('  ')
      .trimEnd();
  return [
    line(columns.map(({ title }) => title)),
    widths.map((width) => '─'.repeat(width)).join('  '),
    ...rows.map(line),
  ];
};
