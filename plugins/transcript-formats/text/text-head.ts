import { CLOCK_PATTERN, readClock } from '../shared/clock.js';
import {
  bareLabel,
  canFollowColon,
  isPlausibleLabel,
  isPossibleLabel,
  labelColon,
  splitBracketed,
} from '../shared/speaker-labels.js';

/** What the start of a line says: who speaks, when, and where on the line the words begin. */
export interface TextHead {
  readonly label: string | null;
  readonly startMs: number | null;
  readonly endMs: number | null;
  readonly textAt: number;
}

/** Heads are short; a pattern never sees more of a line than this. */
export const REACH = 200;
/** Words of a label with a time and no colon. */
const MAX_ALONE = 6;
const LEAD =
  /^\s{0,40}(?:"{3}|`{3})?(?:(?:[-*•–]|>{1,3}|#{1,6}|\d{1,4}[.)])\s{1,8}|>){0,4}(?:\*{2,3}|__|[*_](?=\S))?\\?/;
/** A clock, or the time of day: `10:02:33 AM`. In small letters only with its dots: `0:12 am I audible` is speech. */
const TIME = String.raw`${CLOCK_PATTERN}(?:\s?(?:[AP]M(?![A-Za-z])|[ap]\.m\.))?`;
const TIME_FIRST = new RegExp(
  String.raw`^[[(<]?(${TIME})(?:\s*(?:-->|-|–|—|to)\s*(${TIME}))?\\?[\])>]?(?![\d:.,]*\d)\s*[-–—|]?\s*`,
);
const TIME_LAST = new RegExp(String.raw`[\s[(@,–—-]+(${TIME})(?:\s*[-–—]\s*(${TIME}))?[\])]?$`);

interface Times {
  readonly startMs: number | null;
  readonly endMs: number | null;
}

const NO_TIMES: Times = { startMs: null, endMs: null };

/** Milliseconds of a clock; with AM or PM two fields are hours and minutes, counted from midnight. */
function readTime(token: string | undefined): number | null {
  if (token === undefined) return null;
  const half = /^(\S+?)\s?([ap])\.?m\.?$/i.exec(token);
  if (half?.[1] === undefined) return readClock(token);
  const ms = readClock(half[1].split(':').length === 2 ? `${half[1]}:00` : half[1]);
  const noon = 12 * 3_600_000;
  return ms === null ? null : (ms % noon) + (half[2]?.toLowerCase() === 'p' ? noon : 0);
}

const readTimes = (found: RegExpExecArray | null): Times => ({
  startMs: readTime(found?.[1]),
  endMs: readTime(found?.[2]),
});

/** Beside a time without a colon, a sentence stands where a name does: what could be one is taken only without its marks. */
const canStandAlone = (label: string): boolean =>
  isPlausibleLabel(label) ||
  (isPossibleLabel(label) && !/[:!…]|\.$|\w{3,}\s.*\?$/.test(label) && label.split(/\s+/).length <= MAX_ALONE);

/** `Name 0:12` and `Name (00:12)`. Without a colon, only a time at the end makes a name a head: `[00:12] Name` is none. */
function readNameLine(line: string): TextHead | null {
  if (line.length > 120) return null;
  const bare = line.slice(LEAD.exec(line)?.[0].length ?? 0).replace(/[\s*_:]+$/, '');
  const time = TIME_LAST.exec(bare);
  if (!time) return null;
  const label = bareLabel(bare.slice(0, time.index));
  return canStandAlone(label) ? { label, ...readTimes(time), textAt: line.length } : null;
}

/** A name alone on its line, in bold: `**Dana Whitfield**`. */
function readBoldName(line: string): TextHead | null {
  const label = /^\s{0,20}\*\*([^*]{2,60})\*\*\s{0,20}$/.exec(line)?.[1]?.trim() ?? '';
  return /[:.]$/.test(label) || !isPlausibleLabel(label) ? null : { label, ...NO_TIMES, textAt: line.length };
}

/** `[time] Name (time): text` in all its shapes: with or without either time, brackets and Markdown. */
function readColonLine(line: string): TextHead | null {
  const colon = labelColon(line);
  if (colon < 1 || !canFollowColon(line, colon)) return null;
  const left = line.slice(LEAD.exec(line)?.[0].length ?? 0, colon);
  const first = TIME_FIRST.exec(left);
  const named = left.slice(first?.[0].length ?? 0).replace(/[\s*_]+$/, '');
  const last = TIME_LAST.exec(named);
  const label = bareLabel(last ? named.slice(0, last.index) : named);
  if (!isPossibleLabel(label)) return null;
  const gap = /^[*_]{0,3}\s*/.exec(line.slice(colon + 1))?.[0].length ?? 0;
  const times = (first ?? last) ? readTimes(first ?? last) : NO_TIMES;
  return { label, ...times, textAt: colon + 1 + gap };
}

/** `[time] [NAME] text` and `(speaker 1) text`: the label with its brackets. */
function readBracketLine(line: string): TextHead | null {
  const lead = LEAD.exec(line)?.[0].length ?? 0;
  const time = TIME_FIRST.exec(line.slice(lead));
  const at = lead + (time?.[0].length ?? 0);
  const split = splitBracketed(line.slice(at));
  return split && { label: split.label, ...(time ? readTimes(time) : NO_TIMES), textAt: at + split.textAt };
}

/** The head of a line whose label names nobody: its time, if it has one. */
export function readTimeLine(line: string): TextHead | null {
  const lead = LEAD.exec(line)?.[0].length ?? 0;
  const time = TIME_FIRST.exec(line.slice(lead));
  if (!time) return null;
  const gap = /^(?:\*\*|__)?[:\s]*/.exec(line.slice(lead + time[0].length))?.[0].length ?? 0;
  return { label: null, ...readTimes(time), textAt: lead + time[0].length + gap };
}

/** The head of a line; null if the line continues the turn. A head with a time and no label is `00:01:02 text`. */
export function readTextHead(line: string): TextHead | null {
  const head = line.slice(0, REACH);
  const found =
    (line.length <= 120 ? (readNameLine(head) ?? readBoldName(head)) : null) ??
    readBracketLine(head) ??
    readColonLine(head) ??
    readTimeLine(head);
  return found && { ...found, textAt: Math.min(found.textAt, line.length) };
}
