import type { Cue } from 'debrief/plugin-api';
import { readClock } from '../shared/clock.js';
import { addLine, pieceText } from './html-head.js';
import type { HtmlLine, HtmlPiece } from './html-lines.js';

interface Cell {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

type Row = ReadonlyMap<number, Cell>;

interface Columns {
  readonly speaker: number;
  readonly text: number;
  readonly time: number | null;
  readonly hasHeader: boolean;
}

const SPEAKER = /^(?:speaker|name|participant|who|person|role)s?$/i;
const TEXT = /^(?:text|transcript|utterance|content|message|words|speech|said|dialogue|dialog)$/i;
const TIME = /^(?:time|start|start time|timestamp|time code|timecode|begin|from)$/i;

const toCell = (pieces: readonly HtmlPiece[]): Cell => ({
  text: pieceText(pieces),
  start: pieces.reduce((least, { start }) => Math.min(least, start), Infinity),
  end: pieces.reduce((most, { end }) => Math.max(most, end), 0),
});

function readRows(lines: readonly HtmlLine[]): Row[] {
  const rows = new Map<number, Map<number, HtmlPiece[]>>();
  for (const { cell, pieces } of lines) {
    if (!cell) continue;
    const row = rows.get(cell.row) ?? new Map<number, HtmlPiece[]>();
    const held = row.get(cell.column) ?? [];
    addLine(held, pieces);
    row.set(cell.column, held);
    rows.set(cell.row, row);
  }
  return [...rows.values()].map((row) => new Map([...row].map(([column, pieces]) => [column, toCell(pieces)])));
}

const columnOf = (row: Row | undefined, pattern: RegExp): number | null =>
  [...(row ?? [])].find(([, { text }]) => pattern.test(text))?.[0] ?? null;

const values = (rows: readonly Row[], column: number): string[] => rows.flatMap((row) => row.get(column)?.text ?? []);

const readTime = (text: string): number | null => readClock(text.replace(/^[\s([]+|[\s)\]]+$/g, ''));

/** Without names above the columns: clocks are times, the longest words are the text, what repeats beside them is the speaker. */
function guessColumns(rows: readonly Row[]): Columns | null {
  const columns = [...new Set(rows.flatMap((row) => [...row.keys()]))].slice(0, 12);
  const time = columns.find(
    (column) => values(rows, column).filter((text) => readTime(text) !== null).length >= rows.length * 0.8,
  );
  const others = columns.filter((column) => column !== time);
  const length = (column: number): number => values(rows, column).reduce((sum, text) => sum + text.length, 0);
  const [text, ...rest] = others.toSorted((a, b) => length(b) - length(a));
  const speaker = rest.find((column) => {
    const labels = values(rows, column);
    return labels.length >= rows.length * 0.8 && new Set(labels).size <= labels.length / 2;
  });
  return text === undefined || speaker === undefined ? null : { speaker, text, time: time ?? null, hasHeader: false };
}

function findColumns(rows: readonly Row[]): Columns | null {
  const [first] = rows;
  const [speaker, text] = [columnOf(first, SPEAKER), columnOf(first, TEXT)];
  if (speaker === null || text === null) return guessColumns(rows);
  return { speaker, text, time: columnOf(first, TIME), hasHeader: true };
}

/** Turns that stand in the rows of a table, with a column of speakers and one of words; none where the tables of the page hold something else. */
export function readHtmlTable(lines: readonly HtmlLine[]): Cue[] {
  const rows = readRows(lines).filter((row) => row.size >= 2);
  const columns = rows.length >= 2 ? findColumns(rows) : null;
  if (!columns) return [];
  return rows.slice(columns.hasHeader ? 1 : 0).flatMap((row): Cue[] => {
    const [speaker, words] = [row.get(columns.speaker), row.get(columns.text)];
    if (!words || words.text === '') return [];
    const startMs = columns.time === null ? null : readTime(row.get(columns.time)?.text ?? '');
    return [
      { speaker: speaker?.text ?? null, text: words.text, startMs, endMs: null, offset: [words.start, words.end] },
    ];
  });
}
