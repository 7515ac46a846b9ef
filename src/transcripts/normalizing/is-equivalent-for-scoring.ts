import type { NormalizedTranscript } from '../../plugin-api/transcript.js';

/**
 * Whether scoring sees the same in two forms: the same words in the same turns, said by the same roles, in the same language. Names, addresses
 * and times are left out: no score follows from them.
 */
export const isEquivalentForScoring = (before: NormalizedTranscript, after: NormalizedTranscript): boolean =>
  before.language === after.language &&
  before.turns.length === after.turns.length &&
  before.turns.every(({ text, participant }, at) => {
    const turn = after.turns[at];
    return turn?.text === text && before.participants[participant]?.role === after.participants[turn.participant]?.role;
  });
