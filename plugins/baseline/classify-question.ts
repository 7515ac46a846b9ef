import { foldText } from 'debrief/plugin-api/text';
import type { Confidence } from 'debrief/plugin-api';

import { type Cue, type CueInput, CUES, PROBLEM } from './lexicon.js';
export type SpinClass = (typeof CUES)[number][0];

export interface Classification {
  readonly spinClass: SpinClass;
  /** Margin over the second-best class. */
  readonly margin: number;
  readonly confidence: Confidence;
  /** True where the rep supplies the answer ("…, right?"). */
  readonly leading: boolean;
  /** True if only the prior of the residual class scored. */
  readonly residual: boolean;
}

const LEADING =
  /(?:[, ](?:right|correct|isn't it|isn't that right|don't you|aren't you|doesn't it|wouldn't it|don't you think|wouldn't you(?: say| agree)?|huh|yeah))[ ?.!]*$|^(?:and |so |but )?(?:wouldn't|don't|doesn't|isn't) (?:you|it|that|this)\b/;
const OVERSHADOWED = 2.5;

const scoreOf = (cues: readonly Cue[], input: CueInput): number =>
  cues.reduce((sum, cue) => sum + (cue.holds(input) ? cue.weight : 0), 0);

const confidenceOf = (margin: number): Confidence => (margin < 0.5 ? 'low' : margin < 1.5 ? 'medium' : 'high');

/**
 * Classifies a question of a rep by the answer that it seeks, from weighted lexical cues. `context` is the customer's turn
 * before it, where a problem may already be admitted.
 */
export const classifyQuestion = (question: string, context: string): Classification => {
  const text = foldText(question).text.slice(0, 600);
  const input = { text, problemInContext: PROBLEM.test(foldText(context.slice(0, 4000)).text) };
  const scores = new Map<SpinClass, number>(CUES.map(([name, cues]) => [name, scoreOf(cues, input)]));
  const of = (name: SpinClass): number => scores.get(name) ?? 0;
  // Implication and need-payoff questions name the problem again: that alone must not make them problem questions.
  if (of('implication') >= OVERSHADOWED || of('need_payoff') >= OVERSHADOWED) scores.set('problem', of('problem') - 1);
  const ranked = CUES.map(([name]) => ({ name, score: of(name) })).sort((a, b) => b.score - a.score);
  const [first, second] = ranked;
  const margin = (first?.score ?? 0) - (second?.score ?? 0);
  return {
    spinClass: first?.name ?? 'situation',
    margin,
    confidence: confidenceOf(margin),
    leading: LEADING.test(text),
    residual: (first?.score ?? 0) <= 0.4,
  };
};
