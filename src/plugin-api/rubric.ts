/**
 * What a quote shows: a question by the rep, a statement by the rep, an answer by the customer, or a chance that was missed (either
 * speaker).
 */
export const EVIDENCE_KINDS = ['rep_question', 'rep_statement', 'customer_response', 'missed_opportunity'] as const;

export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** From score `min` upwards, at least so many pieces of evidence of each kind must be cited. */
export interface EvidenceFloor {
  readonly min: number;
  readonly rep_question?: number;
  readonly rep_statement?: number;
  readonly customer_response?: number;
  /** How many of the cited customer responses must contain a number. */
  readonly customer_response_with_number?: number;
  /** How many pieces of whatever kind; missed opportunities don't count. */
  readonly any_kind?: number;
}

export interface RubricDimension {
  /** snake_case; property name in the response schema. */
  readonly key: string;
  readonly name: string;
  readonly weight: number;
  readonly definition: string;
  /** Whose turns are scored. */
  readonly speaker: 'rep' | 'customer' | 'either';
  /** Kinds of evidence that a judge may cite; the kinds of questions and answers where left out. See `evidenceKindsOf`. */
  readonly evidenceKinds?: readonly EvidenceKind[];
  readonly anchors: readonly { readonly score: number; readonly text: string }[];
  readonly evidenceFloor: readonly EvidenceFloor[];
  readonly positiveExamples: readonly string[];
  readonly negativeExamples: readonly { readonly text: string; readonly belongsTo: string }[];
  /** Kinds of calls to which the dimension applies; to all of them where left out. */
  readonly callTypes?: readonly string[];
  /** When a judge may answer that the dimension doesn't apply; where left out it may not. */
  readonly notApplicableWhen?: string;
}

/** Limits the overall to `cap` while a dimension that everything depends on is below `min`. Both are on the rubric's scale. */
export interface RubricGate {
  /** Key of the dimension. */
  readonly dimension: string;
  readonly min: number;
  readonly cap: number;
  /** Why, for people. */
  readonly reason: string;
}

/** What good looks like, as data. A published version never changes. */
export interface Rubric {
  readonly key: string;
  readonly version: number;
  readonly name: string;
  readonly description: string;
  /** What the rubric is about. A `deal` or a `lead` is scored by the evidence that one call gives of it. */
  readonly unit: 'call' | 'deal' | 'lead';
  readonly scale: { readonly min: number; readonly max: number; readonly step: number };
  readonly dimensions: readonly RubricDimension[];
  /** True where the dimensions are stages that a call passes through in their order. */
  readonly ordered?: boolean;
  readonly gates?: readonly RubricGate[];
  readonly aggregate: {
    readonly kind: 'weighted_mean';
    /** Overall is Unscored when the scored dimensions hold less than this share of the weight (0 to 1). */
    readonly minWeight: number;
  };
  readonly applicability: {
    /** Kinds of calls that the rubric is for; for all of them where empty. */
    readonly callTypes: readonly string[];
    readonly minRepQuestions: number;
    readonly minCustomerTurns: number;
  };
}
