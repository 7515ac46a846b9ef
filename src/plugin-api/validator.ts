import type { JudgeOutput } from './judge-output.js';
import type { JsonSchema } from './host.js';
import type { Rubric } from './rubric.js';
import type { NormalizedTranscript } from './transcript.js';

/** A change that makes the output obey the rule without changing what it says. `path` is a JSON pointer into the output. */
export type Repair =
  | { readonly op: 'replace'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string };

/**
 * What the core does about an issue beside keeping it. `REVIEW`: the scores are withheld and the run waits for a person
 * (NEEDS_REVIEW). `DOUBT`: the scores are shown with the flag REVIEW_ADVISED.
 */
export type IssueEffect = 'REVIEW' | 'DOUBT';

export interface Issue {
  /** An `error` without repairs invalidates the output; a `warning` is kept beside it. */
  readonly severity: 'error' | 'warning';
  /** UPPER_CASE; the core prefixes the plugin's name. */
  readonly code: string;
  /** JSON pointer to the place in the output, e.g. `/dimensions/problem/evidence/0/quote`. */
  readonly path: string;
  /** What is wrong, with the values at hand. */
  readonly message: string;
  /** What the model should do instead: goes into the correction prompt. */
  readonly hint: string;
  /** Applied by the core, which then counts the issue as repaired. */
  readonly repairs?: readonly Repair[];
  /** Left out where the issue is only kept. On an error without repairs it has no effect: the output is invalid anyway. */
  readonly effect?: IssueEffect;
}

export interface ValidatorInput {
  readonly transcript: NormalizedTranscript;
  readonly rubric: Rubric;
  readonly output: JudgeOutput;
  readonly prompt: {
    /** The random delimiter around the data in this request; must not be repeated in the output. */
    readonly nonce: string;
    /** The instructions that were sent, joined. */
    readonly instructions: string;
  };
  /** BCP 47 tag of the language in which rationale and coaching are wanted. */
  readonly uiLanguage: string;
  /** The offline scorer's answer to the same question, if there is one. */
  readonly reference: JudgeOutput | null;
  /** Label of the representative who is scored, where several speak on the call: only this one's words are evidence of a rep. */
  readonly subject?: string | null;
}

/** One business rule. Pure; sees output that already fits the response schema. */
export interface Validator {
  readonly name: string;
  readonly description: string;
  /** Validators run in this order, lowest first; each sees the repairs of those before it. */
  readonly order: number;
  readonly optionsSchema?: JsonSchema;
  validate(input: ValidatorInput, options: Readonly<Record<string, unknown>>): readonly Issue[];
}
