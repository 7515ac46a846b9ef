import type { Issue, Validator } from 'debrief/plugin-api';
import { withoutQuotes, writtenTexts } from './output-pointers.js';

/** Scripts of languages that don't write in Latin letters. */
const SCRIPTS: Readonly<Record<string, RegExp>> = {
  ar: /\p{Script=Arabic}/gu,
  bg: /\p{Script=Cyrillic}/gu,
  el: /\p{Script=Greek}/gu,
  fa: /\p{Script=Arabic}/gu,
  he: /\p{Script=Hebrew}/gu,
  hi: /\p{Script=Devanagari}/gu,
  ja: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/gu,
  ko: /\p{Script=Hangul}/gu,
  ru: /\p{Script=Cyrillic}/gu,
  th: /\p{Script=Thai}/gu,
  uk: /\p{Script=Cyrillic}/gu,
  zh: /\p{Script=Han}/gu,
};
const LATIN = /\p{Script=Latin}/gu;
const LETTER = /\p{L}/gu;

/** Frequent words that few of the other languages share. */
const STOP_WORDS: Readonly<Record<string, ReadonlySet<string>>> = Object.fromEntries(
  Object.entries({
    de: 'und der das ist nicht mit auf für ein eine den dem von zu sich auch wurde werden aber nach bei',
    en: 'the and of to is was with for that this are were not by at which but from what their',
    es: 'el la los las de que y en un una por con para se del está fue como pero más',
    fr: 'le la les des et est dans une pour que qui pas sur avec du au ce mais plus ont',
    it: 'il di che è la per una sono con non del della gli nel alla ma anche più si',
    nl: 'de het een en van is niet op te dat met voor zijn aan door maar ook werd naar bij',
    pt: 'o a os as de que e em um uma para com não por do da no na mas foi',
  }).map(([language, words]) => [language, new Set(words.split(' '))]),
);

const MIN_LETTERS = 40;
const MIN_HITS = 4;

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

const countStopWords = (words: readonly string[], language: string): number =>
  words.filter((word) => STOP_WORDS[language]?.has(word)).length;

/** Whether a language other than the wanted one has clearly more of its frequent words in the text. */
const isOtherLatin = (text: string, wanted: string): boolean => {
  if (STOP_WORDS[wanted] === undefined) return false;
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const own = countStopWords(words, wanted);
  const others = Object.keys(STOP_WORDS).filter((language) => language !== wanted);
  return others.some((language) => countStopWords(words, language) >= Math.max(MIN_HITS, 2 * own));
};

/**
 * Whether a text may be in a language (BCP 47), by script and by frequent words. Says no only where another language is
 * clear: short texts and languages that it does not know pass.
 */
export const isPlausiblyIn = (text: string, tag: string): boolean => {
  const language = (tag.split('-')[0] ?? '').toLowerCase();
  const letters = count(text, LETTER);
  if (letters < MIN_LETTERS) return true;
  const script = SCRIPTS[language] ?? (STOP_WORDS[language] === undefined ? null : LATIN);
  if (script !== null && count(text, script) < letters / 2) return false;
  return !isOtherLatin(text, language);
};

/** B12: rationale and coaching are in the language of the reader; quotes stay in that of the call. */
export const uiLanguage: Validator = {
  name: 'ui-language',
  description: 'Rationale and coaching are in the language asked for.',
  order: 120,
  validate: ({ output, uiLanguage: wanted }) =>
    writtenTexts(output)
      .filter(({ text }) => !isPlausiblyIn(withoutQuotes(text), wanted))
      .map(({ path }): Issue => ({
        severity: 'warning',
        code: 'WRONG_LANGUAGE',
        path,
        message: `The text does not look like "${wanted}".`,
        hint: `Write rationale and coaching in "${wanted}"; leave quotes as they were said.`,
      })),
};
