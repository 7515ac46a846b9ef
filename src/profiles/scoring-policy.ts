/** Whether a call is scored while its caller waits: `AUTO` waits for short calls while the queue is not under pressure. */
export const SCORING_MODES = ['AUTO', 'SYNC', 'ASYNC'] as const;
export type ScoringMode = (typeof SCORING_MODES)[number];

/** What is masked before a transcript leaves for a model. */
export const REDACTION_KINDS = ['EMAIL', 'PHONE', 'CARD', 'IBAN', 'NATIONAL_ID', 'NAME'] as const;
export type RedactionKind = (typeof REDACTION_KINDS)[number];

/** Several models judge, and the median of each dimension counts. */
export interface PanelPolicy {
  /** Model addresses beside the judge, 2 to 4. */
  readonly models: readonly string[];
  /** BORDERLINE: low confidence, far from the baseline, or at the edge of a review; CONTESTED: only where a run is contested. */
  readonly when: 'BORDERLINE' | 'CONTESTED';
  /** Overall scores, on the rubric's scale, that have consequences: an overall near one of them is borderline. */
  readonly thresholds?: readonly number[];
}

/** A share of runs is scored several times by the same model, to see how stable its scores are. */
export interface RepeatPolicy {
  /** Share of the runs, 0 to 1. */
  readonly share: number;
  /** Scorings of such a run in all, 2 to 5. */
  readonly times: number;
}

/** Options by name of a validator; each fits its validator's own schema. Data only: nothing of it is ever compiled or run. */
export type ValidatorOptions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** How an organization wants its calls scored. A version never changes; a run keeps the version of its start. */
export interface ScoringPolicy {
  readonly mode: ScoringMode;
  /** With `AUTO`, longer calls are not waited for. */
  readonly asyncAboveTurns: number;
  /** How often an answer that fails its checks is sent back to its model, 0 to 2. */
  readonly corrections: number;
  /** Models that are asked in turn where the judge gives no valid answer, at most 2. */
  readonly fallbackModels: readonly string[];
  /** How a run ends that no model answered validly. */
  readonly onInvalid: 'INVALID' | 'NEEDS_REVIEW';
  /** The organization's own rules, and what else validators let it choose. */
  readonly validatorOptions: ValidatorOptions;
  readonly panel: PanelPolicy | null;
  readonly repeat: RepeatPolicy | null;
  /** Whether the stored result of the same transcript, spec and model is taken instead of asking again. */
  readonly reuse: boolean;
  /** What is masked before a transcript leaves for a model. */
  readonly redact: readonly RedactionKind[];
}

/** Most calls to models for one run, whatever the policy says. */
export const MAX_CALLS = 4;

/** What holds where an organization has said nothing. */
export const DEFAULT_SCORING_POLICY: ScoringPolicy = {
  mode: 'AUTO',
  asyncAboveTurns: 400,
  corrections: 1,
  fallbackModels: [],
  onInvalid: 'INVALID',
  validatorOptions: {},
  panel: null,
  repeat: null,
  reuse: true,
  redact: [],
};
