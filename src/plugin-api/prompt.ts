/** A prompt version that a plugin ships. The core seeds it as published; texts under the same key and number never change. */
export interface BasePrompt {
  /** Name of the prompt, lower-case with dashes: `base`. */
  readonly key: string;
  /** Number of the version, from 1. */
  readonly number: number;
  readonly commitMessage: string;
  readonly text: string;
}
