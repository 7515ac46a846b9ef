import { isUnpaddedClock, readClock } from './clock.js';
import { splitLines, type Line } from './lines.js';

export interface TimedBlock {
  readonly id: string | null;
  readonly startMs: number | null;
  readonly endMs: number | null;
  /** The payload's lines that are not blank. */
  readonly lines: readonly Line[];
}

export interface TokenizedCues {
  /** Lines before the first cue, without notes, styles and blanks. */
  readonly header: readonly Line[];
  readonly blocks: readonly TimedBlock[];
  /** How many timing lines held a time that cannot be read. */
  readonly unreadableTimes: number;
}

interface Timing {
  readonly start: string;
  readonly end: string;
}

const TIME_LIKE = /^-?[\d.,]{1,12}:[\d:.,]{1,24}$/;
const UTTERANCE_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?:\/\d+-\d+)?$/i;
const MAX_ARROW_COLUMN = 40;

/** The two times of a timing line, unread, or null for any other line. Settings and coordinates after the end time are ignored. */
export function readTiming(line: string): Timing | null {
  const arrow = line.indexOf('-->');
  if (arrow < 1 || arrow > MAX_ARROW_COLUMN) return null;
  const start = line.slice(0, arrow).trim();
  const end = /^\s{0,8}(\S{1,32})/.exec(line.slice(arrow + 3, arrow + 50))?.[1] ?? '';
  return TIME_LIKE.test(start) && TIME_LIKE.test(end) ? { start, end } : null;
}

const isBlank = (line: Line | undefined): boolean => line === undefined || line.text.trim() === '';

/** Whether the line directly before a timing line names the cue. Without a blank line before it, it is the last words of the cue above, unless it is plainly an id. */
function isId(lines: readonly Line[], at: number, lastId: string | null, numericOnly: boolean): boolean {
  const text = lines[at]?.text.trim() ?? '';
  const isNumber = /^\d{1,9}$/.test(text);
  if (numericOnly && !isNumber) return false;
  if (isBlank(lines[at - 1]) || UTTERANCE_ID.test(text)) return true;
  return isNumber && Number(text) === Number(lastId ?? '0') + 1;
}

interface OpenBlock {
  readonly id: string | null;
  readonly timing: Timing;
  readonly lines: Line[];
}

function collectBlocks(lines: readonly Line[], timings: readonly (Timing | null)[], numericIds: boolean) {
  const header: Line[] = [];
  const blocks: OpenBlock[] = [];
  let id: string | null = null;
  let inNote = false;
  lines.forEach((line, at) => {
    const timing = timings[at];
    if (timing) {
      blocks.push({ id, timing, lines: [] });
      id = null;
      inNote = false;
    } else if (isBlank(line)) {
      inNote = false;
    } else if (timings[at + 1] && isId(lines, at, blocks.at(-1)?.id ?? null, numericIds)) {
      id = line.text.trim();
    } else if (inNote || opensNote(line, lines[at - 1], blocks.length === 0)) {
      inNote = true;
    } else {
      (blocks.at(-1)?.lines ?? header).push(line);
    }
  });
  return { header, blocks };
}

function opensNote(line: Line, before: Line | undefined, beforeFirstCue: boolean): boolean {
  if (!isBlank(before)) return false;
  return /^NOTE(?:\s|$)/.test(line.text) || (beforeFirstCue && /^(?:STYLE|REGION)\s*$/.test(line.text));
}

/**
 * Reads WebVTT and SRT alike, and what tools make of them: cues without a blank line between, blank lines inside cues, dots or commas, any
 * number of hour digits, no index, ids of any kind. `numericIds`: only a number can be an id (SRT).
 * Where one clock of the file lacks its leading zeros, the digits after the dot count milliseconds in the whole file.
 */
export function tokenizeCues(text: string, options: { readonly numericIds: boolean }): TokenizedCues {
  const lines = splitLines(text);
  const timings = lines.map((line) => readTiming(line.text));
  const unpadded = timings.some((timing) => timing && (isUnpaddedClock(timing.start) || isUnpaddedClock(timing.end)));
  const { header, blocks } = collectBlocks(lines, timings, options.numericIds);
  const read = blocks.map((block) => ({
    id: block.id,
    startMs: readClock(block.timing.start, unpadded),
    endMs: readClock(block.timing.end, unpadded),
    lines: block.lines,
  }));
  const unreadableTimes = read.filter((block) => block.startMs === null || block.endMs === null).length;
  return { header, blocks: read, unreadableTimes };
}
