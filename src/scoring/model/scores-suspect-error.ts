import { AppError } from '../../errors/app-error.js';
import type { Violation } from '../../runs/violation.js';

/** The answer passed its checks, but its scores may be the doing of somebody on the call: the run ends NEEDS_REVIEW. */
export class ScoresSuspectError extends AppError {
  constructor(readonly violations: readonly Violation[]) {
    super(
      'OUTPUT_INVALID',
      'The scores lie far from the baseline and may have been asked for on the call. A person must look.',
    );
  }
}
