import type { JudgeOutput, Rubric } from 'debrief/plugin-api';

export interface ScoredWeight {
  /** Share of the rubric's weight that the scored dimensions hold, 0 to 1. */
  readonly share: number;
  /** Weighted mean of the scored dimensions, or null where none is scored. */
  readonly mean: number | null;
}

/** How much of a rubric an answer scores, and to what mean. */
export const scoredWeight = (rubric: Rubric, output: JudgeOutput): ScoredWeight => {
  const rows = rubric.dimensions.map(({ key, weight }) => ({ weight, score: output.dimensions[key]?.score ?? null }));
  const total = rows.reduce((sum, { weight }) => sum + weight, 0);
  const scored = rows.reduce((sum, { weight, score }) => sum + (score === null ? 0 : weight), 0);
  const points = rows.reduce((sum, { weight, score }) => sum + weight * (score ?? 0), 0);
  return { share: total === 0 ? 0 : scored / total, mean: scored === 0 ? null : points / scored };
};

/** Whether so little is scored that there is no overall. Tolerates the error of adding weights such as .15 and .35. */
export const isMostlyUnscored = (rubric: Rubric, output: JudgeOutput): boolean =>
  scoredWeight(rubric, output).share < rubric.aggregate.minWeight - 1e-9;
