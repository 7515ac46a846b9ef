import type { IssueEffect } from '../../plugin-api/index.js';
import type { Violation } from '../../runs/violation.js';

export interface CheckedIssue extends Violation {
  /** What the model should do instead. */
  readonly hint: string;
  /** What follows for the run; not stored, since the check tells it again whenever the answer is checked. */
  readonly effect?: IssueEffect;
}

/** An issue as it is stored. */
export const asViolation = ({ severity, code, path, message, repaired }: CheckedIssue): Violation => ({
  severity,
  code,
  path,
  message,
  repaired,
});

export const effectsOf = (issues: readonly CheckedIssue[]): ReadonlySet<IssueEffect> =>
  new Set(issues.flatMap(({ effect }) => effect ?? []));
