import type { Cue, NormalizedTranscript, ParseWarning } from '../plugin-api/transcript.js';
import type { Quality } from './quality.js';

export interface AssessedFile {
  readonly transcript: NormalizedTranscript;
  readonly cues: readonly Cue[];
  readonly warnings: readonly ParseWarning[];
}

/** How well a transcript serves for scoring. Pure. */
export const assessQuality = ({ transcript }: AssessedFile): Quality => {
  const unknown = transcript.participants.every(({ role }) => role === 'UNKNOWN');
  const issues = unknown
    ? [{ code: 'UNKNOWN_SPEAKERS', message: 'Nobody on the call is known to sell or to buy.' } as const]
    : [];
  return { score: issues.length === 0 ? 1 : 0.5, issues };
};
