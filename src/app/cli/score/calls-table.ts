import type { CallResult } from './call.js';
import { type Cost, formatCost, formatSeconds } from '../terminal/format-figures.js';
import { explain } from './explain.js';
import { clipText, type Column, cutText, printable, textTable } from '../terminal/text-layout.js';

/** One line of the table of calls; null is printed as a dash, never as 0. */
export interface CallRow {
  readonly call: string;
  readonly rep: string | null;
  /** In the order of the rubric. */
  readonly dimensions: readonly { readonly key: string; readonly name: string; readonly value: number | null }[];
  readonly overall: number | null;
  /** `scored`, `unscored: …`, `invalid`, `failed`, or why the file could not be read. */
  readonly validity: string;
  readonly latencyMs: number | null;
  readonly cost: Cost | null;
}

/** What a list needs of a run. */
export interface SummedRun {
  readonly status: string;
  readonly overall: Judged | null;
  readonly scores: readonly { readonly dimension: string; readonly outcome: Judged }[];
  readonly flags: readonly string[];
  readonly rubricVersion: { readonly dimensions: readonly { readonly key: string; readonly name: string }[] } | null;
}

type Judged =
  | { readonly __typename: 'Scored'; readonly value: number }
  | { readonly __typename: 'Unscored'; readonly reason: string };

/** The score; null where there is none. */
export const valueOf = (outcome: Judged | null | undefined): number | null =>
  outcome?.__typename === 'Scored' ? outcome.value : null;

/** Flags that matter enough for the one line of a call. */
const NOTABLE_FLAGS = ['SHORT_CALL', 'INJECTION_SUSPECTED'];

/** A code as words. */
export const inWords = (code: string): string => code.toLowerCase().replaceAll('_', ' ');

/** `scored`, `unscored: …`, `failed`: how a run ended, in words. */
export const validityOf = ({ status, overall, flags }: SummedRun): string => {
  if (status !== 'SCORED') return inWords(status);
  if (overall?.__typename === 'Unscored') return `unscored: ${explain.reason(overall.reason)}`;
  return ['scored', ...flags.filter((flag) => NOTABLE_FLAGS.includes(flag)).map(inWords)].join(', ');
};

/** Scores by dimension, in the order of the rubric. */
export const scoresOf = ({ rubricVersion, scores }: SummedRun): CallRow['dimensions'] =>
  (rubricVersion?.dimensions ?? []).map(({ key, name }) => ({
    key,
    name,
    value: valueOf(scores.find(({ dimension }) => dimension === key)?.outcome),
  }));

/** The row of a result. */
export const callRow = ({ file, error, call }: CallResult): CallRow => {
  if (!call) {
    const validity = error?.code ?? 'not scored';
    return { call: file, rep: null, dimensions: [], overall: null, validity, latencyMs: null, cost: null };
  }
  const { run } = call;
  return {
    call: call.title ?? file,
    rep: call.representative?.name ?? call.participants.find(({ role }) => role === 'REP')?.speakerLabel ?? null,
    dimensions: scoresOf(run),
    overall: valueOf(run.overall),
    validity: validityOf(run),
    latencyMs: run.latencyMs,
    cost: run.cost,
  };
};

const NONE = '–';
const MAX_CALL = 40;
const MAX_REP = 20;
const MAX_VALIDITY = 48;

interface DimensionColumn {
  readonly key: string;
  readonly title: string;
}

const initial = (name: string): string => cutText(printable(name), 1)[0]?.toUpperCase() ?? '';

/** Dimensions of all rubrics in the table, titled by their initials if these are distinct, else by name. */
export const dimensionColumns = (rows: readonly Pick<CallRow, 'dimensions'>[]): DimensionColumn[] => {
  const names = new Map(rows.flatMap(({ dimensions }) => dimensions.map(({ key, name }) => [key, name] as const)));
  const initials = new Set([...names.values()].map(initial));
  const short = initials.size === names.size && !initials.has('');
  return [...names].map(([key, name]) => ({ key, title: short ? initial(name) : clipText(printable(name), 14) }));
};

const cellsOf = (row: CallRow, dimensions: readonly DimensionColumn[]): string[] => [
  clipText(printable(row.call), MAX_CALL),
  clipText(printable(row.rep ?? NONE), MAX_REP),
  ...dimensions.map(({ key }) => String(row.dimensions.find((one) => one.key === key)?.value ?? NONE)),
  row.overall?.toFixed(2) ?? NONE,
  clipText(printable(row.validity), MAX_VALIDITY),
  row.latencyMs === null ? NONE : `${formatSeconds(row.latencyMs)} s`,
  row.cost ? formatCost(row.cost) : NONE,
];

/** Calls with their scores, one a line, in `width` columns. A dash means that there is no score; 0 is a score. */
export const callsTable = (rows: readonly CallRow[], width: number): string => {
  const dimensions = dimensionColumns(rows);
  const columns: Column[] = [
    { title: 'call', narrow: 'clip' },
    { title: 'rep', narrow: 'clip' },
    ...dimensions.map(({ title }): Column => ({ title, align: 'right' })),
    { title: 'overall', align: 'right' },
    { title: 'validity', narrow: 'wrap' },
    { title: 'time', align: 'right' },
    { title: 'cost', align: 'right' },
  ];
  const cells = rows.map((row) => cellsOf(row, dimensions));
  return textTable(columns, cells, width).join('\n');
};
