/** An issue that a check found in an answer, as it is stored. */
export interface Violation {
  readonly severity: 'error' | 'warning';
  /** `plugin/CODE`, or a code of the core. */
  readonly code: string;
  /** JSON pointer into the answer. */
  readonly path: string;
  readonly message: string;
  /** True where the answer was changed so that it obeys the rule. */
  readonly repaired: boolean;
}
