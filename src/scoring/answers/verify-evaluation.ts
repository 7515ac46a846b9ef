import {
  type DimensionResult,
  type Evaluation,
  evidenceShortfall,
  type JudgeEvidence,
  type NormalizedTranscript,
  type Rubric,
  type RubricDimension,
  type Turn,
} from '../../plugin-api/index.js';
import type { VerifiedEvidence } from '../../runs/score.entity.js';
import type { Violation } from '../../runs/violation.js';
import { locateQuote } from '../../text/locate-quote.js';
import { OutputRejectedError } from '../model/output-rejected-error.js';
import type { VerifiedResult } from '../model/verified-evaluation.js';

/** Start and end time of a part of a turn's text, as exact as its cues allow; a turn of one cue has its own times. */
const timesOf = ({ cues = [], startMs, endMs }: Turn, start: number, end: number) => ({
  startMs: cues.findLast(({ at }) => at <= start)?.startMs ?? startMs,
  endMs: (cues.length > 0 ? cues.findLast(({ at }) => at < end)?.endMs : endMs) ?? null,
});

/** Whether it is in doubt who says a part of a turn's text: by the cues that it lies in, else by the whole turn. */
const isInDoubt = ({ doubt, cues }: Turn, start: number, end: number): boolean =>
  cues?.some((cue, at) => cue.doubt && cue.at < end && (cues[at + 1]?.at ?? Infinity) > start) ?? doubt === true;

/**
 * Finds a cited quote in its turn and returns the words that were said there; null if it is not there.
 * @param repaired whether a check has already changed this piece of evidence
 */
export const verifyEvidence = (
  { turns }: NormalizedTranscript,
  { kind, turn_index, quote }: JudgeEvidence,
  repaired: boolean,
): VerifiedEvidence | null => {
  const turn = turns[turn_index];
  const found = turn && locateQuote(turn.text, quote);
  if (!found) return null;
  const { start, end, exact } = found;
  return {
    kind,
    turn: turn_index,
    quote: turn.text.slice(start, end),
    start,
    end,
    ...timesOf(turn, start, end),
    status: exact && !repaired ? 'VERIFIED' : 'REPAIRED',
    ...(isInDoubt(turn, start, end) ? { doubt: true } : {}),
  };
};

/** Identifies a piece of evidence by its content: evaluators pass evidence on unchanged, but may reorder it. */
export const evidenceKey = ({ kind, turn_index, quote }: JudgeEvidence): string => `${kind} ${turn_index} ${quote}`;

const invalid = (code: string, path: string, message: string): OutputRejectedError => {
  const violation: Violation = { severity: 'error', code, path, message, repaired: false };
  return OutputRejectedError.invalid([violation]);
};

/** Whether a value is on the rubric's scale, in its steps. */
const isOnScale = ({ scale: { min, max, step } }: Rubric, value: unknown): boolean => {
  if (typeof value !== 'number' || !(value >= min && value <= max)) return false;
  const steps = (value - min) / step;
  return Math.abs(steps - Math.round(steps)) < 1e-9;
};

const checkScore = (rubric: Rubric, { key, evidenceFloor }: RubricDimension, result: VerifiedResult): void => {
  if (result.outcome !== 'SCORED') return;
  const path = `/dimensions/${key}/score`;
  if (!isOnScale(rubric, result.value)) {
    throw invalid('SCORE_OFF_SCALE', path, `${String(result.value)} is not on the scale of the rubric.`);
  }
  const [missing] = evidenceShortfall(evidenceFloor, result.value, result.verifiedEvidence);
  if (!missing) return;
  const { needed, kind, found } = missing;
  throw invalid(
    'EVIDENCE_FLOOR',
    path,
    `${result.value} needs ${needed} of ${kind}; ${found} stand in the transcript.`,
  );
};

const verifyAllEvidence = (
  transcript: NormalizedTranscript,
  key: string,
  { evidence }: DimensionResult,
  repaired: ReadonlySet<string>,
): VerifiedResult['verifiedEvidence'] =>
  evidence.map((piece, at) => {
    const verified = verifyEvidence(transcript, piece, repaired.has(evidenceKey(piece)));
    if (verified) return verified;
    const path = `/dimensions/${key}/evidence/${at}/quote`;
    throw invalid('QUOTE_NOT_FOUND', path, `The quote does not stand in turn ${piece.turn_index}.`);
  });

interface UnverifiedEvaluation {
  readonly transcript: NormalizedTranscript;
  readonly rubric: Rubric;
  readonly evaluation: Evaluation;
  /** Pieces of evidence that a check has changed, as `evidenceKey` gives them. */
  readonly repaired: ReadonlySet<string>;
}

/**
 * The last gate, independent of earlier checks and of the evaluator: each dimension has a result, each value is on the
 * scale and has the evidence that the rubric demands for it, each quote is found in its turn. So a reader can look up
 * everything that is stored.
 * @throws OutputRejectedError
 */
export const verifyEvaluation = ({
  transcript,
  rubric,
  evaluation,
  repaired,
}: UnverifiedEvaluation): Readonly<Record<string, VerifiedResult>> =>
  Object.fromEntries(
    rubric.dimensions.map((dimension) => {
      const { key } = dimension;
      const result = evaluation.metrics[key];
      if (!result) throw invalid('DIMENSION_MISSING', `/dimensions/${key}`, `There is no result for "${key}".`);
      const verified = { ...result, verifiedEvidence: verifyAllEvidence(transcript, key, result, repaired) };
      checkScore(rubric, dimension, verified);
      return [key, verified];
    }),
  );
