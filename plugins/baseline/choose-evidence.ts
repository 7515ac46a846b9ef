import { evidenceShortfall, type JudgeEvidence, type RubricDimension, statesNumber } from 'debrief/plugin-api';
import { findQuestions, foldText, locateQuote } from 'debrief/plugin-api/text';
import type { SpinClass } from './classify-question.js';
import type { AskedQuestion, ReadTurn } from './collect-questions.js';
import { PROBLEM, WANT } from './lexicon.js';

// Folding can make text longer, and the verifier counts folded characters: stay well below its 300.
const MAX_LENGTH = 280;
const SENTENCE_GAP = /(?<=[.?!])\s+/;

/** The end of a question that is too long, cut at a space: the asking clause comes last. */
const lastWords = (question: string): string => {
  if (question.length <= MAX_LENGTH || !question.endsWith('?')) return question;
  const tail = question.slice(-MAX_LENGTH);
  return tail.slice(tail.indexOf(' ') + 1);
};

/** Cuts at a space, so that no word is split. */
const clip = (text: string): string => {
  if (text.length <= MAX_LENGTH) return text;
  const space = text.lastIndexOf(' ', MAX_LENGTH);
  return space > 0 ? text.slice(0, space) : '';
};

/** The words as `turnText` has them, if a verifier will find them there; else null. */
const makeQuote = (turnText: string, words: string): string | null => {
  const clipped = clip(words.trim());
  if (clipped === '' || foldText(clipped).text.length > MAX_LENGTH) return null;
  const location = locateQuote(turnText, clipped);
  return location?.exact === true ? turnText.slice(location.start, location.end) : null;
};

/** Quotes a question so that the quote is still a question; null if it is too short or too long. */
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

const MAX_QUESTIONS = 4;
const MAX_RESPONSES = 2;

/** What a customer's words must show to be evidence in a dimension. */
const SHOWS: Readonly<Record<SpinClass, (folded: string) => boolean>> = {
  situation: statesNumber,
  problem: (folded) => PROBLEM.test(folded),
  implication: (folded) => statesNumber(folded) || PROBLEM.test(folded),
  need_payoff: (folded) => WANT.test(folded) || statesNumber(folded),
};

const cite = (kind: JudgeEvidence['kind'], turn: number, quote: string): JudgeEvidence => ({
  kind,
  turn_index: turn,
  quote,
});

const questionEvidence = (question: AskedQuestion, turnText: string): JudgeEvidence[] => {
  const quote = quoteQuestion(turnText, question.text);
  return quote === null ? [] : [cite('rep_question', question.turn, quote)];
};

/** Responses that show something first, otherwise in the order of the call. */
const rank = (responses: readonly JudgeEvidence[], shows: (folded: string) => boolean): JudgeEvidence[] => {
  const showing = responses.filter(({ quote }) => shows(foldText(quote).text));
  return [...showing, ...responses.filter((response) => !showing.includes(response))];
};

/** The best quote from an answer, if it shows what the dimension looks for; a fact alone is no evidence. */
const responseEvidence = ({ spinClass, answer }: AskedQuestion): JudgeEvidence[] => {
  const shows = SHOWS[spinClass];
  const accepts = (quote: string): boolean =>
    shows(foldText(quote).text) || (answer.elaborates && spinClass !== 'situation');
  const responses = answer.quotable.flatMap((turn) => {
    const quote = quoteSentence(turn.text, shows);
    return quote === null || !accepts(quote) ? [] : [cite('customer_response', turn.index, quote)];
  });
  return rank(responses, shows).slice(0, 1);
};

/** The first questions that can be quoted. The search stops there, because finding a quote is expensive. */
const firstQuestions = (
  asked: readonly AskedQuestion[],
  turnText: (index: number) => string,
): readonly JudgeEvidence[] => {
  const cited: JudgeEvidence[] = [];
  for (const question of asked) {
    if (cited.length >= MAX_QUESTIONS) break;
    cited.push(...questionEvidence(question, turnText(question.turn)));
  }
  return cited;
};

/** Quotes for a dimension from its questions and their answers, in the order of the call. */
export const chooseEvidence = (
  spinClass: SpinClass,
  questions: readonly AskedQuestion[],
  turnText: (index: number) => string,
): JudgeEvidence[] => {
  const asked = questions.filter((question) => question.spinClass === spinClass && !question.tainted);
  const cited = firstQuestions(asked, turnText);
  const said = asked.flatMap(responseEvidence);
  return [...cited, ...rank(said, SHOWS[spinClass]).slice(0, MAX_RESPONSES)].sort(
    (a, b) => a.turn_index - b.turn_index,
  );
};

/**
 * The first problem that a customer admits and no other evidence quotes. For a dimension without any question it is the
 * place where one was missing.
 */
export const findMissed = (turns: readonly ReadTurn[], used: readonly JudgeEvidence[]): JudgeEvidence[] => {
  const taken = new Set(used.map((evidence) => evidence.turn_index));
  for (const { turn, folded, role, injections } of turns) {
    if (role !== 'CUSTOMER' || injections.length > 0 || taken.has(turn.index)) continue;
    if (!SHOWS.problem(folded)) continue;
    const quote = quoteSentence(turn.text, SHOWS.problem);
    if (quote !== null) return [cite('missed_opportunity', turn.index, quote)];
  }
  return [];
};

/** The highest score, not above `score`, that the evidence at hand covers. */
export const lowerToFloor = (
  { evidenceFloor }: RubricDimension,
  score: number,
  evidence: readonly JudgeEvidence[],
): number => {
  let covered = score;
  while (covered > 0 && evidenceShortfall(evidenceFloor, covered, evidence).length > 0) covered -= 1;
  return covered;
};
