import type { JudgeImprovement, JudgeOutput } from 'debrief/plugin-api';
import { countOf, foldText } from 'debrief/plugin-api/text';

import type { SpinClass } from './classify-question.js';
import type { AskedQuestion, ReadTurn } from './collect-questions.js';
import { PROBLEM } from './lexicon.js';
import { quoteQuestion, quoteSentence } from './choose-evidence.js';
import type { SpinScores } from './score-by-counts.js';

export interface CallFacts {
  readonly questions: readonly AskedQuestion[];
  readonly turns: readonly ReadTurn[];
  readonly scores: SpinScores;
}

/** Problems in the customer's own words. */
interface Snippet {
  readonly turn: number;
  readonly text: string;
}

const IMPROVE_UP_TO = 2;
const STRONG_FROM = 3;
const NAMES: Readonly<Record<SpinClass, string>> = {
  situation: 'Situation',
  problem: 'Problem',
  implication: 'Implication',
  need_payoff: 'Need-payoff',
};

/** Classes whose question could have been a better one, in order of preference. */
const REWORKED: Readonly<Record<SpinClass, readonly SpinClass[]>> = {
  situation: ['situation'],
  problem: ['problem', 'situation'],
  implication: ['implication', 'problem', 'situation'],
  need_payoff: ['need_payoff', 'implication', 'problem', 'situation'],
};

const ADVICE: Readonly<Record<SpinClass, readonly [none: string, some: string]>> = {
  situation: [
    'You asked for no facts about how things are done today. Two or three focused ones tell you where to look for problems.',
    'Keep to the few facts that lead toward a possible problem, and get one of them as a number that you can use later in the call.',
  ],
  problem: [
    'You asked about no difficulty or doubt, so the customer had no need to name. After a fact, ask what does not work about it.',
    'Stay with a difficulty once it is named: ask where, when and how often it occurs and who suffers, before you move on.',
  ],
  implication: [
    'You asked about no consequence. Once a problem is admitted, ask what it leads to: cost, people, customers, risk.',
    'One step is not a chain. Follow each consequence with the next one until the customer puts a number or a date on it.',
  ],
  need_payoff: [
    'You asked for no value of solving the problem. Let the customer say the benefit before you present one.',
    'Ask what solving it would be worth after the problem is developed, and leave room for the customer to answer in their own words.',
  ],
};

const MAX_SNIPPET = 90;
const TOPIC = /\byour ((?:[a-z]+ )?(?:[a-z]+))\b/;
const NO_TOPIC =
  /^(?:own|current|existing|present|team and|side|end|day|time|view|mind|name|email|company and)\b|\b(?:and|or|is|are|do|does|to|of|in|on|at|for|with|today|look|work|run|have|when|if|who)$/;

const clean = ({ injections }: ReadTurn): boolean => injections.length === 0;

/** Problems that are short enough to be repeated to the customer. */
const findSnippets = ({ turns }: CallFacts): Snippet[] => {
  const isProblem = (folded: string): boolean => PROBLEM.test(folded);
  return turns.flatMap((read) => {
    if (read.role === 'REP' || !clean(read) || !isProblem(read.folded)) return [];
    const quote = quoteSentence(read.turn.text, isProblem) ?? '';
    const text = quote
      .replace(/["\u201C\u201D]/g, "'")
      .replace(/[.?!,;\s]+$/, '')
      .replace(/\s+/g, ' ');
    return text.length > 0 && text.length <= MAX_SNIPPET ? [{ turn: read.turn.index, text }] : [];
  });
};

/** The problem to return to: the first one named after the question, else the first of the call. */
const snippetAfter = (snippets: readonly Snippet[], turn: number): string | null =>
  (snippets.find((snippet) => snippet.turn > turn) ?? snippets[0])?.text ?? null;

const topicOf = (question: AskedQuestion | undefined): string => {
  const topic = TOPIC.exec(foldText(question?.text ?? '').text)?.[1] ?? '';
  return topic === '' || NO_TOPIC.test(topic) ? 'the way you do this today' : `your ${topic}`;
};

const rewrite = (spinClass: SpinClass, topic: string, snippet: string | null): string => {
  const said = snippet === null ? '' : `You said "${snippet}". `;
  switch (spinClass) {
    case 'situation':
      return `How does ${topic} run from start to end, and about how much volume goes through it in a month?`;
    case 'problem':
      return said === ''
        ? `Where does ${topic} cause you the most trouble, and how often?`
        : `${said}Where does that hurt most, and how often does it happen?`;
    case 'implication':
      return said === ''
        ? 'When that goes wrong, what does it cost you in time and money, and who else is affected?'
        : `${said}What does that lead to for the rest of the team and for your customers?`;
    case 'need_payoff':
      return said === ''
        ? 'If that were solved, what would it let your team do that you cannot do now?'
        : `${said}If that were solved, what would it be worth to you and your team?`;
  }
};

interface Original {
  readonly question: AskedQuestion | undefined;
  readonly quote: string | null;
}

const findOriginal = (spinClass: SpinClass, facts: CallFacts, used: ReadonlySet<number>): Original => {
  const textOf = new Map(facts.turns.map(({ turn }) => [turn.index, turn.text]));
  for (const earlier of REWORKED[spinClass]) {
    for (const question of facts.questions) {
      if (question.spinClass !== earlier || question.tainted || used.has(question.turn)) continue;
      const quote = quoteQuestion(textOf.get(question.turn) ?? '', question.text);
      if (quote !== null) return { question, quote };
    }
  }
  return { question: undefined, quote: null };
};

const improve = (
  spinClass: SpinClass,
  facts: CallFacts & { readonly snippets: readonly Snippet[] },
  used: Set<number>,
): JudgeImprovement => {
  const score = facts.scores[spinClass];
  const { question, quote } = findOriginal(spinClass, facts, used);
  if (question !== undefined) used.add(question.turn);
  const asked = facts.questions.some((each) => each.spinClass === spinClass);
  return {
    dimension: spinClass,
    priority: score <= 1 ? 'high' : score === 2 ? 'medium' : 'low',
    advice: ADVICE[spinClass][asked ? 1 : 0],
    turn_index: quote === null ? null : (question?.turn ?? null),
    original_quote: quote,
    example_rewrite: rewrite(spinClass, topicOf(question), snippetAfter(facts.snippets, question?.turn ?? -1)),
  };
};

const strength = (spinClass: SpinClass, { questions }: CallFacts): { dimension: string; text: string } => {
  const asked = questions.filter((question) => question.spinClass === spinClass && !question.tainted);
  const answered = asked.filter(({ answer }) => answer.elaborates).length;
  const drew = answered === 0 ? '' : `, and ${answered} of them drew an answer of some length`;
  return { dimension: spinClass, text: `You asked ${countOf(asked.length, `${NAMES[spinClass]} question`)}${drew}.` };
};

const summarize = ({ scores, questions }: CallFacts, order: readonly SpinClass[]): string => {
  const counts = order.map(
    (each) => `${questions.filter(({ spinClass }) => spinClass === each).length} ${NAMES[each]}`,
  );
  const weakest = order.toSorted((a, b) => scores[a] - scores[b])[0] ?? 'situation';
  return (
    `Counted by wording: ${counts.join(', ')} questions that got an answer. ` +
    `The most to gain lies in ${NAMES[weakest]} questions. ` +
    'This is an offline lexical estimate: it cannot judge relevance or follow-up, and it tends to take harder questions for Situation ones.'
  );
};

/** Coaching from templates: one improvement for every dimension up to 2, else one for the weakest below 5. */
export const coach = (facts: CallFacts, order: readonly SpinClass[]): JudgeOutput['coaching'] => {
  const weak = order.filter((each) => facts.scores[each] <= IMPROVE_UP_TO);
  const weakest = order.toSorted((a, b) => facts.scores[a] - facts.scores[b]).filter((each) => facts.scores[each] < 5);
  const used = new Set<number>();
  const known = { ...facts, snippets: findSnippets(facts) };
  return {
    strengths: order.filter((each) => facts.scores[each] >= STRONG_FROM).map((each) => strength(each, facts)),
    improvements: (weak.length > 0 ? weak : weakest.slice(0, 1)).map((each) => improve(each, known, used)),
    summary: summarize(facts, order),
  };
};
