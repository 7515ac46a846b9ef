import type { Rubric, UnscoredReason } from '../../src/plugin-api/index.js';
import type { RunRow, ScoreRow } from '../../src/runs/run-reads.js';
import type { Confidence, DimensionScore, Evidence, Scored, Unscored } from './outcome.type.js';

type Scale = Rubric['scale'];

const REASONS: Readonly<Record<UnscoredReason, string>> = {
  NOT_APPLICABLE: 'The rubric does not apply to this call.',
  INSUFFICIENT_EVIDENCE: 'Too little of the rubric could be judged on this call.',
  NO_REPRESENTATIVE: 'No participant is known to be the representative. Name the rep and score again.',
  NOT_A_SALES_CALL: 'The recording is not a sales call.',
  UNSUPPORTED_LANGUAGE: 'The judge does not know the language of this call.',
};

type OverallFields = Pick<
  RunRow,
  'overallOutcome' | 'overallScore' | 'overallPotential' | 'overallNormalized' | 'overallReason'
>;

/** A value that an outcome must have. If it is missing, that is a fault of ours: an invented value would be read as a judgment. */
const required = <Value>(value: Value | null, name: string): Value => {
  if (value === null) throw new Error(`A stored outcome has no ${name}.`);
  return value;
};

/** The overall of a run; null while it has not ended SCORED. */
export const overallOutcome = (run: OverallFields): Scored | Unscored | null => {
  if (run.overallOutcome === null) return null;
  if (run.overallOutcome === 'UNSCORED') {
    const reason = required(run.overallReason, 'reason');
    return { reason, rationale: REASONS[reason] };
  }
  const value = required(run.overallScore, 'score');
  return {
    value,
    score: value,
    potential: required(run.overallPotential, 'potential'),
    normalized: required(run.overallNormalized, 'place on the scale'),
    confidence: null,
    rationale: 'Weighted mean of the scored dimensions, computed from them.',
    evidence: [],
  };
};

export const dimensionScore = (row: ScoreRow, { min, max }: Scale): DimensionScore => {
  const { dimension, rationale } = row;
  if (row.outcome === 'UNSCORED') return { dimension, outcome: { rationale, reason: required(row.reason, 'reason') } };
  const value = required(row.value, 'score');
  const scored: Scored = {
    value,
    score: value,
    potential: max,
    normalized: (value - min) / (max - min),
    confidence: row.confidence as Confidence | null,
    rationale,
    evidence: row.evidence.map((piece) => ({ ...piece, doubt: piece.doubt ?? false }) as Evidence),
  };
  return { dimension, outcome: scored };
};
