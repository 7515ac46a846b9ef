/** What the scorings of one question came to, the run's own first. */
export interface DimensionBand {
  readonly dimension: string;
  /** On the rubric's scale; null where no scoring gave a score. */
  readonly min: number | null;
  readonly max: number | null;
  /** Scorings that gave none. */
  readonly unscored: number;
}

/** How much the scores move when the same model is asked the same again. */
export interface Stability {
  /** Every dimension within 1 point and always scored or never, the overall within 0.5, every answer valid. */
  readonly stable: boolean;
  /** Scorings compared, the run's own included. */
  readonly samples: number;
  /** Further scorings that brought no valid answer. */
  readonly invalid: number;
  readonly bands: readonly DimensionBand[];
  readonly overallMin: number | null;
  readonly overallMax: number | null;
}
