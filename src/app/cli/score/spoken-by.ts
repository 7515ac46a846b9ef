import type { Call } from './call.js';
import { explain } from './explain.js';
import { formatClock } from '../terminal/format-figures.js';

/** Who said it, as what, and when: `Dana Example (rep) [02:11]`; the number of the turn where the file has no times. */
export const spokenBy = ({ turns }: Call, turn: number, startMs: number | null = null): string => {
  const cited = turns.get(turn);
  const time = startMs ?? cited?.startMs ?? null;
  const place = time === null ? `[turn ${turn}]` : `[${formatClock(time)}]`;
  return cited ? `${cited.speaker} (${explain.role(cited.role)}) ${place}` : place;
};
