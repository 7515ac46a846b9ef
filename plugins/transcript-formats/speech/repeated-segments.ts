import type { Cue, ParseWarning } from 'debrief/plugin-api';
import { countWords } from '../shared/time-unit.js';

/** Short answers are repeated by people; a sentence is not said three times in a row. */
const SHORT_WORDS = 3;
const MIN_RUN = 3;
const MIN_RUN_OF_SHORT = 6;

const fold = (cue: Cue | undefined): string =>
  cue?.text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim() ?? '';

/**
 * A warning if segments repeat the one before them many times, as models do over silence. The segments are kept, because they may have been
 * said.
 */
export function repeatedSegments(cues: readonly Cue[]): ParseWarning[] {
  let repeated = 0;
  let example = '';
  for (let from = 0; from < cues.length;) {
    const words = fold(cues[from]);
    let to = from + 1;
    while (to < cues.length && words !== '' && fold(cues[to]) === words) to += 1;
    if (to - from >= (countWords(words) < SHORT_WORDS ? MIN_RUN_OF_SHORT : MIN_RUN)) {
      repeated += to - from - 1;
      example ||= cues[from]?.text.slice(0, 60) ?? '';
    }
    from = to;
  }
  if (repeated === 0) return [];
  const message = `${repeated} segments repeat the one before them word for word ("${example}"): the engine may have invented them over silence.`;
  return [{ code: 'REPEATED_SEGMENTS', message }];
}
