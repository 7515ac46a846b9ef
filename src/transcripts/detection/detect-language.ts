import { createRequire } from 'node:module';
import type * as Statistics from 'tinyld';

/** Its tables take longer to load than most files to read, and English needs none of them. */
const loadStatistics = () => createRequire(import.meta.url)('tinyld') as typeof Statistics;

/** Enough of a call to know its language by. */
const SAMPLE = 6_000;
const MIN_WORDS = 5;
const MIN_CHARACTERS = 24;

/** How sure the statistics must be, and how far ahead of the next language; a few words alone must leave no doubt. */
const SURE = 0.2;
const SURE_OF_SHORT = 0.5;
const SHORT = 60;
const LEAD = 1.5;

/** Words that make up about half of spoken English and are rare in other languages' texts. */
const ENGLISH = new Set(
  "the and you to that it's is it of i i'm for we on have what so your are this with be do how but they that's my yeah would can just about our not all if at from there don't was okay like know thanks hi hello yes".split(
    ' ',
  ),
);

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}'’]+/gu) ?? [];

function englishShare(words: readonly string[]): number {
  const known = words.filter((word) => ENGLISH.has(word.replace('’', "'"))).length;
  return known / Math.max(1, words.length);
}

/** The primary tag of a stated language (`eng`, `en-US`, `EN` give `en`), or null if it names none. */
export function primaryTag(stated: string | undefined): string | null {
  if (stated === undefined) return null;
  try {
    const [tag = 'und'] = Intl.getCanonicalLocales(stated.trim().replaceAll('_', '-'));
    const primary = tag.split('-', 1)[0] ?? 'und';
    return /^(?:und|zxx|mul|mis)$/.test(primary) ? null : primary;
  } catch {
    // A RangeError: the file states something that is not a language tag, so the language is detected instead.
    return null;
  }
}

/**
 * Language of what was said as a BCP 47 primary tag; `und` where the text is too short or unclear. English is told by its function words
 * first: statistics over letters mistake short English calls for their neighbors.
 */
export function detectLanguage(text: string): string {
  const sample = text.slice(0, SAMPLE);
  const words = wordsOf(sample);
  if (words.length >= MIN_WORDS && englishShare(words) >= 0.3) return 'en';
  if (sample.trim().length < MIN_CHARACTERS && !/[^\p{Script=Latin}\p{Script=Common}]/u.test(sample)) return 'und';
  const [best, next] = loadStatistics().detectAll(sample);
  const sure = sample.trim().length < SHORT ? SURE_OF_SHORT : SURE;
  if (!best || best.accuracy < Math.max(sure, (next?.accuracy ?? 0) * LEAD)) return 'und';
  return primaryTag(best.lang) ?? 'und';
}
