import { findQuestions, foldText, locateQuote } from 'debrief/plugin-api/text';

// Folding can make text longer, and the verifier counts folded characters: stay well below its 300.
const MAX_LENGTH = 280;
const SENTENCE_GAP = /(?<=[.?!])\s+/;

/** The end of a question that is too long, cut at a space: the clause that asks stands last. */
const lastWords = (question: string): string => {
  if (question.length <= MAX_LENGTH || !question.endsWith('?')) return question;
  const tail = question.slice(-MAX_LENGTH);
  return tail.slice(tail.indexOf(' ') + 1);
};

/** Cuts at a space, so that no word is parted. */
const clip = (text: string): string => {
  if (text.length <= MAX_LENGTH) return text;
  const space = text.lastIndexOf(' ', MAX_LENGTH);
  return space > 0 ? text.slice(0, space) : '';
};

/** These words as they stand in `turnText`, if a verifier will find them there; else null. */
const makeQuote = (turnText: string, words: string): string | null => {
  const clipped = clip(words.trim());
  if (clipped === '' || foldText(clipped).text.length > MAX_LENGTH) return null;
  const location = locateQuote(turnText, clipped);
  return location?.exact === true ? turnText.slice(location.start, location.end) : null;
};

/** A question as a quote that is still a question; null where it is too short or too long for that. */
export const quoteQuestion = (turnText: string, question: string): string | null => {
  const quote = makeQuote(turnText, lastWords(question));
  return quote === null || findQuestions(quote).length === 0 ? null : quote;
};

/** The first sentence of a turn for which `shows` holds, given folded text, else the first that can be quoted. */
export const quoteSentence = (turnText: string, shows: (folded: string) => boolean): string | null => {
  const sentences = turnText.slice(0, 8000).split(SENTENCE_GAP);
  const showing = sentences.filter((sentence) => shows(foldText(clip(sentence)).text));
  for (const sentence of [...showing, turnText, ...sentences].slice(0, 12)) {
    const quote = makeQuote(turnText, sentence);
    if (quote !== null) return quote;
  }
  return null;
};
