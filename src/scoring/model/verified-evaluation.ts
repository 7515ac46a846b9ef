import type { Coaching, DimensionResult } from '../../plugin-api/index.js';
import type { OverallScore } from '../../rubrics/overall-score.js';
import type { VerifiedEvidence } from '../../runs/score.entity.js';
import type { Violation } from '../../runs/violation.js';

/** A dimension's result whose quotes were found in the transcript. */
export type VerifiedResult = DimensionResult & { readonly verifiedEvidence: readonly VerifiedEvidence[] };

/** What an evaluation comes to once its evidence is verified and its overall score computed. */
export interface VerifiedEvaluation {
  readonly results: Readonly<Record<string, VerifiedResult>>;
  readonly overall: OverallScore;
  readonly coaching: Coaching | null;
  readonly flags: readonly string[];
  readonly violations: readonly Violation[];
  /** Who answered; null where no model was asked. */
  readonly modelUsed: string | null;
  readonly fallbackUsed: boolean;
}
