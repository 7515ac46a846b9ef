import type { CallRow } from './call-row.js';
import { formatCost, formatSeconds } from '../terminal/format-figures.js';
import { printable, textTable, type Column, clipText, cutText } from '../terminal/text-layout.js';

const NONE = '–';
const MAX_CALL = 40;
const MAX_REP = 20;
const MAX_VALIDITY = 48;

interface Dimension {
  readonly key: string;
  readonly title: string;
}

const initial = (name: string): string => cutText(printable(name), 1)[0]?.toUpperCase() ?? '';

/** Dimensions of all rubrics in the table, by their initials where these tell them apart, else by name. */
const dimensionsOf = (rows: readonly CallRow[]): Dimension[] => {
  const names = new Map(rows.flatMap(({ dimensions }) => dimensions.map(({ key, name }) => [key, name] as const)));
  const initials = new Set([...names.values()].map(initial));
  const short = initials.size === names.size && !initials.has('');
  return [...names].map(([key, name]) => ({ key, title: short ? initial(name) : clipText(printable(name), 14) }));
};

const cellsOf = (row: CallRow, dimensions: readonly Dimension[]): string[] => [
  clipText(printable(row.call), MAX_CALL),
  clipText(printable(row.rep ?? NONE), MAX_REP),
  ...dimensions.map(({ key }) => String(row.dimensions.find((one) => one.key === key)?.value ?? NONE)),
  row.overall?.toFixed(2) ?? NONE,
  clipText(printable(row.validity), MAX_VALIDITY),
  row.latencyMs === null ? NONE : formatSeconds(row.latencyMs),
  row.cost ? formatCost(row.cost) : NONE,
];

/** Calls with their scores, one a line. A dash says that there is no score; 0 is a score. */
export const callsTable = (rows: readonly CallRow[]): string => {
  const dimensions = dimensionsOf(rows);
  const columns: Column[] = [
    { title: 'call' },
    { title: 'rep' },
    ...dimensions.map(({ title }): Column => ({ title, align: 'right' })),
    { title: 'overall', align: 'right' },
    { title: 'validity' },
    { title: 'time (s)', align: 'right' },
    { title: 'cost', align: 'right' },
  ];
  return textTable(
    columns,
    rows.map((row) => cellsOf(row, dimensions)),
  ).join('\n');
};
