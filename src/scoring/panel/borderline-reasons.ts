import type { JudgeOutput, Rubric } from '../../plugin-api/index.js';

/** Why a second opinion is worth its cost. */
export type BorderlineReason = 'LOW_CONFIDENCE' | 'FAR_FROM_BASELINE' | 'NEAR_THRESHOLD';

/** Difference from the reference answer, in points, from which a score is reviewed. */
const FAR = 2;
/** Distance from a threshold within which an overall could be on either side of it. */
const NEAR = 0.25;

const scoreOf = (output: JudgeOutput | null, key: string): number | null => output?.dimensions[key]?.score ?? null;

/** Weighted mean of the scores; null where there are none. */
const meanOf = ({ dimensions }: Rubric, output: JudgeOutput): number | null => {
  const scored = dimensions.flatMap(({ key, weight }) => {
    const score = scoreOf(output, key);
    return score === null ? [] : [{ weight, score }];
  });
  const weight = scored.reduce((sum, one) => sum + one.weight, 0);
  return weight === 0 ? null : scored.reduce((sum, one) => sum + one.weight * one.score, 0) / weight;
};

/** Low confidence on a dimension of at least average weight. */
const isUnsure = ({ dimensions }: Rubric, output: JudgeOutput): boolean => {
  const average = dimensions.reduce((sum, { weight }) => sum + weight, 0) / dimensions.length;
  return dimensions.some(({ key, weight }) => {
    const given = output.dimensions[key];
    return weight >= average && given?.score !== null && given?.confidence === 'low';
  });
};

const isFar = ({ dimensions }: Rubric, output: JudgeOutput, reference: JudgeOutput | null): boolean =>
  dimensions.some(({ key }) => {
    const [score, other] = [scoreOf(output, key), scoreOf(reference, key)];
    return score !== null && other !== null && Math.abs(score - other) >= FAR;
  });

/**
 * What makes an answer borderline; nothing for one that is clear.
 * @param reference the offline scorer's answer, if there is one
 * @param thresholds overall scores at which a person acts
 */
export const borderlineReasons = (
  rubric: Rubric,
  output: JudgeOutput,
  reference: JudgeOutput | null,
  thresholds: readonly number[],
): readonly BorderlineReason[] => {
  const overall = meanOf(rubric, output);
  const isNear = overall !== null && thresholds.some((threshold) => Math.abs(overall - threshold) <= NEAR + 1e-9);
  return [
    ...(isUnsure(rubric, output) ? (['LOW_CONFIDENCE'] as const) : []),
    ...(isFar(rubric, output, reference) ? (['FAR_FROM_BASELINE'] as const) : []),
    ...(isNear ? (['NEAR_THRESHOLD'] as const) : []),
  ];
};
