import { decodeHTML } from 'entities';
import type { SetAsideReason } from '../../plugin-api/transcript.js';
import { countWords } from './count-words.js';
import type { WordTally } from './word-tally.js';

/** The place of one cue in the file, or of several that overlap. */
export interface Place {
  readonly from: number;
  readonly to: number;
  /** Words of its cues. */
  readonly words: number;
  readonly speakers: readonly (string | null)[];
}

const TAGS = /<[!?/]?[a-z\d][^<>]{0,2000}>|\{\\[^{}]{0,200}\}/gi;
const NUMBERS = /(?<![^\s[(<|,;-])[\d:.,]*\d[\d:.,]*(?![^\s\])>|,;.-])/g;

const wordsOfAll = (text: string, pattern: RegExp): number =>
  (text.match(pattern) ?? []).reduce((sum, found) => sum + countWords(found), 0);

const labelWords = (text: string, speakers: Place['speakers']): number =>
  speakers.reduce((sum, speaker) => sum + (speaker && text.includes(speaker) ? countWords(speaker) : 0), 0);

/**
 * Says why a cue has fewer words than its place in the file: tags, its label, its times, or what its parser says. What has no reason stays
 * unexplained.
 */
export const explainPlace = (tally: WordTally, { from, to, words, speakers }: Place, inPlace: number): void => {
  const text = tally.text.slice(from, to);
  let rest = inPlace - words;
  const take = (reason: SetAsideReason, found: number): void => {
    const taken = Math.min(Math.max(0, rest), found);
    rest -= taken;
    tally.explain(reason, taken);
  };
  for (const { reason, words: found } of tally.regionsWithin(from, to)) take(reason, found);
  const bare = text.replace(TAGS, ' ');
  take('MARKUP', wordsOfAll(text, TAGS) + countWords(bare) - countWords(bare.includes('&') ? decodeHTML(bare) : bare));
  take('LABEL', labelWords(text, speakers));
  const around = tally.regionAround(from, to);
  take('TIMING', around === null ? wordsOfAll(bare, NUMBERS) : 0);
  if (around !== null) take(around.reason, rest);
};
