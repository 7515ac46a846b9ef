import type { AnswerScores } from '../../runs/attempt.entity.js';
import type { DimensionBand, Stability } from '../../runs/stability.js';

/** What one scoring gave. */
export interface ScoredSample {
  readonly scores: AnswerScores;
  readonly overall: number | null;
}

/** Stable scores differ by at most this, in points. */
const DIMENSION_SPREAD = 1;
const OVERALL_SPREAD = 0.5;
const TOLERANCE = 1e-9;

interface Band {
  readonly min: number | null;
  readonly max: number | null;
  readonly unscored: number;
}

const bandOf = (values: readonly (number | null)[]): Band => {
  const given = values.filter((value) => value !== null);
  const unscored = values.length - given.length;
  return given.length === 0
    ? { min: null, max: null, unscored }
    : { min: Math.min(...given), max: Math.max(...given), unscored };
};

const isNarrow = ({ min, max, unscored }: Band, spread: number): boolean =>
  min === null || max === null || (unscored === 0 && max - min <= spread + TOLERANCE);

/**
 * How far the scorings of one question differ.
 * @param dimensions keys, in the order of the rubric
 * @param invalid further scorings without a valid answer: if there is one, the scores are not stable
 */
export const stabilityOf = (
  dimensions: readonly string[],
  samples: readonly ScoredSample[],
  invalid: number,
): Stability => {
  const bands = dimensions.map((key): DimensionBand => {
    return { dimension: key, ...bandOf(samples.map(({ scores }) => scores[key] ?? null)) };
  });
  const overall = bandOf(samples.map((sample) => sample.overall));
  const isStable = bands.every((band) => isNarrow(band, DIMENSION_SPREAD)) && isNarrow(overall, OVERALL_SPREAD);
  return {
    stable: isStable && invalid === 0,
    samples: samples.length,
    invalid,
    bands,
    overallMin: overall.min,
    overallMax: overall.max,
  };
};
