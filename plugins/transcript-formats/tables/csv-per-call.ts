import { TABLES } from '../shared/families.js';
import type {
  CallPart,
  ParsedMetadata,
  ParseResult,
  ParseHints,
  TranscriptParser,
  TranscriptSource,
} from 'debrief/plugin-api';
import { columnFor, type Field } from './csv-columns.js';
import { DELIMITERS, rawCell, type RawCell, readTable, readWholeTable, type Row, tableStart } from './csv-table.js';
import { callFileName, refused } from '../shared/results.js';
import { plainText } from '../text/plain-text.js';

const SAMPLE = 100_000;
const SAMPLE_ROWS = 12;
/** A whole call has at least this many lines. */
const MIN_LINES = 2;

const sourceOfCell = (text: string): TranscriptSource => ({ bytes: new Uint8Array(), text, encoding: 'utf-8' });

/** Line breaks that a tool wrote as `\n`, in cells without any of their own. */
const withBreaks = (cell: string): string =>
  /[\r\n]/.test(cell) ? cell : cell.replaceAll('\\r\\n', '\n').replaceAll('\\n', '\n');

function holdsCall(cell: string): boolean {
  const text = withBreaks(cell.slice(0, 20_000));
  return text.split(/[\r\n]+/, MIN_LINES + 1).length >= MIN_LINES && plainText.detect(sourceOfCell(text)) >= 0.5;
}

/** The column in which most cells hold a whole call, not counting the header row; null if there is none. */
function dialogueColumn(rows: readonly Row[]): number | null {
  const width = Math.max(0, ...rows.map((row) => row.cells.length));
  const counts = Array.from({ length: Math.min(width, 100) }, (_, column) => {
    const cells = rows.map((row) => row.cells[column] ?? '').filter((cell) => cell.length > 40);
    const calls = cells.filter(holdsCall).length;
    return calls >= Math.max(1, cells.length / 2) ? calls : 0;
  });
  const most = Math.max(0, ...counts);
  return most === 0 ? null : counts.indexOf(most);
}

interface PerCall {
  readonly delimiter: string;
  readonly column: number;
  readonly header: readonly string[];
}

/** Only a quoted cell holds line breaks, and only breaks tell a call in a cell from a sentence: without both nothing is tried. */
const mayHoldCalls = (sample: string): boolean => /"[^"\r\n]{0,200}[\r\n]|\\n/.test(sample);

function readPerCall(text: string): PerCall | null {
  const sample = text.slice(0, SAMPLE);
  if (!mayHoldCalls(sample)) return null;
  const stated = tableStart(text).delimiter;
  for (const delimiter of stated === null ? DELIMITERS : [stated]) {
    if (!sample.includes(delimiter)) continue;
    const { rows } = readTable(sample, delimiter, { maxRows: SAMPLE_ROWS + 1 });
    const column = rows.every((row) => row.cells.length < 2) ? null : dialogueColumn(rows);
    const first = rows[0]?.cells ?? [];
    if (column !== null) return { delimiter, column, header: holdsCall(first[column] ?? '') ? [] : first };
  }
  return null;
}

function metadataOf(
  row: Row,
  header: readonly string[],
  dialogue: number,
): Pick<ParsedMetadata, 'title' | 'externalRef'> {
  const value = (field: Field): string => {
    const column = columnFor(header, field);
    return column === null || column === dialogue ? '' : (row.cells[column] ?? '').trim();
  };
  const [title, externalRef] = [value('title'), value('call') || value('id')];
  return { ...(title === '' ? {} : { title }), ...(externalRef === '' ? {} : { externalRef }) };
}

const unquoted = (text: string, cell: RawCell): string => {
  const raw = text.slice(cell.start, cell.end);
  return cell.quoted ? raw.replaceAll('""', '"') : raw;
};

/** Turns a place in the cell's words into the place in the file: each `""` before it is one character longer there. */
function toFilePosition(text: string, cell: RawCell): (at: number) => number {
  const doubled = cell.quoted
    ? [...text.slice(cell.start, cell.end).matchAll(/""/g)].map(({ index }, nth) => index - nth)
    : [];
  return (at) => cell.start + at + countBelow(doubled, at);
}

/** How many of the ascending `places` lie below `at`. */
function countBelow(places: readonly number[], at: number): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? Infinity) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The only call of a table, read in place. */
function parseInPlace(text: string, row: Row, cell: RawCell, shape: PerCall, hints: ParseHints): ParseResult {
  const content = unquoted(text, cell);
  const spoken = withBreaks(content);
  const result = plainText.parse(sourceOfCell(spoken), hints);
  if (result.outcome !== 'PARSED') return result;
  const place = toFilePosition(text, cell);
  const span = (offset: readonly [number, number]): [number, number] =>
    spoken === content ? [place(offset[0]), place(offset[1])] : [cell.start, cell.end];
  return {
    ...result,
    cues: result.cues.map((cue) => ({ ...cue, offset: span(cue.offset) })),
    metadata: { ...result.metadata, ...metadataOf(row, shape.header, shape.column) },
  };
}

function toPart(text: string, row: Row, cell: RawCell, at: number, shape: PerCall): CallPart {
  const metadata = metadataOf(row, shape.header, shape.column);
  const fileName = callFileName(metadata.externalRef ?? metadata.title, at, 'txt');
  return { fileName, text: withBreaks(unquoted(text, cell)), metadata };
}

function parse({ text }: TranscriptSource, hints: ParseHints): ParseResult {
  const shape = readPerCall(text);
  if (shape === null) {
    return refused(
      'FORMAT_INVALID',
      'No column was found whose cells hold a whole call, with lines such as `Name: text`.',
    );
  }
  const { rows } = readWholeTable(text, shape.delimiter);
  const calls = rows.slice(shape.header.length === 0 ? 0 : 1).flatMap((row) => {
    const cell = rawCell(text, row.offset, shape.column, shape.delimiter);
    return cell && /\p{L}/u.test(text.slice(cell.start, cell.end)) ? [{ row, cell }] : [];
  });
  const [only] = calls;
  if (calls.length === 1 && only) return parseInPlace(text, only.row, only.cell, shape, hints);
  return { outcome: 'SPLIT', calls: calls.map(({ row, cell }, at) => toPart(text, row, cell, at, shape)) };
}

/** Tables with one row per call: one of the cells holds the whole transcript, line by line. */
export const csvPerCall: TranscriptParser = {
  format: 'csv-per-call',
  description: 'CSV or TSV with one row per call and its whole transcript in one cell',
  extensions: ['csv', 'tsv'],
  family: TABLES,
  detect: ({ text }) => (/^[\s\uFEFF]{0,20}[{<]/.test(text) || readPerCall(text) === null ? 0 : 0.96),
  parse,
};
