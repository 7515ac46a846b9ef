import { type Columns, type Field, readColumns } from './csv-columns.js';
import { DELIMITERS, readTable, tableStart } from './csv-table.js';
import { timeValue } from './csv-times.js';
import { looksLikeSpeaker } from '../shared/speaker-labels.js';
import { countWords } from '../shared/time-unit.js';

type Cells = readonly string[];

/** Words in the place of a speaker in logs and task lists. */
const NO_SPEAKER =
  /^(?:trace|debug|info|notice|warn|warning|error|fatal|critical|severe|open|closed|done|pending|todo|yes|no|true|false|high|medium|low|ok|failed|passed|success|n\/a|null|none|positive|negative|neutral|spam|ham|get|post|put|delete)$/i;
const MAX_SPEAKERS = 12;

const NO_COLUMNS = {
  role: null,
  email: null,
  company: null,
  call: null,
  title: null,
  id: null,
  annotator: null,
  confidence: null,
  language: null,
  unit: null,
} as const;

const changes = (values: readonly string[]): number =>
  values.filter((value, at) => at > 0 && value !== values[at - 1]).length;

/** Whether a column names speakers: few values, which repeat and alternate, each shaped like a name or a speaker's number. */
function namesSpeakers(values: readonly string[]): boolean {
  const trimmed = values.map((value) => value.trim());
  const distinct = [...new Set(trimmed)];
  if (distinct.length < 2 || distinct.length > MAX_SPEAKERS || distinct.length > values.length * 0.67) return false;
  if (changes(trimmed) < 2) return false;
  const numbered = distinct.every((value) => /^\d{1,2}$/.test(value)) && distinct.length <= 4;
  return (
    numbered || distinct.every((value) => value.length <= 50 && looksLikeSpeaker(value) && !NO_SPEAKER.test(value))
  );
}

/** Whether a column holds increasing times. Row numbers (1, 2, 3) do not count. */
function holdsTimes(values: readonly string[]): boolean {
  const times = values.map(timeValue);
  const known = times.filter((time) => time !== null);
  if (known.length < values.length * 0.9) return false;
  const steps = known.slice(1).map((time, at) => time - (known[at] ?? 0));
  return steps.filter((step) => step >= 0).length >= steps.length * 0.9 && steps.some((step) => step !== 1);
}

function findText(columns: readonly (readonly string[])[]): number {
  const words = columns.map((values) => values.reduce((sum, value) => sum + countWords(value), 0) / values.length);
  const most = Math.max(...words);
  return most >= 3 ? words.lastIndexOf(most) : -1;
}

interface Guess {
  readonly columns: Columns;
  readonly confidence: number;
}

const widthOf = (rows: readonly Cells[]): number =>
  rows.map((cells) => cells.length).sort((a, b) => a - b)[Math.floor(rows.length * 0.05)] ?? 0;

/**
 * Guesses the columns of a table without a header by their content: speech, a few names that alternate, increasing times. Null if that is
 * unclear. Rows may be wider than the others, because their words contain the delimiter.
 */
function guessColumns(rows: readonly Cells[]): (Guess & { readonly width: number }) | null {
  const width = widthOf(rows);
  if (rows.length < 3 || width < 2 || width > 12) return null;
  const columns = Array.from({ length: width }, (_, at) =>
    rows.map((cells) => (at === width - 1 ? cells.slice(at).join(' ') : (cells[at] ?? ''))),
  );
  const text = findText(columns);
  if (text < 0) return null;
  const others = columns.map((_, at) => at).filter((at) => at !== text);
  const [start = null, end = null] = others.filter((at) => holdsTimes(columns[at] ?? []));
  const speaker = others.find((at) => at !== start && at !== end && namesSpeakers(columns[at] ?? [])) ?? null;
  if (speaker === null && end === null) return null;
  const confidence = speaker === null ? 0.4 : start === null ? 0.5 : 0.7;
  return { columns: { ...NO_COLUMNS, text, speaker, start, end }, confidence, width };
}

/** The column that names speakers under a header without meaning, such as `B4` or `Column2`; null if there is none. */
function guessSpeaker(header: Cells, rows: readonly Cells[]): number | null {
  const found = header.findIndex(
    (name, at) =>
      /^(?:[a-z]{0,2}\d{0,3}|(?:column|col|field|var|unnamed:?)[ _]?\d{1,3})$/i.test(name.trim()) &&
      namesSpeakers(rows.map((cells) => cells[at] ?? '')),
  );
  return found < 0 ? null : found;
}

/** How a table is to be read. */
export interface Shape {
  readonly delimiter: string;
  readonly columns: Columns;
  /** Number of columns. */
  readonly width: number;
  /** Number of rows before the first one with words: the header and the rows above it; 0 if there is no header. */
  readonly headerRows: number;
  /** How sure the file is a table of speech, 0 to 1. */
  readonly confidence: number;
}

const SAMPLE = 60_000;
const SAMPLE_ROWS = 60;
/** Exports put a title and the like above the header; they take no more rows than this. */
const MAX_ABOVE = 8;
/** Of a name with company and title behind it. */
const MAX_LABEL = 160;

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
    if (field === 'speaker') return share(values, (value) => value.length <= MAX_LABEL) >= 0.8;
    return true;
  };

/** A column of names with hardly any repetition is a list of people: reviews, forms, contacts. */
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
