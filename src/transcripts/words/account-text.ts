import type { Cue } from '../../plugin-api/transcript.js';
import { countWords } from './count-words.js';
import { explainPlace, type Place } from './explain-place.js';
import { GapReader } from './gap-reader.js';
import type { WordTally } from './word-tally.js';

const isBefore = (cue: Cue, other: Cue | undefined): boolean => cue.offset[0] <= (other?.offset[0] ?? Infinity);

/** Cues by their place in the file. */
export const inOrder = (cues: readonly Cue[]): readonly Cue[] =>
  cues.every((cue, at) => isBefore(cue, cues[at + 1])) ? cues : cues.toSorted((a, b) => a.offset[0] - b.offset[0]);

/** The places of the cues, in the order of the file. Cues that overlap, such as two speakers on one line, share one. */
export function* placesOf(cues: readonly Cue[], wordsOf: (cue: Cue) => number): Generator<Place> {
  let open: { from: number; to: number; words: number; speakers: (string | null)[] } | null = null;
  for (const cue of inOrder(cues)) {
    const [from, to] = cue.offset;
    if (open !== null && from < open.to) {
      open.to = Math.max(open.to, to);
      open.words += wordsOf(cue);
      open.speakers.push(cue.speaker);
    } else {
      if (open !== null) yield open;
      open = { from, to, words: wordsOf(cue), speakers: [cue.speaker] };
    }
  }
  if (open !== null) yield open;
}

const [COLON, LESS, GREATER] = [0x3a, 0x3c, 0x3e];

/** Where the words of a place begin that has its label before them: `Ann: Hello.` */
const behindLabel = (text: string, { from, to, speakers: [speaker] }: Place): number => {
  const end = from + (speaker?.length ?? 0);
  return speaker && end < to && text.charCodeAt(end) === COLON && text.startsWith(speaker, from) ? end : from;
};

/** Where the words of a place end that has a closing tag behind them: `Hello.</v>` */
const beforeTag = (text: string, from: number, to: number): number => {
  if (text.charCodeAt(to - 1) !== GREATER) return to;
  let at = to - 1;
  while (at > from && text.charCodeAt(at) !== LESS) at -= 1;
  return at > from && text.startsWith('</', at) ? at : to;
};

/** Goes through a text from cue to cue, and says of each word that is in none why. */
export const accountText = (tally: WordTally, cues: readonly Cue[]): void => {
  const { text } = tally;
  const gaps = new GapReader(
    tally,
    cues.map(({ speaker }) => speaker ?? ''),
  );
  let at = 0;
  for (const place of placesOf(cues, (cue) => countWords(cue.text))) {
    const [speaker = null] = place.speakers;
    const from = place.speakers.length === 1 ? behindLabel(text, place) : place.from;
    gaps.read(at, from, speaker, at === 0);
    at = beforeTag(text, from, place.to);
    const inPlace = countWords(text, from, at);
    tally.inFile += inPlace;
    if (inPlace !== place.words) explainPlace(tally, { ...place, from, to: at }, inPlace);
  }
  gaps.read(at, text.length, null, false);
};
