import type { JudgeFlag, JudgeOutput, Rubric } from '../../plugin-api/index.js';
import type { AnswerScores } from '../../runs/attempt.entity.js';

export interface CombinedAnswer {
  readonly output: JudgeOutput;
  /** Keys of the dimensions on which the members differ by two points or more. */
  readonly disputed: readonly string[];
}

/** Difference, in points, from which members disagree. */
const DISAGREEMENT = 2;

export const scoresOf = ({ dimensions }: JudgeOutput): AnswerScores =>
  Object.fromEntries(Object.entries(dimensions).map(([key, { score }]) => [key, score]));

/**
 * The median; of an even number the lower of the two in the middle, so that it is a score that a member gave evidence for.
 * Null if most members give none.
 */
export const medianScore = (scores: readonly (number | null)[]): number | null => {
  const given = scores.filter((score) => score !== null).toSorted((a, b) => a - b);
  if (given.length * 2 < scores.length) return null;
  return given[Math.floor((given.length - 1) / 2)] ?? null;
};

const rangeOf = (scores: readonly (number | null)[]): number => {
  const given = scores.filter((score) => score !== null);
  return given.length === 0 ? 0 : Math.max(...given) - Math.min(...given);
};

const isMajority = (count: number, of: number): boolean => count * 2 > of;

/** Flags that most members raise; for a suspected injection one member is enough. */
const flagsOf = (outputs: readonly JudgeOutput[]): JudgeFlag[] => {
  const all = new Set(outputs.flatMap(({ flags }) => flags));
  return [...all].filter((flag) => {
    const raised = outputs.filter(({ flags }) => flags.includes(flag)).length;
    return flag === 'injection_suspected' || isMajority(raised, outputs.length);
  });
};

const distance = ({ scale }: Rubric, { dimensions }: JudgeOutput, medians: AnswerScores): number =>
  Object.entries(medians).reduce((sum, [key, median]) => {
    const score = dimensions[key]?.score ?? null;
    if (score === median) return sum;
    return sum + (score === null || median === null ? scale.max - scale.min : Math.abs(score - median));
  }, 0);

/** The first of the nearest outputs. */
const nearest = (outputs: readonly JudgeOutput[], far: (output: JudgeOutput) => number): JudgeOutput | undefined => {
  const distances = outputs.map(far);
  return outputs[distances.indexOf(Math.min(...distances))];
};

/**
 * One answer from those of a panel, the judge's first: each dimension by the member that gave its median, with that
 * member's evidence and rationale; statements on the call as a whole come from the member whose scores are nearest to all
 * medians (panels of judges: Verga et al. 2024, arXiv 2404.18796).
 */
export const combineAnswers = (rubric: Rubric, judge: JudgeOutput, others: readonly JudgeOutput[]): CombinedAnswer => {
  const outputs = [judge, ...others];
  const scores = (key: string) => outputs.map(({ dimensions }) => dimensions[key]?.score ?? null);
  const keys = rubric.dimensions.map(({ key }) => key);
  const medians = Object.fromEntries(keys.map((key) => [key, medianScore(scores(key))]));
  const sales = outputs.filter(({ call_check }) => call_check.is_sales_call);
  const agreeing = isMajority(outputs.length - sales.length, outputs.length)
    ? outputs.filter((output) => !sales.includes(output))
    : sales;
  const whole = nearest(agreeing, (output) => distance(rubric, output, medians)) ?? judge;
  const dimensions = keys.flatMap((key) => {
    const median = medians[key] ?? null;
    const given = [whole, ...outputs].find((output) => (output.dimensions[key]?.score ?? null) === median);
    const dimension = given?.dimensions[key];
    return dimension ? [[key, dimension] as const] : [];
  });
  return {
    output: { ...whole, dimensions: Object.fromEntries(dimensions), flags: flagsOf(outputs) },
    disputed: keys.filter((key) => rangeOf(scores(key)) >= DISAGREEMENT),
  };
};
