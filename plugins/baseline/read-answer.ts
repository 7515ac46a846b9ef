import { statesNumber, type ParticipantRole, type Turn } from 'debrief/plugin-api';
import type { InjectionMatch } from 'debrief/plugin-api/text';

import { joinFolded } from './join-folded.js';
import { PROBLEM, QUANTITY, RANKING, WANT } from './lexicon.js';

/** What an answer shows, and where the customer said it. */
export interface Answer {
  readonly words: number;
  /** 15 words or more: the other side elaborates. */
  readonly elaborates: boolean;
  readonly quantified: boolean;
  readonly admitsProblem: boolean;
  readonly wants: boolean;
  readonly ranks: boolean;
  /** Turns of people with role CUSTOMER, free of injected text: what may be quoted. */
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
export const readAnswer = (turns: readonly AnswerTurn[]): Answer => {
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
export const joinAnswers = (a: Answer, b: Answer): Answer => ({
  words: Math.max(a.words, b.words),
  elaborates: a.elaborates || b.elaborates,
  quantified: a.quantified || b.quantified,
  admitsProblem: a.admitsProblem || b.admitsProblem,
  wants: a.wants || b.wants,
  ranks: a.ranks || b.ranks,
  quotable: [...a.quotable, ...b.quotable],
});
