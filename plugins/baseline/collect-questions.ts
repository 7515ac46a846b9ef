import { type NormalizedTranscript, type ParticipantRole, statesNumber, type Turn } from 'debrief/plugin-api';
import { findInjection, findQuestions, foldText, type InjectionMatch, type Question } from 'debrief/plugin-api/text';
import { type Classification, classifyQuestion } from './classify-question.js';
import { PROBLEM, QUANTITY, RANKING, WANT } from './lexicon.js';

/** The folded text of several turns, equal to the folded text of the joined turns. */
export const joinFolded = (turns: readonly { readonly folded: string }[]): string =>
  turns
    .map(({ folded }) => folded)
    .filter((folded) => folded !== '')
    .join(' ');

/** What an answer shows, and where the customer said it. */
interface Answer {
  readonly words: number;
  /** 15 words or more: the other side elaborates. */
  readonly elaborates: boolean;
  readonly quantified: boolean;
  readonly admitsProblem: boolean;
  readonly wants: boolean;
  readonly ranks: boolean;
  /** Turns of people with role CUSTOMER without injected text: only these may be quoted. */
  readonly quotable: readonly Turn[];
}

interface AnswerTurn {
  readonly turn: Turn;
  readonly folded: string;
  readonly role: ParticipantRole;
  readonly injections: readonly InjectionMatch[];
}

const ELABORATE_WORDS = 15;

/** Reads the turns that answer a question. A turn with injected text shows nothing. */
const readAnswer = (turns: readonly AnswerTurn[]): Answer => {
  const clean = turns.filter(({ injections }) => injections.length === 0);
  const text = joinFolded(clean);
  const words = text === '' ? 0 : text.split(' ').length;
  return {
    words,
    elaborates: words >= ELABORATE_WORDS,
    quantified: statesNumber(text) || QUANTITY.test(text),
    admitsProblem: PROBLEM.test(text),
    wants: WANT.test(text),
    ranks: RANKING.test(text),
    quotable: clean.filter(({ role }) => role === 'CUSTOMER').map(({ turn }) => turn),
  };
};

/** Two answers to the same question as one. */
const joinAnswers = (a: Answer, b: Answer): Answer => ({
  words: Math.max(a.words, b.words),
  elaborates: a.elaborates || b.elaborates,
  quantified: a.quantified || b.quantified,
  admitsProblem: a.admitsProblem || b.admitsProblem,
  wants: a.wants || b.wants,
  ranks: a.ranks || b.ranks,
  quotable: [...a.quotable, ...b.quotable],
});

/** A distinct question of a rep, with its class and its answer. */
export interface AskedQuestion extends Classification {
  readonly turn: number;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly answer: Answer;
  /** True if its turn also contains text that addresses the judge. */
  readonly tainted: boolean;
}

/** A turn with what several steps need of it, computed once. */
export interface ReadTurn {
  readonly turn: Turn;
  /** Its folded text. */
  readonly folded: string;
  readonly role: ParticipantRole;
  readonly injections: readonly InjectionMatch[];
  /** A rep's questions that are not injected; empty for other people. */
  readonly questions: readonly Question[];
  /** Whether a rep's own words ask. Text injected after them must not assign their answer to an earlier question. */
  readonly asks: boolean;
}

const touches = (question: Question, { start, end }: InjectionMatch): boolean =>
  start < question.end && question.start < end;

const askedBy = (text: string, injections: readonly InjectionMatch[]): Pick<ReadTurn, 'questions' | 'asks'> => {
  const injected = injections[0]?.start ?? 0;
  // A match may begin inside the rep's own question: that question was asked, and is tainted.
  const isOwn = (question: Question): boolean =>
    question.start < injected || !injections.some((match) => touches(question, match));
  const questions = findQuestions(text).filter(isOwn);
  return { questions, asks: questions.length > 0 || findQuestions(text.slice(0, injected)).length > 0 };
};

export const readTurns = (transcript: NormalizedTranscript): ReadTurn[] =>
  transcript.turns.map((turn) => {
    const injections = findInjection(turn.text);
    const role = transcript.participants[turn.participant]?.role ?? 'UNKNOWN';
    const asked = role === 'REP' ? askedBy(turn.text, injections) : { questions: [], asks: false };
    return { turn, folded: foldText(turn.text).text, role, injections, ...asked };
  });

/** Longest turn of a rep that still counts as a nod ("mm-hm, sure"). */
const NOD_WORDS = 4;
const isNod = ({ turn, asks }: ReadTurn): boolean => !asks && turn.text.split(/\s+/).length <= NOD_WORDS;

/** Turns of the other side between a rep's turn and the rep's next one that is not a nod. */
const answersTo = (turns: readonly ReadTurn[], position: number): ReadTurn[] => {
  const answers: ReadTurn[] = [];
  for (const next of turns.slice(position + 1, position + 9)) {
    if (next.role !== 'REP') answers.push(next);
    else if (answers.length > 0 ? !isNod(next) : next.asks) break;
  }
  return answers;
};

const contextOf = (turns: readonly ReadTurn[], position: number): string => {
  const before = turns.slice(Math.max(0, position - 4), position);
  return before.findLast(({ role }) => role !== 'REP')?.turn.text ?? '';
};

/**
 * Picks one question of a turn: several questions in one turn count once. It is the last one with a class other than the
 * residual, because that is what the other side mostly answers.
 */
const pickQuestion = (questions: readonly Question[], context: string): (Question & Classification) | undefined => {
  const classified = questions.map((question) => ({ ...question, ...classifyQuestion(question.text, context) }));
  return classified.findLast(({ residual }) => !residual) ?? classified.at(-1);
};

const askedIn = (turns: readonly ReadTurn[], read: ReadTurn, position: number): AskedQuestion | null => {
  if (read.role !== 'REP' || read.questions.length === 0) return null;
  const answers = answersTo(turns, position);
  const question = pickQuestion(read.questions, contextOf(turns, position));
  if (question === undefined || answers.length === 0) return null;
  return { ...question, turn: read.turn.index, answer: readAnswer(answers), tainted: read.injections.length > 0 };
};

/** The answered questions of the reps, in order; the same words asked again count once, with all their answers. */
export const collectQuestions = (turns: readonly ReadTurn[]): AskedQuestion[] => {
  const distinct = new Map<string, AskedQuestion>();
  turns.forEach((read, position) => {
    const question = askedIn(turns, read, position);
    if (question === null) return;
    const words = foldText(question.text).text;
    const earlier = distinct.get(words);
    distinct.set(
      words,
      earlier === undefined ? question : { ...earlier, answer: joinAnswers(earlier.answer, question.answer) },
    );
  });
  return Array.from(distinct.values());
};
