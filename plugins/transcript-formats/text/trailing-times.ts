import type { Cue } from 'debrief/plugin-api';
import { CLOCK_PATTERN, readClock } from '../shared/clock.js';

const REACH = 40;
const AT_END = new RegExp(String.raw`[([](${CLOCK_PATTERN})[)\]]\s*$`);

const timeAtEnd = (text: string): RegExpExecArray | null => AT_END.exec(text.slice(-REACH));

/**
 * Takes the time off the end of the words, in files that write `Name: text [00:01:02]`: nearly all turns must, and their times must go on. Cues
 * that have a time already are left as they are.
 */
export function timesAtLineEnds(cues: readonly Cue[]): readonly Cue[] {
  const found = cues.map(({ text }) => timeAtEnd(text));
  const times = found.map((match) => (match?.[1] === undefined ? null : readClock(match[1])));
  const known = times.filter((time) => time !== null);
  const ordered = known.every((time, at) => at === 0 || time >= (known[at - 1] ?? 0));
  if (known.length < 2 || known.length < cues.length * 0.8 || !ordered) return cues;
  if (cues.some(({ startMs }) => startMs !== null)) return cues;
  return cues.flatMap((cue, at): Cue[] => {
    const length = found[at]?.[0].length ?? 0;
    const text = cue.text.slice(0, cue.text.length - length).trim();
    return text === '' ? [] : [{ ...cue, text, startMs: times[at] ?? null }];
  });
}
