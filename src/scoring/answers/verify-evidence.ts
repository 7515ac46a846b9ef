import type { JudgeEvidence, NormalizedTranscript, Turn } from '../../plugin-api/index.js';
import type { VerifiedEvidence } from '../../runs/score.entity.js';
import { locateQuote } from '../../text/locate-quote.js';

/** When a stretch of a turn's text was said, as near as its cues tell; a turn of one cue tells its own times. */
const timesOf = ({ cues = [], startMs, endMs }: Turn, start: number, end: number) => ({
  startMs: cues.findLast(({ at }) => at <= start)?.startMs ?? startMs,
  endMs: (cues.length > 0 ? cues.findLast(({ at }) => at < end)?.endMs : endMs) ?? null,
});

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
    ...timesOf(turn, start, end),
    status: exact && !repaired ? 'VERIFIED' : 'REPAIRED',
  };
};
