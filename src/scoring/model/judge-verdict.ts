import type { IssueEffect, JudgeOutput } from '../../plugin-api/index.js';
import type { Violation } from '../../runs/violation.js';

/** A valid answer to a question, and how it came about. */
export interface JudgeVerdict<Output = JudgeOutput> {
  /** Number of the attempt that brought it. */
  readonly attempt: number;
  readonly output: Output;
  readonly violations: readonly Violation[];
  /** What the violations ask for beside being kept. */
  readonly effects: ReadonlySet<IssueEffect>;
  readonly repairedEvidence: ReadonlySet<string>;
  /** Who answered, as `provider/model` in the provider's words. */
  readonly modelUsed: string;
  /** True where that is not the model that was asked for. */
  readonly fallback: boolean;
  /** True where no service was asked. */
  readonly offline: boolean;
  /** Flags that the run gets for how the answer came about. */
  readonly remarks?: readonly string[];
}

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
