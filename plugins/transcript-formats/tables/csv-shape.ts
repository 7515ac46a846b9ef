import { readColumns, type Columns, type Field } from './csv-columns.js';
import { guessColumns, guessSpeaker } from './csv-guess-columns.js';
import { DELIMITERS, readTable, tableStart } from './csv-table.js';
import { timeValue } from './csv-times.js';

/** How a table is to be read. */
export interface Shape {
  readonly delimiter: string;
  readonly columns: Columns;
  /** Number of columns. */
  readonly width: number;
  /** Number of rows before the first one with words: the header and what stands above it; 0 where there is no header. */
  readonly headerRows: number;
  /** How sure the file is a table of speech, 0 to 1. */
  readonly confidence: number;
}

type Cells = readonly string[];

const SAMPLE = 60_000;
const SAMPLE_ROWS = 60;
/** Exports put a title and the like above the header; they take no more rows than this. */
const MAX_ABOVE = 8;

const filled = (rows: readonly Cells[], column: number): string[] =>
  rows.map((cells) => (cells[column] ?? '').trim()).filter((value) => value !== '');

const share = (values: readonly string[], test: (value: string) => boolean): number =>
  values.length === 0 ? 1 : values.filter(test).length / values.length;

/** `from` and `to` may be times or people, `unit` words or numbers: the rows decide. */
const canHold =
  (rows: readonly Cells[]) =>
  (field: Field, column: number): boolean => {
    const values = filled(rows, column);
    if (field === 'start' || field === 'end') return share(values, (value) => timeValue(value) !== null) >= 0.5;
    if (field === 'text') return share(values, (value) => /\p{L}/u.test(value)) >= 0.5;
    if (field === 'speaker') return share(values, (value) => value.length <= 80) >= 0.8;
    return true;
  };

/** A column of names in which hardly one comes twice is a list of people: reviews, forms, contacts. */
function namesTakeTurns(rows: readonly Cells[], column: number): boolean {
  const names = filled(rows, column).map((name) => name.toLowerCase());
  return names.length < 4 || new Set(names).size <= names.length * 0.6;
}

function confidenceOf({ speaker, start, end, text }: Columns, rows: readonly Cells[]): number {
  const timed = start !== null && filled(rows, start).length > 0;
  if (speaker === null)
    return timed && (end !== null || share(filled(rows, text), (value) => value.includes(' ')) > 0.5) ? 0.6 : 0;
  if (!namesTakeTurns(rows, speaker)) return 0.2;
  return timed ? 0.95 : 0.88;
}

function readHeader(rows: readonly Cells[], delimiter: string): Shape | null {
  for (const [at, header] of rows.slice(0, MAX_ABOVE).entries()) {
    const below = rows.slice(at + 1);
    const read = readColumns(header, canHold(below));
    if (read === null) continue;
    const columns = { ...read, speaker: read.speaker ?? guessSpeaker(header, below) };
    if (at > 0 && (columns.speaker === null || header.length < 2)) continue;
    const confidence = confidenceOf(columns, below);
    return { delimiter, columns, width: header.length, headerRows: at + 1, confidence };
  }
  return null;
}

function readGuess(rows: readonly Cells[], delimiter: string): Shape | null {
  const guess = guessColumns(rows);
  return guess && { ...guess, delimiter, headerRows: 0 };
}

const known = ({ columns }: Shape): number =>
  [columns.speaker, columns.start, columns.end, columns.role].filter((column) => column !== null).length;

/** Tries each delimiter on the first rows and keeps the one under which most columns are known; a header goes before a guess. */
export function readShape(text: string): Shape | null {
  const { delimiter: stated } = tableStart(text);
  const sample = text.slice(0, SAMPLE);
  const samples = (stated === null ? DELIMITERS : [stated])
    .filter((delimiter) => sample.includes(delimiter))
    .map((delimiter) => {
      const { rows } = readTable(sample, delimiter, { maxRows: SAMPLE_ROWS });
      return { delimiter, rows: rows.map((row) => row.cells) };
    });
  const headed = samples.flatMap(({ rows, delimiter }) => readHeader(rows, delimiter) ?? []);
  if (headed.length > 0) return headed.sort((a, b) => known(b) - known(a))[0] ?? null;
  const guessed = samples.flatMap(({ rows, delimiter }) => readGuess(rows, delimiter) ?? []);
  return guessed.sort((a, b) => b.confidence - a.confidence)[0] ?? null;
}
