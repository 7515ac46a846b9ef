import { countWords } from '../timing/speech-rate.js';

/** Shorter sentences are said again in every call: `Yes, exactly.`, `How are you?` */
const MIN_WORDS = 5;

const fold = (sentence: string): string =>
  sentence
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Share of the words of all longer sentences that stand in a sentence said before, 0 to 1. Linear in the length of the texts. */
export function repeatedShare(texts: readonly string[]): number {
  const said = new Set<string>();
  let [repeated, total] = [0, 0];
  for (const sentence of texts.flatMap((text) => text.split(/[.?!…。？！]/u)).map(fold)) {
    const words = countWords(sentence);
    if (words < MIN_WORDS) continue;
    total += words;
    if (said.has(sentence)) repeated += words;
    said.add(sentence);
  }
  return total === 0 ? 0 : repeated / total;
}
