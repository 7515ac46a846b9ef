import type {
  Cue,
  ParsedParticipant,
  ParseHints,
  ParseResult,
  TranscriptParser,
  TranscriptSource,
} from 'debrief/plugin-api';
import { readColumns, type Columns } from './csv-columns.js';
import { readTimes, type ColumnTimes } from './csv-times.js';
import { DELIMITERS, readTable, tableStart, type Row, type Table } from './csv-table.js';
import { parsed, refused } from './results.js';
import { readRoleWord } from './role-word.js';
import { countWords } from './time-unit.js';

interface Shape {
  readonly delimiter: string;
  readonly columns: Columns;
  readonly width: number;
}

const known = (columns: Columns): number =>
  [columns.speaker, columns.start, columns.end, columns.role].filter((column) => column !== null).length;

/** Tries each delimiter on the first line and keeps the one under which it names most columns. */
function readShape(text: string): Shape | null {
  const { at, delimiter: stated } = tableStart(text);
  const header = text.slice(at, at + 2_000).split(/[\r\n]/, 1)[0] ?? '';
  const shapes = (stated === null ? DELIMITERS : [stated]).flatMap((delimiter): Shape[] => {
    const cells = readTable(header, delimiter, { maxRows: 1 }).rows[0]?.cells ?? [];
    const columns = readColumns(cells);
    return columns ? [{ delimiter, columns, width: cells.length }] : [];
  });
  return shapes.sort((a, b) => known(b.columns) - known(a.columns))[0] ?? null;
}

/** Words with unquoted delimiters spill over the last column: they are put together again. */
function cellsOf(row: Row, shape: Shape): readonly string[] {
  const last = shape.width - 1;
  if (row.cells.length <= shape.width || shape.columns.text !== last) return row.cells;
  return [...row.cells.slice(0, last), row.cells.slice(last).join(shape.delimiter)];
}

const cell = (cells: readonly string[], column: number | null): string =>
  column === null ? '' : (cells[column] ?? '').trim();

function toCues(
  rows: readonly Row[],
  table: readonly (readonly string[])[],
  columns: Columns,
  times: ColumnTimes,
): Cue[] {
  return table.flatMap((cells, at): Cue[] => {
    const text = cell(cells, columns.text).replace(/\s+/g, ' ');
    if (text === '') return [];
    return [
      {
        speaker: cell(cells, columns.speaker) || null,
        text,
        startMs: times.starts[at] ?? null,
        endMs: times.ends[at] ?? null,
        offset: rows[at]?.offset ?? [0, 0],
      },
    ];
  });
}

function participantsOf(table: readonly (readonly string[])[], columns: Columns): ParsedParticipant[] {
  const people = new Map<string, ParsedParticipant>();
  for (const cells of table) {
    const label = cell(cells, columns.speaker);
    const role = readRoleWord(cell(cells, columns.role));
    const [email, affiliation] = [cell(cells, columns.email), cell(cells, columns.company)];
    if (label === '' || people.has(label) || (!role && !email && !affiliation)) continue;
    people.set(label, {
      label,
      ...(role ? { role } : {}),
      ...(email.includes('@') ? { email } : {}),
      ...(affiliation ? { affiliation } : {}),
    });
  }
  return [...people.values()];
}

const countCalls = (table: readonly (readonly string[])[], columns: Columns): number =>
  columns.call === null ? 1 : new Set(table.map((cells) => cell(cells, columns.call)).filter((id) => id !== '')).size;

function readRows(table: Table, shape: Shape, hints: ParseHints): ParseResult {
  const rows = table.rows.slice(1);
  const cells = rows.map((row) => cellsOf(row, shape));
  const { columns } = shape;
  const calls = countCalls(cells, columns);
  if (calls > 1) {
    return refused(
      'FORMAT_UNSUPPORTED',
      `The file holds ${calls} calls (column of call ids). Split it into one file per call.`,
    );
  }
  const words = cells.reduce((sum, row) => sum + countWords(cell(row, columns.text)), 0);
  const column = (at: number | null) => cells.map((row) => cell(row, at));
  const unit = hints.timeUnit ?? columns.unit;
  const times = readTimes(column(columns.start), column(columns.end), { unit, words });
  return parsed(toCues(rows, cells, columns, times), {
    participants: participantsOf(cells, columns),
    metadata: times.startedAt === null ? {} : { startedAt: times.startedAt },
    warnings: table.unclosedQuote
      ? [{ code: 'QUOTE_UNCLOSED', message: 'A quotation mark is never closed; what follows it was read as one cell.' }]
      : [],
  });
}

function parse({ text }: TranscriptSource, hints: ParseHints): ParseResult {
  const shape = readShape(text);
  if (!shape) {
    return refused(
      'FORMAT_INVALID',
      'No header with a column of spoken words was found (`text`, `utterance`, `content`, `message`).',
    );
  }
  return readRows(readTable(text, shape.delimiter), shape, hints);
}

function detect({ text }: TranscriptSource): number {
  const shape = readShape(text);
  if (!shape) return 0;
  const { columns } = shape;
  if (columns.speaker !== null) return columns.start === null ? 0.88 : 0.95;
  return columns.start === null ? 0 : 0.6;
}

/** Tables with a header and one row per utterance, separated by commas, semicolons, tabs or bars. */
export const csv: TranscriptParser = {
  format: 'csv',
  description: 'CSV or TSV with a header and one row per utterance',
  detect,
  parse,
};
