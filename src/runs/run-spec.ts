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
  /** BCP 47 tag of the language for rationale and coaching. */
  readonly uiLanguage: string;
}
