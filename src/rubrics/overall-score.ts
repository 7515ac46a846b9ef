import type { DimensionResult, Rubric, RubricGate, UnscoredReason } from '../plugin-api/index.js';

/** A gate of the rubric that is closed, and holds the overall down. */
export interface AppliedGate extends RubricGate {
  /** What the overall would be without any gate. */
  readonly ungated: number;
}

/** The overall result of a run: the same union as a dimension, without evidence. */
export type OverallScore =
  | {
      readonly outcome: 'SCORED';
      /** Weighted mean over the scored dimensions, on the rubric's scale; no more than the closed gates let it be. */
      readonly score: number;
      /** The most that the scored dimensions could have brought, had the unscored ones brought nothing. */
      readonly potential: number;
      /** `score` as a share of the scale, 0 to 1. */
      readonly normalized: number;
      /** Gates that hold it down. */
      readonly gates: readonly AppliedGate[];
    }
  | { readonly outcome: 'UNSCORED'; readonly reason: UnscoredReason };

// Weights such as .15 + .25 + .3 + .3 don't sum to exactly 1 in binary.
const TOLERANCE = 1e-9;

/** Without the last digits of binary arithmetic: 3, not 2.9999999999999996. */
const tidy = (value: number): number => Number(value.toFixed(12));

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const weightiestReason = (reasons: ReadonlyMap<UnscoredReason, number>): UnscoredReason => {
  const [heaviest] = Array.from(reasons).sort(([, a], [, b]) => b - a);
  return heaviest?.[0] ?? 'NOT_APPLICABLE';
};

/**
 * Whether a gate is closed: its dimension scores too low, or says nothing where it should. What doesn't apply to the call bars nothing.
 */
const isClosed = ({ min }: RubricGate, result: DimensionResult | undefined): boolean =>
  result?.outcome === 'SCORED' ? result.value < min : result?.reason !== 'NOT_APPLICABLE';

const closedGates = (
  { gates = [] }: Rubric,
  results: Readonly<Record<string, DimensionResult>>,
  ungated: number,
): AppliedGate[] =>
  gates
    .filter((gate) => gate.cap < ungated && isClosed(gate, results[gate.dimension]))
    .map((gate) => ({ ...gate, ungated }));

/**
 * Σ weight × value / Σ weight over the scored dimensions. Unscored, for the reason that holds the most weight, where the
 * scored dimensions hold less than the rubric's `minWeight` of all weight. A dimension without a result counts as
 * INSUFFICIENT_EVIDENCE. Closed gates cap it; the potential is what it would be with every gate open.
 */
export const overallScore = (rubric: Rubric, results: Readonly<Record<string, DimensionResult>>): OverallScore => {
  const reasons = new Map<UnscoredReason, number>();
  const scored: { weight: number; value: number }[] = [];
  for (const { key, weight } of rubric.dimensions) {
    const result = results[key];
    if (result?.outcome === 'SCORED') scored.push({ weight, value: result.value });
    else {
      const reason = result?.reason ?? 'INSUFFICIENT_EVIDENCE';
      reasons.set(reason, (reasons.get(reason) ?? 0) + weight);
    }
  }
  const whole = sum(rubric.dimensions.map(({ weight }) => weight));
  const weight = sum(scored.map((dimension) => dimension.weight));
  if (weight <= 0 || weight / whole < rubric.aggregate.minWeight - TOLERANCE) {
    return { outcome: 'UNSCORED', reason: weightiestReason(reasons) };
  }
  const { min, max } = rubric.scale;
  const ungated = tidy(sum(scored.map((dimension) => dimension.weight * dimension.value)) / weight);
  const gates = closedGates(rubric, results, ungated);
  const score = Math.min(ungated, ...gates.map(({ cap }) => cap));
  const potential = tidy((max * weight) / whole);
  return { outcome: 'SCORED', score, potential, normalized: tidy((score - min) / (max - min)), gates };
};
