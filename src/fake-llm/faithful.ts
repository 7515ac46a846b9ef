import {
  evidenceShortfall,
  NO_DIMENSION,
  type ExtractionOutput,
  type JudgeDimension,
  type JudgeEvidence,
  type JudgeOutput,
} from '../plugin-api/index.js';
import { answer } from './behaviors.js';
import type { Behavior, ChatBody } from './fake-openai.js';
import {
  readDimensions,
  readExtraction,
  readPromptTurns,
  type AskedDimension,
  type PromptTurn,
} from './read-question.js';

/** A sentence of the rep, with the next turn if the customer says it and it is long enough to quote. */
interface Exchange {
  readonly turn: PromptTurn;
  readonly words: string;
  readonly response: PromptTurn | null;
}

const isLongEnough = (quote: string): boolean => quote.length >= 12 && quote.length <= 300;

const isSubject = ({ role, subject }: PromptTurn): boolean => role === 'REP' && subject !== false;

const firstSentence = (text: string, isWanted: (sentence: string) => boolean): string | null => {
  const sentences = text.split(/(?<=[.!?])\s/).map((sentence) => sentence.trim());
  return sentences.find((sentence) => isWanted(sentence) && isLongEnough(sentence)) ?? null;
};

const asks = (sentence: string): boolean => sentence.endsWith('?');

/** Exchanges that begin with a wanted sentence of the rep who is scored. */
const exchangesOf = (turns: readonly PromptTurn[], isWanted: (sentence: string) => boolean): readonly Exchange[] =>
  turns.flatMap((turn, at) => {
    const words = isSubject(turn) ? firstSentence(turn.text, isWanted) : null;
    const next = turns[at + 1];
    const response = next?.role === 'CUSTOMER' && isLongEnough(next.text.slice(0, 300)) ? next : null;
    return words === null ? [] : [{ turn, words, response }];
  });

/** At most the first 200 characters, cut between words. */
const clip = (text: string): string => (text.length <= 200 ? text : text.slice(0, text.lastIndexOf(' ', 200)));

const asResponse = (turn: PromptTurn): JudgeEvidence => ({
  kind: 'customer_response',
  turn_index: turn.i,
  quote: clip(turn.text),
});

const evidenceOf = (kind: JudgeEvidence['kind'], { turn, words, response }: Exchange): JudgeEvidence[] => [
  { kind, turn_index: turn.i, quote: words },
  ...(response === null ? [] : [asResponse(response)]),
];

/** Every `count`-th item from `at` on: items are distributed over the dimensions round robin. */
const dealt = <Item>(items: readonly Item[], at: number, count: number): readonly Item[] =>
  items.filter((_item, n) => n % count === at);

const withoutRepeats = (evidence: readonly JudgeEvidence[]): JudgeEvidence[] =>
  evidence.filter(
    (piece, at) => evidence.findIndex((one) => one.turn_index === piece.turn_index && one.quote === piece.quote) === at,
  );

/** Quotes for a dimension, of the kinds that it accepts. */
const chooseEvidence = (
  { kinds }: AskedDimension,
  questions: readonly Exchange[],
  statements: readonly Exchange[],
  said: readonly PromptTurn[],
): JudgeEvidence[] => {
  const asked = questions.slice(0, 3).flatMap((one) => evidenceOf('rep_question', one));
  const told = statements.slice(0, 2).flatMap((one) => evidenceOf('rep_statement', one));
  const found = [...asked, ...told].filter(({ kind }) => kinds.includes(kind));
  return withoutRepeats(found.length > 0 ? found : said.slice(0, 1).map(asResponse));
};

/** The highest level, up to a share of the scale, whose evidence floor is met. */
const levelFor = ({ levels, floors }: AskedDimension, share: number, evidence: readonly JudgeEvidence[]): number => {
  const top = Math.round(share * (levels.length - 1));
  const covered = levels.slice(0, top + 1).filter((level) => evidenceShortfall(floors, level, evidence).length === 0);
  return covered.at(-1) ?? 0;
};

/** The lowest level without evidence, two fifths of the scale for one exchange, three for two or more if one was answered. */
const judge = (dimension: AskedDimension, evidence: JudgeEvidence[]): JudgeDimension => {
  const first = evidence.filter(({ kind }) => kind !== 'customer_response').length;
  const answered = evidence.length > first;
  return {
    evidence,
    rationale: `Here are ${evidence.length} passages that show something of this kind.`,
    ...(dimension.explainsNull ? { unscored_reason: null } : {}),
    score: levelFor(dimension, evidence.length === 0 ? 0 : first > 1 && answered ? 0.6 : 0.4, evidence),
    confidence: 'medium',
  };
};

const unscored = ({ explainsNull }: AskedDimension): JudgeDimension => ({
  evidence: [],
  rationale: 'Nobody asks and answers here.',
  ...(explainsNull ? { unscored_reason: 'insufficient_evidence' } : {}),
  score: null,
  confidence: 'high',
});

const improvementFor = (dimension: string): JudgeOutput['coaching']['improvements'][number] => ({
  dimension,
  priority: 'medium',
  advice: 'Ask one more question of this kind and wait for the answer.',
  turn_index: null,
  original_quote: null,
  example_rewrite: 'What would it mean for your team if this went on for another year?',
});

export const coachingFor = (dimensions: Readonly<Record<string, JudgeDimension>>): JudgeOutput['coaching'] => ({
  strengths: Object.entries(dimensions)
    .filter(([, { score }]) => score !== null && score >= 3)
    .map(([dimension]) => ({ dimension, text: 'The questions were answered at length.' })),
  improvements: Object.entries(dimensions)
    .filter(([, { score }]) => score !== null && score <= 2)
    .map(([dimension]) => improvementFor(dimension)),
  summary: 'A call with questions and answers, judged by a test double.',
});

export const meanOf = (
  asked: readonly AskedDimension[],
  dimensions: Readonly<Record<string, JudgeDimension>>,
): number => {
  const scored = asked.flatMap(({ key, weight }) => {
    const score = dimensions[key]?.score ?? null;
    return score === null ? [] : [{ weight, score }];
  });
  const total = scored.reduce((sum, { weight }) => sum + weight, 0);
  return total === 0 ? 0 : scored.reduce((sum, { weight, score }) => sum + weight * score, 0) / total;
};

const judgeAll = (asked: readonly AskedDimension[], turns: readonly PromptTurn[]) => {
  const questions = exchangesOf(turns, asks);
  const statements = exchangesOf(turns, (sentence) => !asks(sentence));
  const said = turns.filter(({ role, text }) => role === 'CUSTOMER' && isLongEnough(clip(text)));
  return asked.map((dimension, at): readonly [string, JudgeDimension] => {
    const share = <Item>(items: readonly Item[]) => dealt(items, at, asked.length);
    return [
      dimension.key,
      judge(dimension, chooseEvidence(dimension, share(questions), share(statements), share(said))),
    ];
  });
};

/**
 * A judge's answer by formula, for any rubric: sentences of the rep are distributed over the dimensions, scores respect the floors that the
 * instructions name, and all quotes are real.
 */
export const faithfulOutput = (body: ChatBody): JudgeOutput => {
  const turns = readPromptTurns(body);
  const asked = readDimensions(body);
  const reps = turns.filter(({ role }) => role === 'REP');
  const isCall = turns.some(({ role }) => role === 'CUSTOMER') && reps.some(({ text }) => firstSentence(text, asks));
  const dimensions = Object.fromEntries(
    isCall ? judgeAll(asked, turns) : asked.map((dimension) => [dimension.key, unscored(dimension)] as const),
  );
  return {
    call_check: {
      is_sales_call: isCall,
      language: 'en',
      rep_speaker_ids: [...new Set(reps.map(({ speaker }) => speaker))],
    },
    dimensions,
    coaching: coachingFor(dimensions),
    overall_score: meanOf(asked, dimensions),
    flags: isCall ? [] : ['not_a_sales_call', 'insufficient_evidence'],
  };
};

/** Evidence from a part of a call: every question of the rep with its answer, distributed over the dimensions. */
export const faithfulExtraction = (body: ChatBody): ExtractionOutput => {
  const turns = readPromptTurns(body);
  const dimensions = (readExtraction(body)?.dimensions ?? []).filter((key) => key !== NO_DIMENSION);
  const questions = exchangesOf(turns, asks).slice(0, 60);
  return {
    passages: questions.map(({ turn, words, response }, at) => ({
      turn_index: turn.i,
      quote: words,
      kind: 'rep_question',
      dimension: dimensions[at % dimensions.length] ?? NO_DIMENSION,
      answer: response && { turn_index: response.i, quote: clip(response.text) },
    })),
    is_sales_talk: questions.length > 0,
    flags: [],
  };
};

/** Answers every request by `faithfulOutput`, or by `faithfulExtraction` if it asks for evidence. */
export const faithful = (): Behavior =>
  answer((body: ChatBody) => (readExtraction(body) ? faithfulExtraction(body) : faithfulOutput(body)));
