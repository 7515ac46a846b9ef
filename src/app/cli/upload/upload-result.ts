import type { Fault } from '../client/call-error.js';

/** `waiting`: taken, and not read when the command ended. `failed`: never reached the server, or could not be read here. */
export const OUTCOMES = [
  'accepted',
  'doubled',
  'split',
  'waiting',
  'held',
  'refused',
  'quarantined',
  'failed',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What became of one file. */
export interface UploadResult {
  /** Path as found; inside of an archive with the path there behind it. */
  readonly file: string;
  readonly outcome: Outcome;
  readonly transcriptId: string | null;
  /** How many calls were split off the file; null where it was not split. */
  readonly calls: number | null;
  readonly error: Fault | null;
}
