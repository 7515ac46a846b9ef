import { columnFor, readColumns, type Columns, type Field } from '../tables/csv-columns.js';
import { timeValue } from '../tables/csv-times.js';
import { fields, type Fields, isFields, list } from '../json/json-fields.js';

/** One value of a record, with the object that holds it. */
interface Cell {
  readonly node: Fields;
  readonly key: string;
  readonly value: string;
}

/** A list of records read as a table: one row for each utterance. */
export interface RecordTable {
  readonly columns: Columns;
  readonly headers: readonly string[];
  readonly rows: readonly Row[];
  readonly cellOf: (row: Row, column: number | null) => Cell | null;
}

/** Cells by their header: the key, or the keys of a nested object joined by dots. */
export type Row = ReadonlyMap<string, Cell>;

const MAX_HEADER = 40;
/** How many rows decide which column is which. */
const SAMPLE = 200;
const MAX_HEADERS = 60;

/** Lists inside a record whose entries are what was said: sentences of a paragraph, segments of a monologue. */
const PIECES = /^(?:sentences|segments|utterances|paragraphs|pieces|parts|lines|phrases)$/i;
const NAME_KEY = /^(?:name|displayname|fullname|label|speaker|speakername)$/;
const PERSON_KEY = /^(?:speaker|participant|from|sender|user|person|party|talker|spokenby)$/;
const TIMES_KEY = /^(?:times?|timing|timestamps?|offsets?|interval|range)$/;

const squash = (key: string): string => key.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** A number as people write it: the last digits of a binary fraction say nothing. */
const written = (value: number): string => String(Number.isInteger(value) ? value : Math.round(value * 1e6) / 1e6);

function cellFor(node: Fields, key: string): Cell | null {
  const value = node[key];
  if (typeof value === 'string') return { node, key, value };
  if (typeof value === 'number' && Number.isFinite(value)) return { node, key, value: written(value) };
  return typeof value === 'boolean' ? { node, key, value: String(value) } : null;
}

/** The header of a value inside a nested object: what `speaker.name` or `offsets.from` would be called in a table. */
function nestedHeader(outer: string, inner: string): string | null {
  const [around, key] = [squash(outer), squash(inner)];
  if (PERSON_KEY.test(around)) {
    if (NAME_KEY.test(key)) return 'speaker name';
    if (/^(?:email|emailaddress)$/.test(key)) return 'email';
    return key === 'id' ? 'speaker id' : /^(?:role|type|affiliation|side)$/.test(key) ? 'role' : inner;
  }
  if (TIMES_KEY.test(around)) return inner;
  return /^(?:start|begin|end)/.test(around) ? `${outer} ${inner}` : null;
}

const holdsWords = (piece: unknown): boolean => {
  const keys = Object.keys(fields(piece));
  const column = columnFor(keys, 'text');
  return column !== null && typeof fields(piece)[keys[column] ?? ''] === 'string';
};

const wasSaid = (child: unknown): boolean => list(child).slice(0, 20).some(holdsWords);

/** A record with pieces becomes one row for each piece, with the fields of the record added. */
function piecesOf(record: Fields): readonly (readonly Fields[])[] {
  const key = Object.keys(record).find((name) => PIECES.test(name) && wasSaid(record[name]));
  return key === undefined ? [[record]] : list(record[key]).map((piece) => [fields(piece), record]);
}

function addCells(row: Map<string, Cell>, node: Fields): void {
  const add = (header: string, cell: Cell | null): void => {
    if (cell !== null && header.length <= MAX_HEADER && !row.has(header)) row.set(header, cell);
  };
  for (const [key, value] of Object.entries(node)) {
    if (!isFields(value)) {
      add(key, cellFor(node, key));
      continue;
    }
    for (const inner of Object.keys(value)) {
      const header = nestedHeader(key, inner);
      if (header !== null) add(header, cellFor(value, inner));
    }
  }
}

function rowOf(nodes: readonly Fields[]): Row {
  const row = new Map<string, Cell>();
  // Fields of the piece have precedence over those of the record.
  for (const node of nodes) addCells(row, node);
  return row;
}

/** `from` and the like name a person or a time; which, its values tell. */
function renamed(header: string, sample: readonly Row[]): string {
  const key = squash(header);
  if (!PERSON_KEY.test(key) && key !== 'speakerlabel') return header;
  const isTime = sample.every(
    (row) => row.get(header) === undefined || timeValue(row.get(header)?.value ?? '') !== null,
  );
  return key === 'from' && !isTime ? 'speaker' : header;
}

const filled = (values: readonly (string | undefined)[]): string[] =>
  values.filter((value) => value !== undefined && value.trim() !== '') as string[];

/** Whether the values under a key fit the meaning of the key. */
function canHold(field: Field, values: readonly string[]): boolean {
  const share = (test: (value: string) => boolean): boolean =>
    values.length > 0 && values.filter(test).length >= values.length * 0.6;
  if (field === 'text') return share((value) => /\p{L}/u.test(value));
  if (field === 'speaker') return values.every((value) => value.length <= 120);
  if (field === 'start' || field === 'end') return share((value) => timeValue(value) !== null);
  return field !== 'email' || share((value) => value.includes('@'));
}

function headersOf(sample: readonly Row[]): string[] {
  const headers = new Set<string>();
  for (const row of sample) for (const header of row.keys()) if (headers.size < MAX_HEADERS) headers.add(header);
  return [...headers];
}

function tableOf(items: readonly unknown[]): RecordTable | null {
  const records = items.filter(isFields);
  if (records.length === 0 || records.length < items.length * 0.8) return null;
  const rows = records.flatMap(piecesOf).map(rowOf);
  const sample = rows.slice(0, SAMPLE);
  const headers = headersOf(sample);
  const values = headers.map((header) => filled(sample.map((row) => row.get(header)?.value)));
  const columns = readColumns(
    headers.map((header) => renamed(header, sample)),
    (field, column) => canHold(field, values[column] ?? []),
  );
  if (columns === null) return null;
  const cellOf: RecordTable['cellOf'] = (row, column) =>
    column === null ? null : (row.get(headers[column] ?? '') ?? null);
  return { columns, headers, rows, cellOf };
}

/** The first records of a list as a table, enough to judge it by; null if no column can hold words. */
export const sampleRecords = (items: readonly unknown[]): RecordTable | null => tableOf(items.slice(0, SAMPLE));

const tables = new WeakMap<readonly unknown[], RecordTable | null>();

/** A list of records as a table, read once for each list; null if no column can hold words. */
export function readRecords(items: readonly unknown[]): RecordTable | null {
  const known = tables.get(items);
  if (known !== undefined) return known;
  const table = tableOf(items);
  tables.set(items, table);
  return table;
}
