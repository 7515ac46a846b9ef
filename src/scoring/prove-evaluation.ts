import { AppError } from '../errors/app-error.js';
import type { DimensionResult, Evaluation, NormalizedTranscript } from '../plugin-api/index.js';
import { evidenceKey } from './evidence-key.js';
import type { ProvenResult } from './record-result.js';
import { verifyEvidence } from './verify-evidence.js';

const prove = (
  transcript: NormalizedTranscript,
  key: string,
  result: DimensionResult,
  repaired: ReadonlySet<string>,
): ProvenResult => {
  const proof = result.evidence.map((evidence) => {
    const verified = verifyEvidence(transcript, evidence, repaired.has(evidenceKey(evidence)));
    if (verified) return verified;
    const message = `A quote for "${key}" does not stand in turn ${evidence.turn_index}: nothing is scored on it.`;
    throw new AppError('OUTPUT_INVALID', message);
  });
  return { ...result, proof };
};

/**
 * Every quote found in its turn, whatever the checks before said: nothing is stored that a reader could not look up.
 * @throws AppError OUTPUT_INVALID
 */
export const proveEvaluation = (
  transcript: NormalizedTranscript,
  { metrics }: Evaluation,
  repaired: ReadonlySet<string>,
): Readonly<Record<string, ProvenResult>> =>
  Object.fromEntries(Object.entries(metrics).map(([key, result]) => [key, prove(transcript, key, result, repaired)]));
