import type { Fault } from '../client/call-error.js';
import type { Cost } from '../terminal/format-figures.js';

export type Outcome =
  | {
      readonly __typename: 'Scored';
      readonly value: number;
      readonly rationale: string;
      readonly evidence: readonly Evidence[];
    }
  | { readonly __typename: 'Unscored'; readonly reason: string; readonly rationale: string };

export interface Evidence {
  readonly quote: string;
  readonly turn: number;
  readonly startMs: number | null;
  readonly status: string;
  /** Whether it is in doubt who says it. */
  readonly doubt: boolean;
  readonly kind: string;
}

export interface Improvement {
  readonly dimension: string;
  readonly priority: string;
  readonly advice: string;
  readonly turn: number | null;
  readonly original: string | null;
  readonly rewrite: string;
}

export interface Coaching {
  readonly summary: string;
  readonly strengths: readonly { readonly dimension: string; readonly text: string }[];
  readonly improvements: readonly Improvement[];
}

export interface Violation {
  readonly code: string;
  readonly severity: string;
  readonly path: string;
  readonly message: string;
  readonly repaired: boolean;
}

/** A scoring as the API answers it. */
export interface CallRun {
  readonly id: string;
  readonly status: string;
  readonly error: Fault | null;
  readonly overall: Outcome | null;
  readonly scores: readonly { readonly dimension: string; readonly outcome: Outcome }[];
  readonly coaching: Coaching | null;
  readonly flags: readonly string[];
  readonly violations: readonly Violation[];
  readonly cost: Cost;
  readonly latencyMs: number | null;
  readonly spec: { readonly model: string };
  readonly promptVersion: { readonly promptKey: string; readonly number: number } | null;
  readonly rubricVersion: {
    readonly key: string;
    readonly version: number;
    readonly name: string;
    readonly scale: { readonly min: number; readonly max: number };
    readonly dimensions: readonly { readonly key: string; readonly name: string }[];
  } | null;
}

interface Person {
  readonly name: string | null;
  readonly speakerLabel: string;
  readonly role: string;
  readonly source: string;
  readonly confidence: number;
}

/** A turn that the scorecard cites. */
export interface CitedTurn {
  readonly speaker: string;
  readonly role: string;
  /** Integer ms from the start of the recording; null if the file has no times. */
  readonly startMs: number | null;
}

/** A call whose scoring has ended, with everything that a scorecard shows. */
export interface Call {
  readonly id: string;
  readonly title: string | null;
  readonly format: string | null;
  readonly durationMs: number | null;
  readonly turnCount: number | null;
  readonly representative: { readonly name: string } | null;
  readonly company: { readonly name: string } | null;
  readonly participants: readonly Person[];
  readonly warnings: readonly Fault[];
  readonly run: CallRun;
  /** By number of the turn. */
  readonly turns: ReadonlyMap<number, CitedTurn>;
}

/** Result of one file: a call, or the reason why there is none. A run that ended without scores has both. */
export interface CallResult {
  /** Path as it was given. */
  readonly file: string;
  readonly error: Fault | null;
  readonly call: Call | null;
}
