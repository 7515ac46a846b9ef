import type { JudgeDimension, JudgeEvidence, JudgeOutput } from '../../src/plugin-api/index.js';
import { answer } from './behaviours.js';
import type { Behaviour, ChatBody } from './fake-openai.js';

/** A turn as the prompt shows it. */
interface PromptTurn {
  readonly i: number;
  readonly speaker: string;
  readonly role: string;
  readonly text: string;
}

interface Asked {
  readonly turn: PromptTurn;
  readonly question: string;
  /** What the customer said next, where that was enough to quote. */
  readonly response: PromptTurn | null;
}

/** What the fence holds: turns, at the top or under `transcript`. */
interface DataBlock {
  readonly turns?: readonly PromptTurn[];
  readonly transcript?: { readonly turns?: readonly PromptTurn[] };
}

const FENCED = /^<<<DATA ([^>\n]{1,100})>>>\n([\s\S]*?)\n<<<END \1>>>$/gm;

/** Turns from the data blocks of a prompt: JSON between `<<<DATA nonce>>>` and `<<<END nonce>>>`. */
const readPromptTurns = ({ messages }: ChatBody): readonly PromptTurn[] => {
  const text = messages
    .filter(({ role }) => role === 'user')
    .map(({ content }) => content)
    .join('\n');
  const blocks = [...text.matchAll(FENCED)].map((match) => JSON.parse(match[2] ?? '{}') as DataBlock);
  return blocks.flatMap(({ transcript, turns }) => transcript?.turns ?? turns ?? []);
};

const dimensionKeys = ({ response_format: format }: ChatBody): readonly string[] => {
  const schema = format?.json_schema?.schema as
    { properties?: { dimensions?: { properties?: Readonly<Record<string, unknown>> } } } | undefined;
  return Object.keys(schema?.properties?.dimensions?.properties ?? {});
};

const isLongEnough = (quote: string): boolean => quote.length >= 12 && quote.length <= 300;

const firstQuestion = (text: string): string | null => {
  const sentences = text.split(/(?<=[.!?])\s/).map((sentence) => sentence.trim());
  return sentences.find((sentence) => sentence.endsWith('?') && isLongEnough(sentence)) ?? null;
};

const questionsOf = (turns: readonly PromptTurn[]): readonly Asked[] =>
  turns.flatMap((turn, at) => {
    const question = turn.role === 'REP' ? firstQuestion(turn.text) : null;
    const next = turns[at + 1];
    const response = next?.role === 'CUSTOMER' && isLongEnough(next.text.slice(0, 300)) ? next : null;
    return question === null ? [] : [{ turn, question, response }];
  });

/** The first 200 characters at most, whole words. */
const clip = (text: string): string => (text.length <= 200 ? text : text.slice(0, text.lastIndexOf(' ', 200)));

const evidenceOf = ({ turn, question, response }: Asked): JudgeEvidence[] => [
  { kind: 'rep_question', turn_index: turn.i, quote: question },
  ...(response === null
    ? []
    : [{ kind: 'customer_response' as const, turn_index: response.i, quote: clip(response.text) }]),
];

/** 0 for none, 2 for one question, 3 for two or more of which one was answered: within the floors of the shipped rubrics. */
const judge = (asked: readonly Asked[]): JudgeDimension => ({
  evidence: asked.slice(0, 3).flatMap(evidenceOf),
  rationale: `The rep asked ${asked.length} questions of this kind.`,
  score: asked.length === 0 ? 0 : asked.length > 1 && asked.some(({ response }) => response !== null) ? 3 : 2,
  confidence: 'medium',
});

const UNSCORED: JudgeDimension = {
  evidence: [],
  rationale: 'Nobody asks and answers here.',
  score: null,
  confidence: 'high',
};

const improvementFor = (dimension: string): JudgeOutput['coaching']['improvements'][number] => ({
  dimension,
  priority: 'medium',
  advice: 'Ask one more question of this kind and wait for the answer.',
  turn_index: null,
  original_quote: null,
  example_rewrite: 'What would it mean for your team if this went on for another year?',
});

const coachingFor = (dimensions: Readonly<Record<string, JudgeDimension>>): JudgeOutput['coaching'] => ({
  strengths: Object.entries(dimensions)
    .filter(([, { score }]) => score !== null && score >= 3)
    .map(([dimension]) => ({ dimension, text: 'The questions were answered at length.' })),
  improvements: Object.entries(dimensions)
    .filter(([, { score }]) => score !== null && score <= 2)
    .map(([dimension]) => improvementFor(dimension)),
  summary: 'A call with questions and answers, judged by a test double.',
});

const meanOf = (scores: readonly number[]): number =>
  scores.length === 0 ? 0 : scores.reduce((sum, score) => sum + score, 0) / scores.length;

/** A judge's answer by formula: the rep's questions are dealt out to the dimensions in turn, and only real words are quoted. */
export const faithfulOutput = (body: ChatBody): JudgeOutput => {
  const turns = readPromptTurns(body);
  const questions = questionsOf(turns);
  const isCall = questions.length > 0 && turns.some(({ role }) => role === 'CUSTOMER');
  const keys = dimensionKeys(body);
  const judged = keys.map((_key, at) => judge(questions.filter((_question, n) => n % keys.length === at)));
  const dimensions = Object.fromEntries(keys.map((key, at) => [key, isCall ? (judged[at] ?? UNSCORED) : UNSCORED]));
  return {
    call_check: {
      is_sales_call: isCall,
      language: 'en',
      rep_speaker_ids: [...new Set(turns.filter(({ role }) => role === 'REP').map(({ speaker }) => speaker))],
    },
    dimensions,
    coaching: coachingFor(dimensions),
    overall_score: meanOf(Object.values(dimensions).flatMap(({ score }) => score ?? [])),
    flags: isCall ? [] : ['not_a_sales_call', 'insufficient_evidence'],
  };
};

/** Answers every request as `faithfulOutput` says. */
export const faithful = (): Behaviour => answer(faithfulOutput);
