/** What can be wrong with a transcript that was read. */
export const QUALITY_ISSUE_CODES = [
  'UNKNOWN_SPEAKERS',
  'ATTRIBUTION_IN_DOUBT',
  'ONE_SIDED',
  'TRUNCATED',
  'NO_TIMES',
  'DUPLICATE_WORDS',
  'IMPLAUSIBLE_SPEED',
  'LOW_ASR_CONFIDENCE',
  'TOO_SHORT',
] as const;

export type QualityIssueCode = (typeof QUALITY_ISSUE_CODES)[number];

export interface QualityIssue {
  readonly code: QualityIssueCode;
  /** What was found, with its figure, for people. */
  readonly message: string;
}

/** How well a transcript serves for scoring. */
export interface Quality {
  /** 1 for nothing found, down to 0. */
  readonly score: number;
  readonly issues: readonly QualityIssue[];
}

/** What an organization wants done about an issue, mildest first. PASS hides it. */
export const QUALITY_ACTIONS = ['PASS', 'WARN', 'HOLD', 'REFUSE'] as const;

export type QualityAction = (typeof QUALITY_ACTIONS)[number];

/** What an issue leads to where the organization says nothing: it is shown, and the call is scored. */
export const DEFAULT_QUALITY_ACTION: QualityAction = 'WARN';
