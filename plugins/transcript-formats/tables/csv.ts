import { TABLES } from '../shared/families.js';
import type {
  CallPart,
  ParseHints,
  ParseResult,
  ParseWarning,
  TranscriptParser,
  TranscriptSource,
} from 'debrief/plugin-api';
import {
  asidesOf,
  cellOf,
  dropDuplicates,
  metadataOf,
  participantsOf,
  readUtterances,
  toCues,
  type Utterance,
} from './csv-rows.js';
import { readShape, type Shape } from './csv-shape.js';
import { readWholeTable, type Row, tableStart } from './csv-table.js';
import { readTimes } from './csv-times.js';
import { parsed, callFileName, refused, warnUnreadableTimes } from '../shared/results.js';
import { countWords } from '../shared/time-unit.js';

interface Call {
  readonly id: string;
  readonly rows: Row[];
}

/** Rows by the id of their call, in the order of the file. A row without an id belongs to the call above it. */
function groupByCall(rows: readonly Row[], column: number): Call[] {
  const calls = new Map<string, Call>();
  let id = '';
  for (const row of rows) {
    id = cellOf(row, column) || id;
    const call = calls.get(id) ?? { id, rows: [] };
    call.rows.push(row);
    calls.set(id, call);
  }
  return [...calls.values()];
}

/**
 * The calls of a table with a column of call ids, each a table with the same header. None if there is one call, or if each row has an id of
 * its own, which numbers utterances.
 */
function splitByCall(text: string, above: readonly Row[], rows: readonly Row[], shape: Shape): CallPart[] {
  const { call, title } = shape.columns;
  if (call === null) return [];
  const calls = groupByCall(rows, call);
  if (calls.length < 2 || (rows.length > 3 && calls.length === rows.length)) return [];
  const stated = tableStart(text).delimiter;
  const write = (row: Row): string => `${text.slice(...row.offset)}\n`;
  return calls.map(({ id, rows: own }, at): CallPart => {
    const named = own.map((row) => cellOf(row, title)).find((value) => value !== '');
    return {
      fileName: callFileName(id, at, shape.delimiter === '\t' ? 'tsv' : 'csv'),
      text: (stated === null ? '' : `sep=${stated}\n`) + [...above, ...own].map(write).join(''),
      format: 'csv',
      metadata: { ...(named === undefined ? {} : { title: named }), ...(id === '' ? {} : { externalRef: id }) },
    };
  });
}

const QUOTE_UNCLOSED: ParseWarning = {
  code: 'QUOTE_UNCLOSED',
  message: 'A quotation mark is opened and never closed; it was left out of account.',
};
const COLUMNS_GUESSED: ParseWarning = {
  code: 'COLUMNS_GUESSED',
  message: 'The table has no header: its columns were recognized by their content.',
};

function timesOf(rows: readonly Utterance[], { columns }: Shape, hints: ParseHints) {
  const words = rows.reduce((sum, row) => sum + countWords(row.text), 0);
  const [starts, ends] = [columns.start, columns.end].map((column) => rows.map((row) => cellOf(row, column)));
  return readTimes(starts ?? [], ends ?? [], { unit: hints.timeUnit ?? columns.unit, words });
}

function readCall(
  text: string,
  above: readonly Row[],
  rows: readonly Row[],
  shape: Shape,
  hints: ParseHints,
): ParseResult {
  const { columns } = shape;
  const isChannel = /channel/i.test(above.at(-1)?.cells[columns.speaker ?? -1] ?? '');
  const {
    rows: utterances,
    repeated,
    warnings,
  } = dropDuplicates(readUtterances(text, rows, shape, isChannel), columns);
  const times = timesOf(utterances, shape, hints);
  return parsed(toCues(utterances, columns, times), {
    participants: participantsOf(utterances, columns),
    setAside: asidesOf(above, utterances, repeated),
    metadata: metadataOf(utterances, columns, times.startedAt),
    warnings: [
      ...warnings,
      ...warnUnreadableTimes(times.unreadable),
      ...(shape.headerRows === 0 ? [COLUMNS_GUESSED] : []),
    ],
  });
}

function parse({ text }: TranscriptSource, hints: ParseHints): ParseResult {
  const shape = readShape(text);
  if (!shape) {
    return refused(
      'FORMAT_INVALID',
      'No column of spoken words was found: name it in the first line (`text`, `utterance`, `content`, `message`).',
    );
  }
  const table = readWholeTable(text, shape.delimiter);
  const [above, rows] = [table.rows.slice(0, shape.headerRows), table.rows.slice(shape.headerRows)];
  const calls = splitByCall(text, above, rows, shape);
  if (calls.length > 0) return { outcome: 'SPLIT', calls };
  const result = readCall(text, above, rows, shape, hints);
  return result.outcome === 'PARSED' && table.unclosedQuote
    ? { ...result, warnings: [...result.warnings, QUOTE_UNCLOSED] }
    : result;
}

/** Tables with one row per utterance, separated by commas, semicolons, tabs or bars. */
export const csv: TranscriptParser = {
  format: 'csv',
  description: 'CSV or TSV with one row per utterance',
  extensions: ['csv', 'tsv'],
  family: TABLES,
  detect: ({ text }) => (/^[\s\uFEFF]{0,20}(?:[{<]|WEBVTT)/.test(text) ? 0 : (readShape(text)?.confidence ?? 0)),
  parse,
};
