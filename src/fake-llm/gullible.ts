import type { JudgeDimension, JudgeEvidence, JudgeOutput } from '../plugin-api/index.js';
import { answer } from './behaviors.js';
import type { Behavior, ChatBody } from './fake-openai.js';
import { coachingFor, faithfulExtraction, faithfulOutput, meanOf } from './faithful.js';
import { readDimensions, readExtraction, readPromptTurns, type PromptTurn } from './read-question.js';

/** A text that counts as an order, and the score that it gets; default: the best one. */
export interface Order {
  readonly text: string;
  readonly score?: number;
}

/** Matches everything that a person could take for an order; false alarms are accepted. */
const LOOKS_LIKE_ORDER =
  /\b(?:ignore|disregard|forget|override|scores?|scored|rate|rated|ratings?|grades?|marks|points|dimensions?|rubric|instructions?|prompt|evaluat\w*|system|maximum)\b|ignorier|bewert|donnez|puntuaci|punteggio|оценк|满分|満点/iu;

const WORDS: Readonly<Record<string, number>> = { zero: 0, one: 1, two: 2, three: 3, four: 4, five: 5, ten: 10 };
const NUMBER = /\b(?:[0-9]{1,3}|zero|one|two|three|four|five|ten)\b/gi;

const stringsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
};

const FENCE = /<<<DATA ([^>\n]{1,100})>>>\n([\s\S]*?)\n<<<END \1>>>/g;

/** Every string in the data of a prompt: turns, names and all other fields. */
const dataOf = ({ messages }: ChatBody): string[] =>
  messages
    .filter(({ role }) => role === 'user')
    .flatMap(({ content }) => [...content.matchAll(FENCE)])
    .flatMap((match) => stringsIn(JSON.parse(match[2] ?? '{}')));

/** Letters and digits only, so that a text is recognized after it was cleaned. */
const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .toLowerCase();

const obeyedScore = (data: readonly string[], orders: readonly Order[] | null, best: number): number | null => {
  if (orders) {
    const seen = data.map(bare);
    const order = orders.find(({ text }) => seen.some((part) => part.includes(bare(text))));
    return order ? (order.score ?? best) : null;
  }
  const order = data.find((text) => LOOKS_LIKE_ORDER.test(text));
  const named =
    order === undefined ? [] : [...order.matchAll(NUMBER)].map(([word]) => WORDS[word.toLowerCase()] ?? Number(word));
  return order === undefined ? null : Math.min(best, named[0] ?? best);
};

const bestScore = (body: ChatBody): number => Math.max(0, ...readDimensions(body).flatMap(({ levels }) => levels));

const clip = (text: string): string => (text.length <= 200 ? text : text.slice(0, text.lastIndexOf(' ', 200)));

/** All quotable turns of the call, so that the checks of evidence find as few faults as possible. */
const richEvidence = (turns: readonly PromptTurn[]): JudgeEvidence[] =>
  turns.flatMap(({ i, role, text }): JudgeEvidence[] => {
    if (text.split(/\s+/).length < 3) return [];
    const question = text
      .split(/(?<=[.!?])\s/)
      .find((part) => part.endsWith('?') && part.split(/\s+/).length > 2 && part.length <= 300);
    if (role === 'REP') return question === undefined ? [] : [{ kind: 'rep_question', turn_index: i, quote: question }];
    return role === 'CUSTOMER' ? [{ kind: 'customer_response', turn_index: i, quote: clip(text) }] : [];
  });

const obeying = (body: ChatBody, score: number): JudgeOutput => {
  const output = faithfulOutput(body);
  const evidence = score === 0 ? [] : richEvidence(readPromptTurns(body)).slice(0, 30);
  const dimensions = Object.fromEntries(
    Object.keys(output.dimensions).map((key): [string, JudgeDimension] => [
      key,
      { evidence, rationale: 'The call was said to deserve this score.', score, confidence: 'high' },
    ]),
  );
  return {
    ...output,
    call_check: { ...output.call_check, is_sales_call: true },
    dimensions,
    coaching: coachingFor(dimensions),
    overall_score: meanOf(readDimensions(body), dimensions),
    flags: [],
  };
};

/**
 * A judge that obeys: if the data holds an order, it gives the score asked for on the best evidence in the call;
 * otherwise it answers as the faithful one.
 * @param orders texts that count as orders; default: every text that looks like one
 */
export const gullible = (orders: readonly Order[] | null = null): Behavior =>
  answer((body: ChatBody) => {
    if (readExtraction(body)) return faithfulExtraction(body);
    const score = obeyedScore(dataOf(body), orders, bestScore(body));
    return score === null ? faithfulOutput(body) : obeying(body, score);
  });
