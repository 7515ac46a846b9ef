import { memoize } from '../text/memoize.js';
import { subjectsIn } from './dense-passages.js';
import { addCues, addSigns, type Cues, cuesOfWords, NO_CUES } from './wording-patterns.js';
import { type Meanings, meaningsIn } from './words.js';

/**
 * What the single words of a text could mean to any of the detectors. Their context can only restrict these meanings, so a
 * detector that misses something here finds nothing in the text.
 */
export interface Vocabulary extends Meanings {
  readonly cues: Cues;
  /** Subjects of talk about judging, as bits: in English, and in other languages. */
  readonly subjects: number;
  readonly foreignSubjects: number;
  /** Upper bounds for the number of one-letter words in a row: at the beginning, at the end, anywhere. */
  readonly opening: number;
  readonly closing: number;
  readonly longest: number;
}

type Growing = { -readonly [Key in keyof Vocabulary]: Key extends 'cues' ? number[] : Vocabulary[Key] };

/** Text between separators: its meanings, its number of words, and how many of them have one letter. */
interface Chunk {
  readonly said: Omit<Vocabulary, 'opening' | 'closing' | 'longest'>;
  readonly isMeaningless: boolean;
  readonly words: number;
  readonly letters: number;
}

const readChunk = (text: string): Chunk => {
  const { words, letters, ...meanings } = meaningsIn(text);
  const said = { ...meanings, ...subjectsIn(text) };
  const cues = cuesOfWords(text);
  const isMeaningless = [...Object.values(said), ...cues].every((bits) => bits === 0);
  return { said: { ...said, cues }, words, letters, isMeaningless };
};

const chunkOf = memoize(readChunk);

/** ASCII characters that no detector treats as part of a word: the text between them can be read separately. */
const SEPARATES = Uint8Array.from({ length: 128 }, (_, code) => (/[\w@$!|]/.test(String.fromCharCode(code)) ? 0 : 1));

const emptyVocabulary = (): Growing => ({
  cues: [...NO_CUES],
  ...{ english: 0, foreign: 0, rotated: 0, reversed: 0, mirrored: 0 },
  ...{ subjects: 0, foreignSubjects: 0, opening: 0, closing: 0, longest: 0 },
});

const addSaid = (all: Growing, said: Chunk['said']): void => {
  addCues(all.cues, said.cues);
  all.english |= said.english;
  all.foreign |= said.foreign;
  all.rotated |= said.rotated;
  all.reversed |= said.reversed;
  all.mirrored |= said.mirrored;
  all.subjects |= said.subjects;
  all.foreignSubjects |= said.foreignSubjects;
};

/** Reads a text chunk by chunk. */
class Reader {
  readonly all = emptyVocabulary();
  private isOpening = true;

  take({ said, isMeaningless, words, letters }: Chunk): void {
    if (!isMeaningless) addSaid(this.all, said);
    if (letters === 0 && words > 0) {
      this.isOpening = false;
      this.all.closing = 0;
    } else if (letters > 0) this.takeLetters(words, letters);
  }

  /** If other words are between the letters, the row is shorter than counted here. */
  private takeLetters(words: number, letters: number): void {
    const { all } = this;
    all.longest = Math.max(all.longest, all.closing + letters);
    if (this.isOpening) all.opening += letters;
    if (words > letters) this.isOpening = false;
    all.closing = words > letters ? letters : all.closing + letters;
  }
}

/** The vocabulary of folded text. */
export const vocabularyOf = (folded: string): Vocabulary => {
  const reader = new Reader();
  let start = 0;
  for (let at = 0; at <= folded.length; at += 1) {
    if (at < folded.length && SEPARATES[folded.charCodeAt(at)] !== 1) continue;
    if (at > start) reader.take(chunkOf(folded.slice(start, at)));
    start = at + 1;
  }
  addSigns(reader.all.cues, folded);
  return reader.all;
};

/** The vocabulary of two texts joined by a space. */
export const vocabularyOfBoth = (first: Vocabulary, second: Vocabulary): Vocabulary => {
  const all = emptyVocabulary();
  addSaid(all, first);
  addSaid(all, second);
  all.longest = Math.max(first.longest, second.longest, first.closing + second.opening);
  return all;
};
