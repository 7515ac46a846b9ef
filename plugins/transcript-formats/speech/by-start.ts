import type { Cue } from 'debrief/plugin-api';

/**
 * Cues of several channels in the order of their starts, stable; one without a start stays behind the cue before it. Engines write one channel
 * after the other, which is their way of writing and no disorder of the file.
 */
export function byStart(cues: readonly Cue[]): Cue[] {
  let place = 0;
  return cues
    .map((cue) => ({ cue, place: (place = cue.startMs ?? place) }))
    .sort((a, b) => a.place - b.place)
    .map(({ cue }) => cue);
}
