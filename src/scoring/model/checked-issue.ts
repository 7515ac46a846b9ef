import type { Violation } from '../../runs/violation.js';

export interface CheckedIssue extends Violation {
  /** What the model should do instead. */
  readonly hint: string;
}
