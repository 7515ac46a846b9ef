/** How a normalization differs from the one before it. */
export interface NormalizationDifference {
  readonly turnsBefore: number;
  readonly turnsAfter: number;
  /** Turns whose words, speaker or role are in only one of the two. */
  readonly turnsChanged: number;
  /** Labels of the speakers of whom name, role, address or affiliation changed, or who are new or gone. */
  readonly speakersChanged: readonly string[];
  readonly formatBefore: string;
  readonly formatAfter: string;
}
