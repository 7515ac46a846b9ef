import { memoize } from './memoize.js';

/** Text folded for comparison, with a mapping to the original. */
export interface FoldedText {
  readonly text: string;
  /** Where folded unit `i` begins in the original, in UTF-16 code units; the original's last folded end for `i` past the end. */
  sourceStart(i: number): number;
  /** Where the folded range that ends before unit `i` ends in the original: folded `[a, b)` is original `[sourceStart(a), sourceEnd(b))`. */
  sourceEnd(i: number): number;
}

// Soft hyphen, joiners, bidirectional controls, variation selectors, tags: invisible, and so no part of a comparison.
const INVISIBLE: readonly (readonly [first: number, last: number])[] = [
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x180b, 0x180e],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xe0000, 0xe0fff],
];
const isInvisible = (code: number): boolean =>
  code >= 0xad && INVISIBLE.some(([first, last]) => code >= first && code <= last);

// Characters that compose with the one before them: marks, Hangul vowels and finals, halfwidth kana sound marks.
const COMPOSES = /^[\p{M}\u1160-\u11FF\uFF9E\uFF9F]$/u;
const SPACE = /^\s$/u;

const ASCII_EQUIVALENTS: Readonly<Record<string, string>> = {
  ...equivalents("'", '\u2018\u2019\u201A\u201B\u2032\u02BC\u00B4\u0060\uFF07'),
  ...equivalents('"', '\u201C\u201D\u201E\u201F\u2033\u00AB\u00BB\uFF02'),
  ...equivalents('-', '\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uFE58\uFE63\uFF0D'),
};

function equivalents(ascii: string, characters: string): Record<string, string> {
  return Object.fromEntries(Array.from(characters, (character) => [character, ascii]));
}

const foldCluster = (cluster: string): string => {
  const plain = ASCII_EQUIVALENTS[cluster] ?? cluster;
  return plain.normalize('NFKC').toLowerCase().normalize('NFKC');
};

const foldedCluster = memoize(foldCluster);

/** How folding treats a character: unchanged, blank, changed, composed with the previous one, or dropped. */
const KIND = { SAME: 1, BLANK: 2, OTHER: 3, COMPOSES: 4, INVISIBLE: 5 } as const;

const classify = (code: number): number => {
  const character = String.fromCodePoint(code);
  if (isInvisible(code)) return KIND.INVISIBLE;
  if (code > 0x7f && COMPOSES.test(character)) return KIND.COMPOSES;
  if (SPACE.test(character)) return KIND.BLANK;
  return foldCluster(character) === character ? KIND.SAME : KIND.OTHER;
};

/** Kinds of the characters of one UTF-16 unit, computed when they first occur; 0 until then. */
const kinds = new Uint8Array(0x10000);

const kindOf = (code: number): number => {
  if (code > 0xffff) return isInvisible(code) ? KIND.INVISIBLE : classify(code);
  const known = kinds[code] ?? 0;
  if (known !== 0) return known;
  const kind = classify(code);
  kinds[code] = kind;
  return kind;
};

const BLANK = 0x20;

class Folding implements FoldedText {
  private readonly units: number[] = [];
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  text = '';

  add(unit: number, start: number, end: number): void {
    if (unit !== BLANK && (unit > 0xffff || kindOf(unit) !== KIND.BLANK)) this.push(unit, start, end);
    else if (this.units.length > 0 && this.units.at(-1) !== BLANK) this.push(BLANK, start, end);
    else if (this.units.length > 0) this.ends[this.ends.length - 1] = end;
  }

  push(unit: number, start: number, end: number): void {
    this.units.push(unit);
    this.starts.push(start);
    this.ends.push(end);
  }

  finish(): this {
    if (this.units.at(-1) === BLANK) this.drop();
    for (let at = 0; at < this.units.length; at += MAX_ARGUMENTS) {
      this.text += String.fromCharCode(...this.units.slice(at, at + MAX_ARGUMENTS));
    }
    return this;
  }

  sourceStart(i: number): number {
    return this.starts[Math.max(0, i)] ?? this.ends.at(-1) ?? 0;
  }

  sourceEnd(i: number): number {
    return i <= 0 ? this.sourceStart(0) : (this.ends[i - 1] ?? this.ends.at(-1) ?? 0);
  }

  private drop(): void {
    this.units.pop();
    this.starts.pop();
    this.ends.pop();
  }
}

/** Arguments that are safe on the stack of one call. */
const MAX_ARGUMENTS = 4_096;

/** ASCII words with single spaces: only the case changes, and all offsets stay the same. */
const PLAIN = /^(?! )[ -_a-~]*$/;
const isPlain = (text: string): boolean => PLAIN.test(text) && !text.endsWith(' ') && !text.includes('  ');

const foldPlain = (text: string): FoldedText => {
  const within = (i: number): number => Math.min(Math.max(0, i), text.length);
  return { text: text.toLowerCase(), sourceStart: within, sourceEnd: within };
};

interface Cluster {
  readonly text: string;
  readonly end: number;
  /** Start of the next one: invisible characters may be between. */
  readonly next: number;
}

/** The character that ends before `end`, with the characters that compose with it. */
const clusterFrom = (text: string, first: string, end: number): Cluster => {
  const cluster = { text: first, end, next: end };
  while (cluster.next < text.length) {
    const code = text.codePointAt(cluster.next) ?? 0;
    const kind = code < 0x80 ? KIND.OTHER : kindOf(code);
    if (kind < KIND.COMPOSES) break;
    cluster.next += code > 0xffff ? 2 : 1;
    if (kind === KIND.INVISIBLE) continue;
    cluster.text += String.fromCodePoint(code);
    cluster.end = cluster.next;
  }
  return cluster;
};

const foldSlowly = (text: string): FoldedText => {
  const folding = new Folding();
  // Composing characters at the very beginning form a cluster of their own.
  const lead = clusterFrom(text, '', 0);
  const addCluster = ({ text: cluster, end }: Cluster, start: number): void => {
    const folded = foldedCluster(cluster);
    for (let i = 0; i < folded.length; i += 1) folding.add(folded.charCodeAt(i), start, end);
  };
  addCluster(lead, 0);
  for (let at = lead.next; at < text.length;) {
    const code = text.codePointAt(at) ?? 0;
    const end = at + (code > 0xffff ? 2 : 1);
    const alone = end === text.length || text.charCodeAt(end) < 0x80;
    if (alone && code <= 0xffff && kindOf(code) === KIND.SAME) {
      folding.push(code, at, end);
      at = end;
    } else if (alone && kindOf(code) === KIND.BLANK) {
      folding.add(BLANK, at, end);
      at = end;
    } else {
      const cluster = clusterFrom(text, text.slice(at, end), end);
      addCluster(cluster, at);
      at = cluster.next;
    }
  }
  return folding.finish();
};

/**
 * Folds text for comparison: NFKC, lower case, quotes, dashes and ellipsis to ASCII, invisible characters dropped,
 * white space collapsed and trimmed. Keeps for every UTF-16 unit of the result where it came from.
 */
export const foldText = (text: string): FoldedText => (isPlain(text) ? foldPlain(text) : foldSlowly(text));
