import { WEB_PAGES } from '../shared/families.js';
import type { Cue, ParseResult, TranscriptParser, TranscriptSource } from 'debrief/plugin-api';
import { HEAD_LENGTH } from '../text/headed-turns.js';
import { addLine, type HtmlHead, pieceText, readHtmlHead } from './html-head.js';
import { type HtmlLine, type HtmlPage, type HtmlPiece, readHtmlLines } from './html-lines.js';
import { parsed, refused, setAside } from '../shared/results.js';
import { decideLabels } from '../shared/decide-labels.js';
import { labelKey } from '../shared/speaker-labels.js';
import { readClock } from '../shared/clock.js';

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

/** Without a header: clocks are times, the longest words are the text, repeating values beside them are the speaker. */
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

/** Turns in the rows of a table with a column of speakers and one of words; none if the tables of the page hold something else. */
function readHtmlTable(lines: readonly HtmlLine[]): Cue[] {
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

interface OpenCue {
  readonly head: HtmlHead;
  readonly pieces: HtmlPiece[];
}

function toCue({ head, pieces }: OpenCue): Cue[] {
  const text = pieceText(pieces);
  const spoken = pieces.filter((piece) => piece.text.trim() !== '');
  const [first] = spoken;
  const last = spoken.at(-1);
  if (text === '' || !first || !last) return [];
  return [{ speaker: head.label, text, startMs: head.startMs, endMs: null, offset: [first.start, last.end] }];
}

function readTurns(lines: readonly HtmlLine[]): Cue[] {
  const read = lines.map((line) => ({ line, head: readHtmlHead(line) }));
  const heads = read.flatMap(({ head }) => (head ? [head] : []));
  const timed = heads.filter(({ startMs }) => startMs !== null).length;
  const accepted = decideLabels(
    heads.map(({ label }) => label),
    { units: lines.length, timed: timed >= 2 && timed >= heads.length / 2 },
  );
  const open: OpenCue[] = [];
  let inSpeech = false;
  for (const { line, head } of read) {
    if (head && accepted.has(labelKey(head.label))) {
      open.push({ head, pieces: [...head.rest] });
      inSpeech = true;
    } else if (line.isHeading) {
      inSpeech = false;
    } else if (inSpeech) {
      addLine(open.at(-1)?.pieces ?? [], line.pieces);
    }
  }
  return open.flatMap(toCue);
}

/** The turns of a table, where its speakers are believable ones. */
function readTable(lines: readonly HtmlLine[]): Cue[] {
  const cues = readHtmlTable(lines);
  const labels = cues.flatMap(({ speaker }) => (speaker === null ? [] : [speaker]));
  const accepted = decideLabels(labels, { units: cues.length });
  const known = cues.filter(({ speaker }) => speaker !== null && accepted.has(labelKey(speaker)));
  return known.length >= 2 && known.length >= cues.length * 0.6 ? cues : [];
}

/** Lists of people have names as well: in a call, words follow the names, and in a long one the names repeat. */
function isSpeech(cues: readonly Cue[]): boolean {
  const worded = cues.filter(({ text }) => /\p{L}/u.test(text)).length;
  const speakers = new Set(cues.map(({ speaker }) => labelKey(speaker ?? ''))).size;
  return worded >= cues.length * 0.6 && (cues.length <= 8 || speakers <= cues.length * 0.6);
}

function readCues({ lines }: HtmlPage): Cue[] {
  const table = readTable(lines);
  const cues = table.length > 0 ? table : readTurns(lines);
  return isSpeech(cues) ? cues : [];
}

/** Texts behind the last turn, such as the words about the page. */
const below = ({ lines }: HtmlPage, cues: readonly Cue[]): readonly HtmlPiece[] => {
  const last = cues.reduce((most, { offset }) => Math.max(most, offset[1]), 0);
  return lines.flatMap(({ pieces }) => pieces.filter(({ start }) => start >= last));
};

function parse({ text }: TranscriptSource): ParseResult {
  const page = readHtmlLines(text);
  if (!page)
    return refused(
      'FORMAT_INVALID',
      'The page is nested too deeply to be read. Save its text as .txt and upload that.',
    );
  const cues = readCues(page);
  if (cues.length === 0) {
    return refused(
      'NOT_A_TRANSCRIPT',
      'This is a web page without speakers. Copy the transcript from it into a text file with lines such as `Name: text`.',
    );
  }
  const heading = page.lines.find((line) => line.isHeading);
  const title = page.title ?? (heading ? pieceText(heading.pieces) : null);
  return parsed(cues, {
    metadata: title === null || title === '' ? {} : { title },
    setAside: [...setAside('NOTICE', below(page, cues)), ...setAside('MARKUP', page.hidden)],
  });
}

const PAGE = /<!doctype\s{1,4}html|<(?:html|body)[\s>]/i;
const FRAGMENT = /^<(?:cite|time|p|div|dl|table|article|section|main|ul|ol|h[1-6]|span|strong|b|!--)[\s>-]/i;

function detect({ text }: TranscriptSource): number {
  const start = text.slice(0, 2_000).trimStart();
  if (!start.startsWith('<')) return 0;
  // A page without speakers is claimed as well, so that the refusal can say what it is.
  if (PAGE.test(start)) return 0.97;
  if (!FRAGMENT.test(start)) return 0;
  const page = readHtmlLines(text.slice(0, HEAD_LENGTH));
  return page && readCues(page).length >= 2 ? 0.97 : 0;
}

/** Transcripts published as web pages: `<cite>` and `<time>`, names in bold, definition lists, tables. */
export const html: TranscriptParser = {
  format: 'html',
  description: 'Web page with a transcript (.html)',
  extensions: ['html', 'htm'],
  family: WEB_PAGES,
  detect,
  parse,
};
