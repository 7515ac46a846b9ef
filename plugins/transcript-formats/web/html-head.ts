import { CLOCK_PATTERN, readClock } from '../shared/clock.js';
import type { HtmlLine, HtmlMark, HtmlPiece } from './html-lines.js';
import { bareLabel } from '../shared/speaker-labels.js';
import { readTextHead } from '../text/text-head.js';

/** Who a line of a page says speaks, when, and what of its words follows. */
export interface HtmlHead {
  readonly label: string;
  readonly startMs: number | null;
  readonly rest: readonly HtmlPiece[];
}

const MAX_LABEL = 100;
const TIME = new RegExp(String.raw`^[\s([–—-]*(${CLOCK_PATTERN})[\s)\]]*`);

export const pieceText = (pieces: readonly HtmlPiece[]): string =>
  pieces
    .map(({ text }) => text)
    .join('')
    .replace(/\s+/g, ' ')
    .trim();

/** Appends a line to the pieces of a turn: a line break of the page becomes a blank. */
export function addLine(pieces: HtmlPiece[], line: readonly HtmlPiece[]): void {
  const [first] = line;
  if (first) pieces.push({ text: ' ', mark: null, start: first.start, end: first.start });
  for (const piece of line) pieces.push(piece);
}

/** The first time in a text such as `(0:12)` or `00:01:02`, and how long it is with what surrounds it. */
function leadingTime(text: string): { readonly ms: number | null; readonly length: number } {
  const found = TIME.exec(text.slice(0, 60));
  const ms = found?.[1] === undefined ? null : readClock(found[1]);
  return ms === null ? { ms: null, length: 0 } : { ms, length: found?.[0].length ?? 0 };
}

/** Removes characters from the front of the pieces. Positions are exact unless a piece holds character references. */
function dropLeading(pieces: readonly HtmlPiece[], count: number): HtmlPiece[] {
  let left = count;
  return pieces.flatMap((piece) => {
    const cut = Math.min(left, piece.text.length);
    left -= cut;
    const text = piece.text.slice(cut);
    const exact = piece.end - piece.start === piece.text.length;
    return text === '' ? [] : [{ ...piece, text, start: exact ? piece.start + cut : piece.start }];
  });
}

const joined = (pieces: readonly HtmlPiece[]): string => pieces.map(({ text }) => text).join('');

/** What follows a label: a time, a colon, in either order, then the words. */
function afterLabel(pieces: readonly HtmlPiece[]) {
  const text = joined(pieces);
  const colon = /^\s*[:：]\s*/.exec(text.slice(0, 20))?.[0].length ?? 0;
  const time = leadingTime(text.slice(colon));
  const second = colon > 0 ? 0 : (/^\s*[:：–—-]?\s*/.exec(text.slice(time.length, time.length + 20))?.[0].length ?? 0);
  const length = colon + time.length + second;
  return {
    startMs: time.ms,
    rest: dropLeading(pieces, length),
    isMarked: colon > 0 || time.ms !== null || text.trim() === '',
  };
}

const bare = (label: string): string => bareLabel(label.replace(/[\s:：]+$/, ''));

/** A name that the markup calls a speaker: `<cite>`, `<dt>`, a class. */
function readMarked({ pieces }: HtmlLine): HtmlHead | null {
  const label = bare(pieceText(pieces.filter(({ mark }) => mark === 'speaker')));
  if (label === '' || label.length > MAX_LABEL) return null;
  const time = leadingTime(joined(pieces.filter(({ mark }) => mark === 'time'))).ms;
  const after = afterLabel(pieces.filter(({ mark }) => mark === null || mark === 'bold'));
  return { label, startMs: time ?? after.startMs, rest: after.rest };
}

/** A name in bold at the beginning, before or after a time; a colon, a time or the end of the line must follow it. */
function readBold({ pieces }: HtmlLine): HtmlHead | null {
  const at = pieces.findIndex(({ mark, text }) => mark === 'bold' && text.trim() !== '');
  if (at < 0) return null;
  const before = leadingTime(joined(pieces.slice(0, at)));
  if (joined(pieces.slice(0, at)).slice(before.length).trim() !== '') return null;
  const length = pieces.slice(at).findIndex(({ mark }) => mark !== 'bold');
  const end = length < 0 ? pieces.length : at + length;
  const written = pieceText(pieces.slice(at, end));
  const label = bare(written);
  const after = afterLabel(pieces.slice(end));
  const isMarked = after.isMarked || /[:：]$/.test(written);
  if (!isMarked || label === '' || label.length > MAX_LABEL || readClock(label) !== null) return null;
  return { label, startMs: before.ms ?? after.startMs, rest: after.rest };
}

function readPlain({ pieces }: HtmlLine): HtmlHead | null {
  const text = joined(pieces);
  const head = readTextHead(text);
  return head?.label == null
    ? null
    : { label: head.label, startMs: head.startMs, rest: dropLeading(pieces, head.textAt) };
}

/** The head of a line of a page, by markup first and words second; null if the line continues the turn. */
export function readHtmlHead(line: HtmlLine): HtmlHead | null {
  const has = (wanted: HtmlMark): boolean => line.pieces.some(({ mark }) => mark === wanted);
  return (has('speaker') ? readMarked(line) : null) ?? (has('bold') ? readBold(line) : null) ?? readPlain(line);
}
