import { countWords, isWordUnit } from './count-words.js';
import type { WordTally } from './word-tally.js';

const [SPACE, NO_BREAK_SPACE, AMPERSAND, LESS, BACKSLASH, HYPHEN] = [0x20, 0xa0, 0x26, 0x3c, 0x5c, 0x2d];
const MAX_TAG = 2_000;
const ENTITY = /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,8});/iy;
const TAG = /<(?:[!?/]?[a-z\d][^<>]*|!--[^]*?--)>/iy;

/** Words of a time that are letters. */
const CLOCK_WORDS = new Set(
  'a p m h s z t u am pm hr hrs hour hours min mins minute minutes sec secs second seconds ms utc gmt and at to jan january feb february mar march apr april may jun june jul july aug august sep sept september oct october nov november dec december'.split(
    ' ',
  ),
);
const LONGEST_CLOCK_WORD = 10;

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
const isLineEnd = (code: number): boolean => code === 0x0a || code === 0x0d;
const isBlank = (code: number): boolean => code <= SPACE || code === NO_BREAK_SPACE;

interface Token {
  readonly words: number;
  readonly digit: boolean;
  readonly letter: boolean;
  readonly isHead: boolean;
}

/** Reads what lies between the words of cues: labels, times, ids, tags. Words that are none of these stay unexplained. */
export class GapReader {
  private readonly labels: ReadonlyMap<string, number>;
  /** The code units that labels begin with: nearly all other words need no comparison. */
  private readonly begins: ReadonlySet<number>;
  /** Words of labels, which a file may write with other marks between them. */
  private readonly labelWords: ReadonlySet<string>;
  private readonly text: string;
  /** Where the last token with a digit ends, or the words of a time behind it. */
  private digitsUpTo = -2;

  constructor(
    private readonly tally: WordTally,
    speakers: Iterable<string>,
    private readonly escaped = false,
  ) {
    this.text = tally.text;
    const named = [...new Set(speakers)].filter((label) => label !== '').sort((a, b) => b.length - a.length);
    this.labels = new Map(named.map((label) => [label, countWords(label)]));
    this.labelWords = new Set(named.flatMap((label) => label.split(/[^\p{L}\p{N}]+/u)));
    this.begins = new Set(named.map((label) => label.charCodeAt(0)));
  }

  /**
   * @param speaker label of the cue behind the gap
   * @param isHead whether no cue was before it
   */
  read(from: number, to: number, speaker: string | null, isHead: boolean): void {
    const { text, escaped } = this;
    let at = from;
    while (at < to) {
      const code = text.charCodeAt(at);
      if (this.begins.has(code) && !isWordUnit(text.charCodeAt(at - 1))) {
        const behind = this.label(at, to, speaker);
        if (behind > at) {
          at = behind;
          continue;
        }
      }
      if (isWordUnit(code)) at = this.word(at, to, isHead);
      else if (code === LESS || code === AMPERSAND) at = this.markup(at, to);
      else if (code === HYPHEN && text.startsWith('-->', at)) at = this.timingLine(at, to);
      else at += escaped && code === BACKSLASH ? 2 : 1;
    }
  }

  private word(at: number, to: number, isHead: boolean): number {
    const region = this.tally.regionAt(at);
    if (region === null) return this.token(at, to, isHead);
    const end = Math.min(to, region.offset[1]);
    this.tally.count(region.reason, countWords(this.text, at, end, this.escaped));
    return end;
  }

  /** Behind a tag or a character reference, or behind the mark that begins none. */
  private markup(at: number, to: number): number {
    const pattern = this.text.charCodeAt(at) === LESS ? TAG : ENTITY;
    pattern.lastIndex = at;
    const end = pattern.test(this.text) ? pattern.lastIndex : Infinity;
    if (end > Math.min(to, at + MAX_TAG)) return at + 1;
    this.tally.count('MARKUP', countWords(this.text, at, end, this.escaped));
    return end;
  }

  /** Behind the label of a speaker, or `at`. What the parser set aside is no label. */
  private label(at: number, to: number, speaker: string | null): number {
    const { text, tally } = this;
    let found = speaker !== null && speaker !== '' && text.startsWith(speaker, at) ? speaker : null;
    if (found === null) for (const label of this.labels.keys()) if (text.startsWith(label, at)) found ??= label;
    if (found === null || at + found.length > to || isWordUnit(text.charCodeAt(at + found.length))) return at;
    if (tally.regionAt(at) !== null) return at;
    tally.count('LABEL', this.labels.get(found) ?? 0);
    return at + found.length;
  }

  /** A run without blanks. With a digit it is a time or an id. */
  private token(from: number, to: number, isHead: boolean): number {
    const { text, escaped } = this;
    let [at, words, digit, letter, inside] = [from, 0, false, false, false];
    for (; at < to; at += 1) {
      const code = text.charCodeAt(at);
      if (isDigit(code)) digit = true;
      else if (isWordUnit(code)) letter = true;
      else if (isBlank(code) || code === LESS || (escaped && code === BACKSLASH)) break;
      else {
        inside = false;
        continue;
      }
      if (!inside) words += 1;
      inside = true;
    }
    // Apostrophes join words.
    this.explain(from, at, { words: letter ? countWords(text, from, at) : words, digit, letter, isHead });
    return at;
  }

  private explain(from: number, to: number, { words, digit, letter, isHead }: Token): void {
    const { tally } = this;
    const besideDigits = this.digitsUpTo === from - 1 || isDigit(this.text.charCodeAt(to + 1));
    if (digit || this.digitsUpTo === from - 1) this.digitsUpTo = to;
    if (digit && !letter) tally.count('TIMING', words);
    else if (isHead) tally.count('HEADER', words);
    else if (digit) tally.count('METADATA', words);
    else if (this.isLabelWord(from, to)) tally.count('LABEL', words);
    else if (besideDigits && this.isClockWord(from, to)) tally.count('TIMING', words);
    else tally.inFile += words;
  }

  /** The second time of a cue, with its settings. */
  private timingLine(from: number, to: number): number {
    let end = from;
    while (end < to && !isLineEnd(this.text.charCodeAt(end))) end += 1;
    this.tally.count('TIMING', countWords(this.text, from, end));
    return end;
  }

  private isLabelWord(from: number, to: number): boolean {
    return this.labelWords.has(this.text.slice(from, to).replace(/[^\p{L}\p{N}]+$/u, ''));
  }

  private isClockWord(from: number, to: number): boolean {
    return (
      to - from <= LONGEST_CLOCK_WORD && CLOCK_WORDS.has(this.text.slice(from, to).replace(/\W+$/, '').toLowerCase())
    );
  }
}
