import type { RedactionKind } from '../../profiles/scoring-policy.js';

export type SensitiveKind = RedactionKind;

/** Where something stands that is not to leave: UTF-16 code units, end exclusive. */
export interface SensitiveSpan {
  readonly kind: SensitiveKind;
  readonly start: number;
  readonly end: number;
}
