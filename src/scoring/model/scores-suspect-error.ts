import { AppError } from '../../errors/app-error.js';
import type { Violation } from '../../runs/violation.js';

/** The answer is valid, but a check found an issue with the effect REVIEW: the run ends NEEDS_REVIEW. */
export class ScoresSuspectError extends AppError {
  constructor(readonly violations: readonly Violation[]) {
    super(
      'OUTPUT_INVALID',
      'The answer is valid, but a check asks for a person to review the scores first. The violations say why.',
    );
  }
}
