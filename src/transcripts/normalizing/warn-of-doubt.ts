import type { ParseWarning, Turn } from '../../plugin-api/transcript.js';
import { countOf } from '../../text/count-of.js';

const MAX_EXAMPLES = 3;
const EXAMPLE_LENGTH = 60;

/** The beginning of what is in doubt within a turn. */
const exampleOf = ({ text, cues }: Turn): string => {
  const from = cues?.find(({ doubt }) => doubt)?.at ?? 0;
  const words = text.slice(from, from + EXAMPLE_LENGTH).toWellFormed();
  return `“${words}${text.length > from + EXAMPLE_LENGTH ? '…' : ''}”`;
};

/** One warning with the count and the first examples, where it is in doubt who says something. */
export const warnOfDoubt = (turns: readonly Turn[]): ParseWarning[] => {
  const doubtful = turns.filter(({ doubt }) => doubt);
  if (doubtful.length === 0) return [];
  const examples = doubtful.slice(0, MAX_EXAMPLES).map(exampleOf).join(', ');
  const message = `It is in doubt who says ${countOf(doubtful.length, 'turn')}: ${examples}. Listen to the recording, or correct the speakers.`;
  return [{ code: 'ATTRIBUTION_IN_DOUBT', message }];
};
