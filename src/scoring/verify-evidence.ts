import type { JudgeEvidence, NormalizedTranscript, Turn } from '../plugin-api/index.js';
import type { VerifiedEvidence } from '../runs/score.entity.js';
import { locateQuote } from '../text/locate-quote.js';

/** The cue that holds a place in the turn's text; the turn itself where it is one cue. */
const cueAt = (turn: Turn, place: number): Pick<Turn, 'startMs' | 'endMs'> =>
  turn.cues?.findLast(({ at }) => at <= place) ?? turn;

/**
 * Finds a cited quote in its turn and answers with the words that stand there; null where it is not there.
 * @param repaired whether a check has already changed this piece of evidence
 */
export const verifyEvidence = (
  { turns }: NormalizedTranscript,
  { kind, turn_index, quote }: JudgeEvidence,
  repaired: boolean,
): VerifiedEvidence | null => {
  const turn = turns[turn_index];
  const found = turn && locateQuote(turn.text, quote);
  if (!found) return null;
  const { start, end, exact } = found;
  return {
    kind,
    turn: turn_index,
    quote: turn.text.slice(start, end),
    start,
    end,
    startMs: cueAt(turn, start).startMs ?? turn.startMs,
    endMs: cueAt(turn, end - 1).endMs ?? turn.endMs,
    status: exact && !repaired ? 'VERIFIED' : 'REPAIRED',
  };
};
