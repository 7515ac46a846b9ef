import { memoize } from '../../text/memoize.js';

/** Letters and digits that are written or said together: `4111`, `DE`, "four", "double five". */
export interface Group {
  /** Upper-case letters and digits. */
  readonly characters: string;
  readonly start: number;
  readonly end: number;
  /** Whether it was said as a word. */
  readonly spoken: boolean;
  /** Whether a plus precedes it. */
  readonly plus: boolean;
}

/** Groups with nothing between them but the separators of numbers. */
export type CharacterRun = readonly Group[];

const WORD = /[\p{L}\p{N}]+/gu;
const GAP = /^(?:|[ \u00a0\u2009\u202f]|[-–.()/·]|[ \u00a0]?[-–(/·] ?|\) ?[-–]?|, ?|\n)$/;

const spokenAs = (from: number, words: string): [string, string][] =>
  words
    .split(' ')
    .flatMap((variants, at) => variants.split('|').map((word): [string, string] => [word, String(at + from)]));

const UNITS = new Map([
  ...spokenAs(0, 'zero|oh|nought one two three four five six seven eight nine'),
  ...spokenAs(0, 'null eins|ein zwei|zwo drei vier fünf sechs sieben acht neun'),
  ...spokenAs(0, 'zéro un|une deux trois quatre cinq six sept huit neuf'),
  ...spokenAs(0, 'cero uno dos tres cuatro cinco seis siete ocho nueve'),
]);
const TEENS = new Map(spokenAs(10, 'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'));
const TENS = new Map(spokenAs(2, 'twenty thirty forty|fourty fifty sixty seventy eighty ninety'));
const TIMES = new Map([
  ['double', 2],
  ['triple', 3],
]);

const ZEROS = [0x30, 0x660, 0x6f0, 0x966, 0xff10];

const ASCII = /^[A-Za-z0-9]+$/;

const asciiDigits = (text: string): string =>
  Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const zero = ZEROS.find((first) => code >= first && code <= first + 9);
    return zero === undefined ? character : String(code - zero);
  }).join('');

/** Digits of any common script as ASCII. */
const plainDigits = (text: string): string => (ASCII.test(text) ? text : asciiDigits(text));

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The characters of a word of digits or letters; null for an ordinary word. */
const written = (text: string): string | null => {
  const plain = plainDigits(text);
  if (/^[0-9]+$/.test(plain)) return plain;
  if (/^[A-Za-z]$/.test(plain) || /^[A-Z]{2,6}$/.test(plain)) return plain.toUpperCase();
  return plain.length <= 34 && /^(?=[A-Za-z]*[0-9])[A-Za-z0-9]+$/.test(plain) ? plain.toUpperCase() : null;
};

/** Whether a word is neither part of a number nor "plus", as nearly all are. */
const isOrdinary = memoize((text): boolean => {
  const lower = text.toLowerCase();
  const said = lower === 'plus' || UNITS.has(lower) || TEENS.has(lower) || TENS.has(lower) || TIMES.has(lower);
  return !said && written(text) === null;
});

class Reader {
  readonly runs: Group[][] = [];
  private run: Group[] = [];
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly words: readonly Word[],
  ) {}

  read(): readonly CharacterRun[] {
    while (this.at < this.words.length) this.step();
    this.close();
    return this.runs;
  }

  private step(): void {
    const word = this.words[this.at];
    if (!word) return;
    if (isOrdinary(word.text)) return this.skip();
    const lower = word.text.toLowerCase();
    const said = this.said(lower);
    if (said) return this.take(word, said.characters, said.words, true);
    const characters = written(word.text);
    if (characters !== null) return this.take(word, characters, 1, false);
    if (lower === 'plus') this.at += 1;
    else this.skip();
  }

  private skip(): void {
    this.close();
    this.at += 1;
  }

  /** The number word at this position, with the number of words that it takes. */
  private said(lower: string): { characters: string; words: number } | null {
    const next = this.words[this.at + 1]?.text.toLowerCase() ?? '';
    const digit = UNITS.get(lower);
    if (digit !== undefined) return { characters: digit, words: 1 };
    const teen = TEENS.get(lower);
    if (teen !== undefined) return { characters: teen, words: 1 };
    const ten = TENS.get(lower);
    const unit = UNITS.get(next);
    if (ten !== undefined)
      return unit && unit !== '0' ? { characters: ten + unit, words: 2 } : { characters: `${ten}0`, words: 1 };
    const times = TIMES.get(lower);
    const repeated = unit ?? (/^[0-9]$/.test(next) ? next : undefined);
    return times !== undefined && repeated !== undefined ? { characters: repeated.repeat(times), words: 2 } : null;
  }

  private take(word: Word, characters: string, words: number, spoken: boolean): void {
    const before = this.text.slice(this.run.at(-1)?.end ?? word.start, word.start);
    const saidPlus = this.words[this.at - 1]?.text.toLowerCase() === 'plus';
    const plus = saidPlus || this.text[word.start - 1] === '+';
    if (plus || !GAP.test(before) || this.isThousands(before)) this.close();
    const start = saidPlus ? (this.words[this.at - 1]?.start ?? word.start) : plus ? word.start - 1 : word.start;
    const end = this.words[this.at + words - 1]?.end ?? word.end;
    this.run.push({ characters, start, end, spoken, plus });
    this.at += words;
  }

  private isThousands(before: string): boolean {
    return before === ',' && this.run.at(-1)?.spoken === false;
  }

  private close(): void {
    if (this.run.length > 0) this.runs.push(this.run);
    this.run = [];
  }
}

/** Runs of letters and digits in a text, written or said. Linear time. */
export const readCharacters = (text: string): readonly CharacterRun[] => {
  const words = Array.from(text.matchAll(WORD), ({ 0: word, index }) => ({
    text: word,
    start: index,
    end: index + word.length,
  }));
  return new Reader(text, words).read();
};
