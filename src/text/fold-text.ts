/** Text made comparable, with the way back to the original. */
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
const isInvisible = (character: string): boolean => {
  const code = character.codePointAt(0) ?? 0;
  return code >= 0xad && INVISIBLE.some(([first, last]) => code >= first && code <= last);
};

// What composes with the character before it: marks, Hangul vowels and finals, halfwidth kana sound marks.
const COMPOSES = /^[\p{M}\u1160-\u11FF\uFF9E\uFF9F]$/u;
const SPACE = /^\s$/u;

const ASCII_FORMS: Readonly<Record<string, string>> = {
  ...forms("'", '\u2018\u2019\u201A\u201B\u2032\u02BC\u00B4\u0060\uFF07'),
  ...forms('"', '\u201C\u201D\u201E\u201F\u2033\u00AB\u00BB\uFF02'),
  ...forms('-', '\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uFE58\uFE63\uFF0D'),
};

function forms(ascii: string, characters: string): Record<string, string> {
  return Object.fromEntries(Array.from(characters, (character) => [character, ascii]));
}

const foldCluster = (cluster: string): string => {
  const plain = ASCII_FORMS[cluster] ?? cluster;
  return plain.normalize('NFKC').toLowerCase().normalize('NFKC');
};

class Folding implements FoldedText {
  private readonly units: string[] = [];
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  text = '';

  add(unit: string, start: number, end: number): void {
    if (!SPACE.test(unit)) this.push(unit, start, end);
    else if (this.units.length > 0 && this.units.at(-1) !== ' ') this.push(' ', start, end);
    else if (this.units.length > 0) this.ends[this.ends.length - 1] = end;
  }

  finish(): this {
    if (this.units.at(-1) === ' ') this.drop();
    this.text = this.units.join('');
    return this;
  }

  sourceStart(i: number): number {
    return this.starts[Math.max(0, i)] ?? this.ends.at(-1) ?? 0;
  }

  sourceEnd(i: number): number {
    return i <= 0 ? this.sourceStart(0) : (this.ends[i - 1] ?? this.ends.at(-1) ?? 0);
  }

  private push(unit: string, start: number, end: number): void {
    this.units.push(unit);
    this.starts.push(start);
    this.ends.push(end);
  }

  private drop(): void {
    this.units.pop();
    this.starts.pop();
    this.ends.pop();
  }
}

/** Plain words with single blanks: nothing but the case changes, and every place stays where it is. */
const PLAIN = /^(?! )[ -_a-~]*$/;
const isPlain = (text: string): boolean => PLAIN.test(text) && !text.endsWith(' ') && !text.includes('  ');

const foldPlain = (text: string): FoldedText => {
  const within = (i: number): number => Math.min(Math.max(0, i), text.length);
  return { text: text.toLowerCase(), sourceStart: within, sourceEnd: within };
};

/**
 * Folds text for comparison: NFKC, lower case, quotes, dashes and ellipsis to ASCII, invisible characters dropped,
 * white space collapsed and trimmed. Keeps for every UTF-16 unit of the result where it came from.
 */
export const foldText = (text: string): FoldedText => {
  if (isPlain(text)) return foldPlain(text);
  const folding = new Folding();
  let cluster = '';
  let start = 0;
  let end = 0;
  const flush = (): void => {
    const folded =
      cluster.length === 1 && cluster < '\u0080' && cluster !== '`' ? cluster.toLowerCase() : foldCluster(cluster);
    for (const unit of folded.split('')) folding.add(unit, start, end);
  };
  let at = 0;
  for (const character of text) {
    const next = at + character.length;
    const invisible = isInvisible(character);
    if (!invisible && character > '\u007F' && COMPOSES.test(character)) {
      cluster += character;
      end = next;
    } else if (!invisible) {
      flush();
      cluster = character;
      start = at;
      end = next;
    }
    at = next;
  }
  flush();
  return folding.finish();
};
