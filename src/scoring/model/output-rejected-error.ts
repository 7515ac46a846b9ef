import { AppError } from '../../errors/app-error.js';
import type { ErrorCode } from '../../errors/error-codes.js';
import type { Violation } from '../../runs/violation.js';

/** Issues of an answer that was never finished, and the code that a run ends with for them. */
const OWN_CODES = ['MODEL_REFUSED', 'ANSWER_TRUNCATED'] as const;

const NEEDS_REVIEW =
  'The answer is valid, but a check asks for a person to review the scores first. The violations say why.';

/** An answer that is not stored as a score: it failed its checks, or a check asks for a person to review it first. */
export class OutputRejectedError extends AppError {
  private constructor(
    code: ErrorCode,
    message: string,
    readonly violations: readonly Violation[],
    private readonly needsReview: boolean,
  ) {
    super(code, message);
  }

  /** The answer failed its checks and could not be corrected. */
  static invalid(violations: readonly Violation[]): OutputRejectedError {
    const errors = violations.filter(({ severity, repaired }) => severity === 'error' && !repaired);
    const first = errors[0] ? ` First: ${errors[0].code} at ${errors[0].path || '/'}: ${errors[0].message}` : '';
    const code = OWN_CODES.find((own) => errors.some((error) => error.code === own)) ?? 'OUTPUT_INVALID';
    const message = `The model's answer failed ${errors.length} checks and was not stored as a score.${first}`;
    return new OutputRejectedError(code, message, violations, false);
  }

  /** The answer is valid, but a check found an issue with the effect REVIEW. */
  static needsReview(violations: readonly Violation[]): OutputRejectedError {
    return new OutputRejectedError('OUTPUT_INVALID', NEEDS_REVIEW, violations, true);
  }

  /** How the run ends. @param onInvalid the policy's choice for answers that fail their checks */
  runStatus(onInvalid: 'INVALID' | 'NEEDS_REVIEW' = 'INVALID'): 'INVALID' | 'NEEDS_REVIEW' {
    return this.needsReview ? 'NEEDS_REVIEW' : onInvalid;
  }
}
