import { AppError } from '../../errors/app-error.js';
import type { Violation } from '../../runs/violation.js';

/** Issues of an answer that was never finished, and the code that a run ends with for them. */
const OWN_CODES = ['MODEL_REFUSED', 'ANSWER_TRUNCATED'] as const;

/** An answer failed its checks and could not be corrected: the run ends INVALID. */
export class OutputInvalidError extends AppError {
  constructor(readonly violations: readonly Violation[]) {
    const errors = violations.filter(({ severity, repaired }) => severity === 'error' && !repaired);
    const first = errors[0] ? ` First: ${errors[0].code} at ${errors[0].path || '/'}: ${errors[0].message}` : '';
    const own = OWN_CODES.find((code) => errors.some((error) => error.code === code));
    super(
      own ?? 'OUTPUT_INVALID',
      `The model's answer failed ${errors.length} checks and was not stored as a score.${first}`,
    );
  }
}
