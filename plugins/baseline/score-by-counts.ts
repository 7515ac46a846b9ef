import type { SpinClass } from './classify-question.js';
import type { AskedQuestion, ReadTurn } from './collect-questions.js';
import { NEXT_STEP, PROBLEM } from './lexicon.js';

export type SpinScores = Readonly<Record<SpinClass, number>>;

const NEXT_STEP_TURNS = 5;
const BARE_WORDS = 5;

const ofClass = (questions: readonly AskedQuestion[], spinClass: SpinClass): AskedQuestion[] =>
  questions.filter((question) => question.spinClass === spinClass);

/** Both too few and too many background questions cost points. */
const scoreSituation = (questions: readonly AskedQuestion[]): number => {
  const asked = ofClass(questions, 'situation');
  const [n, others] = [asked.length, questions.length - asked.length];
  const share = n / Math.max(1, questions.length);
  if (n === 0) return 0;
  if (n > 10 || (share > 0.6 && others <= 1 && n > 4)) return 1;
  if (n === 1 || n > 6) return 2;
  if (share > 0.4) return 3;
  return asked.some(({ answer }) => answer.quantified) ? 5 : 4;
};

const scoreProblem = (questions: readonly AskedQuestion[]): number => {
  const asked = ofClass(questions, 'problem');
  const admitted = asked.filter(({ answer }) => answer.admitsProblem).length;
  if (asked.length === 0) return 0;
  if (asked.length === 1 && admitted === 0) return 1;
  if (asked.length <= 2 || admitted === 0) return 2;
  if (admitted === 1) return 3;
  return asked.some(({ answer }) => answer.ranks) ? 5 : 4;
};

/** A leading question counts as a real one only if the customer answers it at length. */
const isReal = ({ leading, answer }: AskedQuestion): boolean => !leading || answer.elaborates;

const scoreImplication = (questions: readonly AskedQuestion[]): number => {
  const asked = ofClass(questions, 'implication');
  const real = asked.filter(isReal);
  if (asked.length === 0) return 0;
  if (real.length === 0) return 1;
  if (real.length === 1) return 2;
  if (real.length === 2 || !real.some(({ answer }) => answer.elaborates)) return 3;
  return real.some(({ answer }) => answer.quantified) ? 5 : 4;
};

/** Position of the first need: a problem or implication question, or a problem that the other side named. */
const firstNeed = (questions: readonly AskedQuestion[], turns: readonly ReadTurn[]): number => {
  const asked = questions.find(({ spinClass }) => spinClass === 'problem' || spinClass === 'implication')?.turn;
  const volunteered = turns.find(
    ({ role, injections, folded }) => role !== 'REP' && injections.length === 0 && PROBLEM.test(folded),
  )?.turn.index;
  return Math.min(asked ?? Infinity, volunteered ?? Infinity);
};

const leadsToNextStep = ({ turn: asked }: AskedQuestion, turns: readonly ReadTurn[]): boolean =>
  turns
    .slice(asked + 1, asked + 1 + NEXT_STEP_TURNS)
    .some(({ folded, injections }) => injections.length === 0 && NEXT_STEP.test(folded));

const scoreNeedPayoff = (questions: readonly AskedQuestion[], turns: readonly ReadTurn[]): number => {
  const asked = ofClass(questions, 'need_payoff');
  const need = firstNeed(questions, turns);
  const real = asked.filter((question) => isReal(question) && question.turn > need);
  if (asked.length === 0) return 0;
  if (real.length === 0) return 1;
  if (real.length >= 2 && real.some(({ answer }) => answer.wants)) {
    const paidOff = real.some((question) => question.answer.quantified || leadsToNextStep(question, turns));
    return paidOff ? 5 : 4;
  }
  const inOwnWords = real.some(({ answer }) => answer.elaborates || (answer.wants && answer.words >= BARE_WORDS));
  return inOwnWords ? 3 : 2;
};

const countScores = (questions: readonly AskedQuestion[], turns: readonly ReadTurn[]): SpinScores => ({
  situation: scoreSituation(questions),
  problem: scoreProblem(questions),
  implication: scoreImplication(questions),
  need_payoff: scoreNeedPayoff(questions, turns),
});

/**
 * Scores 0 to 5 from counts of questions and from what the answers show, before evidence floors. Turns with injected
 * text must not help: the score is the lower of the one with their questions and the one without.
 */
export const scoreByCounts = (questions: readonly AskedQuestion[], turns: readonly ReadTurn[]): SpinScores => {
  const clean = questions.filter(({ tainted }) => !tainted);
  const [all, untainted] = [countScores(questions, turns), countScores(clean, turns)];
  return {
    situation: Math.min(all.situation, untainted.situation),
    problem: Math.min(all.problem, untainted.problem),
    implication: Math.min(all.implication, untainted.implication),
    need_payoff: Math.min(all.need_payoff, untainted.need_payoff),
  };
};
