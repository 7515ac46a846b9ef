import papaparse from 'papaparse';
import { dimensionColumns, inWords, scoresOf, validityOf, valueOf } from '../score/calls-table.js';
import { printable, textTable, type Column } from '../terminal/text-layout.js';
import type { ListedCall } from './listed-call.js';

const NONE = '–';

/** The day of the call, as the terminal's time zone has it; of the upload where the file does not say. */
const dayOf = ({ startedAt, createdAt }: ListedCall): string => {
  const time = new Date(startedAt ?? createdAt);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
};

const titleOf = ({ title, fileName }: ListedCall): string => title ?? fileName;

const stateOf = ({ run, status, error }: ListedCall): string => {
  if (run) return validityOf(run);
  return error ? `${inWords(status)}: ${error.code}` : inWords(status);
};

const summed = (call: ListedCall) => ({ call, dimensions: call.run ? scoresOf(call.run) : [] });

/** Calls, one a row, in `width` columns; with their ids as a last column that is not wrapped, where asked for. */
export const listTable = (calls: readonly ListedCall[], width: number, withIds: boolean): string[] => {
  const rows = calls.map(summed);
  const dimensions = dimensionColumns(rows);
  const columns: Column[] = [
    { title: 'date' },
    { title: 'call', narrow: 'clip' },
    { title: 'rep', narrow: 'clip' },
    { title: 'company', narrow: 'clip' },
    ...dimensions.map(({ title }): Column => ({ title, align: 'right' })),
    { title: 'overall', align: 'right' },
    { title: 'state', narrow: 'wrap' },
    ...(withIds ? [{ title: 'id' }] : []),
  ];
  const cells = rows.map(({ call, dimensions: scores }) => [
    dayOf(call),
    printable(titleOf(call)),
    printable(call.representative?.name ?? NONE),
    printable(call.company?.name ?? NONE),
    ...dimensions.map(({ key }) => String(scores.find((one) => one.key === key)?.value ?? NONE)),
    valueOf(call.run?.overall)?.toFixed(2) ?? NONE,
    printable(stateOf(call)),
    ...(withIds ? [call.id] : []),
  ]);
  return textTable(columns, cells, width);
};

const reasonOf = (run: ListedCall['run']): string | null =>
  run?.overall?.__typename === 'Unscored' ? run.overall.reason : null;

/** A call as `list --json` prints it; null means that there is nothing, never 0. */
export const listEntry = (call: ListedCall) => {
  const { id, title, fileName, status, error, startedAt, createdAt, callType, run } = call;
  return {
    id,
    title,
    fileName,
    startedAt,
    uploadedAt: createdAt,
    status,
    error,
    callType,
    representative: call.representative?.name ?? null,
    company: call.company?.name ?? null,
    run: run && {
      id: run.id,
      status: run.status,
      overall: valueOf(run.overall),
      reason: reasonOf(run),
      scores: Object.fromEntries(scoresOf(run).map(({ key, value }) => [key, value])),
      rubric: run.rubricVersion ? `${run.rubricVersion.key} v${run.rubricVersion.version}` : null,
      model: run.model,
      flags: run.flags,
      latencyMs: run.latencyMs,
      cost: run.cost,
    },
  };
};

type Entry = ReturnType<typeof listEntry>;

const NO_RUN = { id: null, status: null, overall: null, reason: null, rubric: null, model: null, latencyMs: null };

/** The run's part of a row; the same columns for a call without one. */
const runCells = (run: Entry['run'], dimensions: readonly string[]) => {
  const { id, status, overall, reason, rubric, model, latencyMs } = run ?? NO_RUN;
  return {
    runId: id,
    runStatus: status,
    overall,
    reason,
    ...Object.fromEntries(dimensions.map((key) => [key, run?.scores[key] ?? null])),
    rubric,
    model,
    flags: run?.flags.join(' ') ?? null,
    latencyMs,
    cost: run?.cost.amount ?? null,
  };
};

/** Calls as CSV with a header; a column for each dimension. Cells that a spreadsheet would run as formulas are escaped. */
export const listCsv = (calls: readonly ListedCall[]): string => {
  const dimensions = [...new Set(calls.flatMap(({ run }) => (run ? scoresOf(run).map(({ key }) => key) : [])))];
  const rows = calls.map(listEntry).map(({ run, error, ...entry }) => ({
    ...entry,
    error: error?.code ?? null,
    ...runCells(run, dimensions),
  }));
  return papaparse.unparse(rows, { escapeFormulae: true, newline: '\n' });
};
