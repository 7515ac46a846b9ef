/** What a quote shows: a question by the rep, an answer by the customer, or a chance that was missed (either speaker). */
export type EvidenceKind = 'rep_question' | 'customer_response' | 'missed_opportunity';

/** From score `min` upwards, at least so many pieces of evidence of each kind must be cited. */
export interface EvidenceFloor {
  readonly min: number;
  readonly rep_question?: number;
  readonly customer_response?: number;
  /** How many of the cited customer responses must contain a number. */
  readonly customer_response_with_number?: number;
}

export interface RubricDimension {
  /** snake_case; property name in the response schema. */
  readonly key: string;
  readonly name: string;
  readonly weight: number;
  readonly definition: string;
  /** Whose turns are scored. */
  readonly speaker: 'rep' | 'customer' | 'either';
  readonly anchors: readonly { readonly score: number; readonly text: string }[];
  readonly evidenceFloor: readonly EvidenceFloor[];
  readonly positiveExamples: readonly string[];
  readonly negativeExamples: readonly { readonly text: string; readonly belongsTo: string }[];
}

/** What good looks like, as data. A published version never changes. */
export interface Rubric {
  readonly key: string;
  readonly version: number;
  readonly name: string;
  readonly description: string;
  readonly unit: 'call' | 'deal' | 'lead';
  readonly scale: { readonly min: number; readonly max: number; readonly step: number };
  readonly dimensions: readonly RubricDimension[];
  readonly aggregate: {
    readonly kind: 'weighted_mean';
    /** Overall is Unscored when the scored dimensions hold less than this share of the weight (0 to 1). */
    readonly minWeight: number;
  };
  readonly applicability: {
    readonly callTypes: readonly string[];
    readonly minRepQuestions: number;
    readonly minCustomerTurns: number;
  };
}
