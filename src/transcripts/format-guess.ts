/** A format that a file may have. */
export interface FormatGuess {
  readonly format: string;
  /** 0 to 1. */
  readonly confidence: number;
}
