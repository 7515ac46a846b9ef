import type { Cue, ParseWarning, SetAside, Turn, WordAccount } from '../../plugin-api/transcript.js';
import { countOf } from '../../text/count-of.js';
import { accountJson } from './account-json.js';
import { accountText } from './account-text.js';
import { countWords } from './count-words.js';
import { WordTally } from './word-tally.js';

interface ReadWords {
  /** The decoded file. */
  readonly text: string;
  readonly cues: readonly Cue[];
  readonly setAside: readonly SetAside[] | undefined;
  /** Cues that are in no turn because no person says them. */
  readonly dropped: readonly Cue[];
  readonly turns: readonly Turn[];
}

const wordsOf = (texts: readonly { readonly text: string }[]): number =>
  texts.reduce((sum, { text }) => sum + countWords(text), 0);

/** What JSON begins with; a text may begin with a bracket, but not with what JSON has behind one. */
const JSON_START = /^[\s\uFEFF]{0,200}(?:\{\s*["}]|\[\s*[[{"])/;
const FENCED_JSON = /^[^]{0,4000}?`{3}[a-z\d]{0,8}\s{1,40}[{[]/;
const KEY_BEFORE = /"\s*:\s*"$/;

/** JSON, or JSON Lines, or a file whose speech is in JSON below a heading. */
const isJson = (text: string, [cue]: readonly Cue[]): boolean => {
  if (JSON_START.test(text)) return true;
  const start = cue?.offset[0] ?? 0;
  return KEY_BEFORE.test(text.slice(Math.max(0, start - 20), start)) && FENCED_JSON.test(text.slice(0, start));
};

/** Where the words of a file went: into turns, or aside for a reason. `inFile` is more than all of them where a word has no reason. */
export const accountWords = ({ text, cues, setAside, dropped, turns }: ReadWords): WordAccount => {
  const tally = new WordTally(text, setAside);
  if (isJson(text, cues)) accountJson(tally, cues);
  else accountText(tally, cues);
  tally.explain('NOT_A_PERSON', wordsOf(dropped));
  return { inFile: tally.inFile, inTurns: wordsOf(turns), setAside: tally.setAside };
};

/** Words of a file that are neither in turns nor set aside; negative if the turns have more words than the file explains. */
export const unaccountedWords = ({ inFile, inTurns, setAside }: WordAccount): number =>
  inFile - inTurns - setAside.reduce((sum, { words }) => sum + words, 0);

/** A warning where words are neither in turns nor set aside. */
export const warnOfUnaccounted = (account: WordAccount): ParseWarning[] => {
  const words = Math.abs(unaccountedWords(account));
  if (words === 0) return [];
  const message = `${countOf(words, 'word')} of the file are neither in the turns nor set aside for a reason. Compare the turns with the file.`;
  return [{ code: 'WORDS_UNACCOUNTED', message }];
};
