import type { PanelPolicy, RedactionKind, RepeatPolicy, ValidatorOptions } from '../profiles/scoring-policy.js';

export interface PanelSpec extends Omit<PanelPolicy, 'when'> {
  readonly when: PanelPolicy['when'] | 'ALWAYS';
}

/** ECONOMY: the first call is sent in a batch, where the provider takes batches: for less money, and within a day. */
export type Delivery = 'IMMEDIATE' | 'ECONOMY';

/** The plain record from which a run can be done again. Stored on the run, never changed. */
export interface RunSpec {
  readonly evaluator: { readonly name: string; readonly version: number };
  readonly rubric: { readonly key: string; readonly version: number };
  readonly promptVersion: { readonly id: string; readonly key: string; readonly number: number; readonly hash: string };
  /** Model address per role of the evaluator, e.g. `{ judge: 'openai/gpt-5-mini' }`. */
  readonly models: Readonly<Record<string, string>>;
  readonly parameters: {
    readonly temperature: number;
    readonly seed: number | null;
    readonly maxOutputTokens: number;
  };
  /** How many times an answer that fails its checks is sent back. */
  readonly corrections: number;
  /** Model addresses that are asked in turn where the judge gives no valid answer. Left out in runs older than they. */
  readonly fallbacks?: readonly string[];
  /** How the run ends without a valid answer; INVALID where left out. */
  readonly onInvalid?: 'INVALID' | 'NEEDS_REVIEW';
  /** Options of validators by their name, e.g. the organization's own rules; none where left out. */
  readonly validatorOptions?: ValidatorOptions;
  /** What is masked before the transcript leaves for a model; nothing where left out. */
  readonly redact?: readonly RedactionKind[];
  /** Models that judge beside the judge; none where left out. `ALWAYS` in a run that contests another. */
  readonly panel?: PanelSpec | null;
  /** How the scores are taken again to see how stable they are; never where left out. */
  readonly repeat?: RepeatPolicy | null;
  /** Version of the scoring policy at the time, 0 for the defaults. */
  readonly policyVersion?: number;
  /** How the judge is first asked; IMMEDIATE where left out. */
  readonly delivery?: Delivery;
  /** BCP 47 tag of the language for rationale and coaching. */
  readonly uiLanguage: string;
}
