import type { NormalizedTranscript, Participant } from '../plugin-api/index.js';

/** The rep who is scored: of several the one who speaks most, null where the roles are not known. */
export const representativeOf = ({ participants, turns }: NormalizedTranscript): Participant | null => {
  const spoken = (index: number): number =>
    turns.reduce((sum, turn) => sum + (turn.participant === index ? turn.text.length : 0), 0);
  const reps = participants.filter(({ role }) => role === 'REP');
  return reps.toSorted((a, b) => spoken(b.index) - spoken(a.index))[0] ?? null;
};
