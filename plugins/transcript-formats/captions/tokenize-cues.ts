import { isUnpaddedClock, PADDED_CLOCK, readClock, readPaddedClock } from '../shared/clock.js';
import { type Line, LineCursor } from '../shared/lines.js';

export interface TimedBlock {
  /** The line before the times; null if there is none, or only a number. */
  readonly id: string | null;
  readonly startMs: number | null;
  readonly endMs: number | null;
  /** The payload's lines that are not blank. */
  readonly lines: readonly Line[];
}

interface TokenizedCues {
  /** Lines before the first cue, without notes, styles and blanks. */
  readonly header: readonly Line[];
  readonly blocks: readonly TimedBlock[];
  /** How many timing lines held a time that cannot be read. */
  readonly unreadableTimes: number;
  /** Lines of notes and styles, and ids. */
  readonly asides: readonly Span[];
}

interface Span {
  readonly start: number;
  readonly end: number;
}

interface TokenizeOptions {
  /** Only a number can be an id (SRT). */
  readonly numericIds: boolean;
  /** The separator between the two times: an arrow, or the comma of SBV. */
  readonly separator?: '-->' | ',';
}

interface Timing {
  readonly start: string;
  readonly end: string;
}

const ARROW = '-->';
const TIME_LIKE = /^-?[\d.,]{1,12}:[\d:.,]{1,24}$/;
const SBV_TIMES = /^\s{0,20}(\d{1,3}:\d{1,2}:\d{1,2}(?:\.\d{1,9})?),(\d{1,3}:\d{1,2}:\d{1,2}(?:\.\d{1,9})?)\s{0,20}$/;
const MAX_SEPARATOR_COLUMN = 40;

/** Ids that no words look like: of an utterance (Teams), or with the speaker's name (Webex). */
const PLAIN_ID =
  /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?:\/\d+-\d+)?|\d{1,9} "[^"]*" \(\d+\))$/i;
/** An id that cannot be taken for words. Files may have one for each cue. */
const BARE_ID = /^\S*\d\S*$/;
const SIGNATURE = /^\s{0,20}WEBVTT(?=$|\s)/;
const MAX_DIGITS = 9;
const NUMBER = /^\s{0,8}\d{1,9}\s{0,8}$/;

/** The two times of a timing line, unread, or null for any other line. Settings and coordinates after the end time are ignored. */
export function readTiming(line: string): Timing | null {
  const arrow = line.indexOf(ARROW);
  if (arrow < 1 || arrow > MAX_SEPARATOR_COLUMN) return null;
  const start = line.slice(0, arrow).trim();
  const end = /^\s{0,8}(\S{1,32})/.exec(line.slice(arrow + 3, arrow + 50))?.[1] ?? '';
  return TIME_LIKE.test(start) && TIME_LIKE.test(end) ? { start, end } : null;
}

function readSbvTiming(line: string): Timing | null {
  const [, start, end] = SBV_TIMES.exec(line.slice(0, 80)) ?? [];
  return start === undefined || end === undefined ? null : { start, end };
}

/**
 * A cue that is being read. It keeps the positions of its lines and creates them on demand: a file may have more cues than fit into memory
 * as objects.
 */
class OpenBlock implements TimedBlock {
  private start = 0;
  private end = -1;
  private further: Line[] | null = null;

  constructor(
    private readonly source: string,
    readonly id: string | null,
    readonly startMs: number | null,
    readonly endMs: number | null,
  ) {}

  get lines(): readonly Line[] {
    const { source, start, end, further } = this;
    if (end < start) return NO_LINES;
    const first = lineAt(source, start, end);
    return further === null ? [first] : [first, ...further];
  }

  add(start: number, end: number): void {
    if (this.end >= this.start) {
      (this.further ??= []).push(lineAt(this.source, start, end));
    } else {
      this.start = start;
      this.end = end;
    }
  }
}

const NO_LINES: readonly Line[] = [];

const lineAt = (source: string, start: number, end: number): Line => ({ text: source.slice(start, end), start, end });

interface ReadTimes {
  readonly startMs: number | null;
  readonly endMs: number | null;
}

/** Makes blocks of the lines that it is shown one by one. What a line is, is sometimes known only from the next: then it is held back. */
class BlockCollector {
  readonly header: Line[] = [];
  readonly blocks: OpenBlock[] = [];
  readonly asides: Span[] = [];
  unreadableTimes = 0;
  private open: OpenBlock | null = null;
  /** Whether the open block has an id or a number. */
  private isNamed = false;
  /** Where the line held back begins; -1 if none is. */
  private heldStart = -1;
  private heldEnd = -1;
  private heldAfterBlank = true;
  private afterBlank = true;
  private inNote = false;

  constructor(
    private readonly source: string,
    private readonly numericIds: boolean,
  ) {}

  timing({ startMs, endMs }: ReadTimes): void {
    const id = this.takeId();
    if (startMs === null || endMs === null) this.unreadableTimes += 1;
    this.open = new OpenBlock(this.source, id, startMs, endMs);
    this.blocks.push(this.open);
    this.afterBlank = false;
    this.inNote = false;
  }

  blank(): void {
    this.release();
    this.afterBlank = true;
    this.inNote = false;
  }

  line(start: number, end: number): void {
    this.release();
    this.heldStart = start;
    this.heldEnd = end;
    this.heldAfterBlank = this.afterBlank;
    this.afterBlank = false;
  }

  /** The held line turned out to be words, or a note. */
  release(): void {
    const { source, heldStart: start, heldEnd: end } = this;
    if (start < 0) return;
    this.heldStart = -1;
    this.inNote ||= this.heldAfterBlank && opensNote(source.slice(start, end), this.open === null);
    if (this.inNote) {
      this.asides.push({ start, end });
      return;
    }
    if (this.open === null) this.header.push(lineAt(source, start, end));
    else this.open.add(start, end);
  }

  /** The held line is directly before a timing line: it is the id or number of the cue, or the last words of the cue above. */
  private takeId(): string | null {
    const wasNamed = this.isNamed;
    this.isNamed = false;
    if (this.heldStart < 0) return null;
    const number = readNumber(this.source, this.heldStart, this.heldEnd);
    const line = number < 0 ? this.source.slice(this.heldStart, this.heldEnd) : '';
    const isId = number < 0 ? this.names(line) : this.numbers(number, wasNamed);
    if (!isId) this.release();
    else if (number < 0 && !BARE_ID.test(line)) this.asides.push({ start: this.heldStart, end: this.heldEnd });
    this.heldStart = -1;
    this.isNamed = isId;
    return isId && number < 0 ? line.trim() : null;
  }

  /**
   * Without a blank line before it, a number is an id if the cue above has one too, or if it is the next number in order; otherwise it is
   * speech.
   */
  private numbers(number: number, wasNamed: boolean): boolean {
    return this.heldAfterBlank || wasNamed || this.open === null || number === this.blocks.length + 1;
  }

  private names(line: string): boolean {
    return !this.numericIds && (this.heldAfterBlank || PLAIN_ID.test(line)) && !SIGNATURE.test(line);
  }
}

const ZERO = 48;
const NINE = 57;

/** The number that a line is, digit by digit, else -1. Files have a number for each cue. */
function readNumber(text: string, start: number, end: number): number {
  let number = 0;
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code < ZERO || code > NINE || at - start >= MAX_DIGITS) return readSpacedNumber(text.slice(start, end));
    number = number * 10 + code - ZERO;
  }
  return number;
}

const readSpacedNumber = (line: string): number => (NUMBER.test(line) ? Number(line) : -1);

function opensNote(text: string, beforeFirstCue: boolean): boolean {
  if (text.startsWith('NOTE')) return /^NOTE(?:\s|$)/.test(text);
  return beforeFirstCue && /^(?:STYLE|REGION)\s*$/.test(text);
}

const SPACE = 32;
const TAB = 9;

/** The times of a timing line in its usual form, `00:00:01.000 --> 00:00:02.000` and any settings; null for any other line. */
function readUsualTiming(text: string, start: number, end: number): ReadTimes | null {
  const startMs = readPaddedClock(text, start);
  const endAt = start + PADDED_CLOCK + 5;
  if (startMs < 0 || !text.startsWith(' --> ', start + PADDED_CLOCK)) return null;
  const endMs = readPaddedClock(text, endAt);
  const after = text.charCodeAt(endAt + PADDED_CLOCK);
  const isOver = endAt + PADDED_CLOCK === end || after === SPACE || after === TAB;
  return endMs >= 0 && isOver ? { startMs, endMs } : null;
}

const isUnpadded = ({ start, end }: Timing): boolean => isUnpaddedClock(start) || isUnpaddedClock(end);

const isBlank = (text: string, start: number, end: number): boolean =>
  start === end || (text.charCodeAt(start) <= SPACE && text.slice(start, end).trim() === '');

/** Null if a clock without its leading zeros shows that all times of the file are to be read as `unpadded`. */
function collect(text: string, options: TokenizeOptions, unpadded: boolean): TokenizedCues | null {
  const { separator = ARROW } = options;
  const readLine = separator === ARROW ? readTiming : readSbvTiming;
  const collector = new BlockCollector(text, options.numericIds);
  const cursor = new LineCursor(text);
  let mark = -1;
  while (cursor.advance()) {
    const { start, end } = cursor;
    if (mark < start) mark = indexOrEnd(text, separator, start);
    const usual = mark < end && !unpadded ? readUsualTiming(text, start, end) : null;
    const timing = mark < end && usual === null ? readLine(text.slice(start, end)) : null;
    if (timing && !unpadded && isUnpadded(timing)) return null;
    if (usual) collector.timing(usual);
    else if (timing)
      collector.timing({ startMs: readClock(timing.start, unpadded), endMs: readClock(timing.end, unpadded) });
    else if (isBlank(text, start, end)) collector.blank();
    else collector.line(start, end);
  }
  collector.release();
  return collector;
}

function indexOrEnd(text: string, wanted: string, from: number): number {
  const at = text.indexOf(wanted, from);
  return at < 0 ? text.length : at;
}

const NOTHING: TokenizedCues = { header: [], blocks: [], unreadableTimes: 0, asides: [] };

/**
 * Reads WebVTT, SRT and SBV, including what tools write: cues without a blank line between them, blank lines inside cues, dots or commas,
 * any number of hour digits, no index, ids of any kind. If one clock of the file lacks its leading zeros, the digits after the dot count
 * milliseconds in the whole file. Runs in linear time for any input.
 */
export const tokenizeCues = (text: string, options: TokenizeOptions): TokenizedCues =>
  collect(text, options, false) ?? collect(text, options, true) ?? NOTHING;
