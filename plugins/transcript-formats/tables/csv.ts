import { TABLES } from '../shared/families.js';
import type { ParseHints, ParseResult, ParseWarning, TranscriptParser, TranscriptSource } from 'debrief/plugin-api';
import { splitByCall } from './csv-calls.js';
import {
  cellOf,
  dropDuplicates,
  metadataOf,
  participantsOf,
  readUtterances,
  toCues,
  type Utterance,
} from './csv-rows.js';
import { readShape, type Shape } from './csv-shape.js';
import { readWholeTable, type Row } from './csv-table.js';
import { readTimes } from './csv-times.js';
import { parsed, refused, unreadableTimes } from '../shared/results.js';
import { countWords } from '../shared/time-unit.js';

const QUOTE_UNCLOSED: ParseWarning = {
  code: 'QUOTE_UNCLOSED',
  message: 'A quotation mark is opened and never closed; it was left out of account.',
};
const COLUMNS_GUESSED: ParseWarning = {
  code: 'COLUMNS_GUESSED',
  message: 'The table has no header: its columns were told apart by what stands in them.',
};

function timesOf(rows: readonly Utterance[], { columns }: Shape, hints: ParseHints) {
  const words = rows.reduce((sum, row) => sum + countWords(row.text), 0);
  const [starts, ends] = [columns.start, columns.end].map((column) => rows.map((row) => cellOf(row, column)));
  return readTimes(starts ?? [], ends ?? [], { unit: hints.timeUnit ?? columns.unit, words });
}

function readCall(
  text: string,
  rows: readonly Row[],
  shape: Shape,
  hints: ParseHints,
  isChannel: boolean,
): ParseResult {
  const { columns } = shape;
  const { rows: utterances, warnings } = dropDuplicates(readUtterances(text, rows, shape, isChannel), columns);
  const times = timesOf(utterances, shape, hints);
  return parsed(toCues(utterances, columns, times), {
    participants: participantsOf(utterances, columns),
    metadata: metadataOf(utterances, columns, times.startedAt),
    warnings: [...warnings, ...unreadableTimes(times.unreadable), ...(shape.headerRows === 0 ? [COLUMNS_GUESSED] : [])],
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
  const isChannel = /channel/i.test(above.at(-1)?.cells[shape.columns.speaker ?? -1] ?? '');
  const result = readCall(text, rows, shape, hints, isChannel);
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
