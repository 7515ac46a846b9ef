import {
  evidenceShortfall,
  type DimensionResult,
  type Evaluation,
  type NormalizedTranscript,
  type Rubric,
  type RubricDimension,
} from '../../plugin-api/index.js';
import type { Violation } from '../../runs/violation.js';
import { evidenceKey } from './evidence-key.js';
import { OutputRejectedError } from '../model/output-rejected-error.js';
import type { VerifiedResult } from '../model/verified-evaluation.js';
import { verifyEvidence } from './verify-evidence.js';

const broken = (code: string, path: string, message: string): OutputRejectedError => {
  const violation: Violation = { severity: 'error', code, path, message, repaired: false };
  return OutputRejectedError.invalid([violation]);
};

/** Whether a value stands on the rubric's scale, in its steps. */
const isOnScale = ({ scale: { min, max, step } }: Rubric, value: unknown): boolean => {
  if (typeof value !== 'number' || !(value >= min && value <= max)) return false;
  const steps = (value - min) / step;
  return Math.abs(steps - Math.round(steps)) < 1e-9;
};

const checkScore = (rubric: Rubric, { key, evidenceFloor }: RubricDimension, result: VerifiedResult): void => {
  if (result.outcome !== 'SCORED') return;
  const path = `/dimensions/${key}/score`;
  if (!isOnScale(rubric, result.value)) {
    throw broken('SCORE_OFF_SCALE', path, `${String(result.value)} is not on the scale of the rubric.`);
  }
  const [missing] = evidenceShortfall(evidenceFloor, result.value, result.proof);
  if (!missing) return;
  const { needed, kind, found } = missing;
  throw broken('EVIDENCE_FLOOR', path, `${result.value} needs ${needed} of ${kind}; ${found} stand in the transcript.`);
};

const proveEvidence = (
  transcript: NormalizedTranscript,
  key: string,
  { evidence }: DimensionResult,
  repaired: ReadonlySet<string>,
): VerifiedResult['proof'] =>
  evidence.map((piece, at) => {
    const verified = verifyEvidence(transcript, piece, repaired.has(evidenceKey(piece)));
    if (verified) return verified;
    const path = `/dimensions/${key}/evidence/${at}/quote`;
    throw broken('QUOTE_NOT_FOUND', path, `The quote does not stand in turn ${piece.turn_index}.`);
  });

interface Unproven {
  readonly transcript: NormalizedTranscript;
  readonly rubric: Rubric;
  readonly evaluation: Evaluation;
  /** Pieces of evidence that a check has changed, as `evidenceKey` gives them. */
  readonly repaired: ReadonlySet<string>;
}

/**
 * The last gate, whatever the checks before said and whoever evaluated: each dimension has a result, each value stands
 * on the scale and on the evidence that the rubric demands for it, each quote stands in its turn. Nothing is stored that
 * a reader could not look up.
 * @throws OutputRejectedError
 */
export const verifyEvaluation = ({
  transcript,
  rubric,
  evaluation,
  repaired,
}: Unproven): Readonly<Record<string, VerifiedResult>> =>
  Object.fromEntries(
    rubric.dimensions.map((dimension) => {
      const { key } = dimension;
      const result = evaluation.metrics[key];
      if (!result) throw broken('DIMENSION_MISSING', `/dimensions/${key}`, `There is no result for "${key}".`);
      const proven = { ...result, proof: proveEvidence(transcript, key, result, repaired) };
      checkScore(rubric, dimension, proven);
      return [key, proven];
    }),
  );
