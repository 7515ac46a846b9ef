import type { Fault } from '../client/call-error.js';
import type { Cost } from '../terminal/format-figures.js';

/** A scoring of a call as a list shows it. */
export interface ListedRun {
  readonly id: string;
  readonly status: string;
  readonly overall:
    | { readonly __typename: 'Scored'; readonly value: number }
    | { readonly __typename: 'Unscored'; readonly reason: string }
    | null;
  readonly scores: readonly {
    readonly dimension: string;
    readonly outcome:
      | { readonly __typename: 'Scored'; readonly value: number }
      | { readonly __typename: 'Unscored'; readonly reason: string };
  }[];
  readonly model: string;
  readonly flags: readonly string[];
  readonly latencyMs: number | null;
  readonly cost: Cost;
  readonly rubricVersion: {
    readonly key: string;
    readonly version: number;
    readonly dimensions: readonly { readonly key: string; readonly name: string }[];
  } | null;
}

/** A call as a list shows it. */
export interface ListedCall {
  readonly id: string;
  readonly title: string | null;
  readonly fileName: string;
  readonly status: string;
  readonly error: Fault | null;
  /** When the call was, ISO 8601; null where the file does not say. */
  readonly startedAt: string | null;
  readonly createdAt: string;
  readonly callType: string | null;
  readonly representative: { readonly name: string } | null;
  readonly company: { readonly name: string } | null;
  readonly run: ListedRun | null;
}

/** Fields of both types, as fragments. */
export const LISTED_FIELDS = `fragment listedRun on Run {
  id status model flags latencyMs
  cost { amount currency status }
  overall { ...outcome }
  scores { dimension outcome { ...outcome } }
  rubricVersion { key version dimensions { key name } }
}
fragment outcome on Outcome {
  __typename
  ... on Scored { value }
  ... on Unscored { reason }
}
fragment listedCall on Transcript {
  id title fileName status startedAt createdAt callType
  error { code message }
  representative { name }
  company { name }
}`;
