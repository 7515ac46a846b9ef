import { MEETING_TOOLS } from '../shared/families.js';
import type { Cue, ParseResult, TranscriptParser, TranscriptSource } from 'debrief/plugin-api';
import { readClock } from '../shared/clock.js';
import { HEAD_LENGTH, readHeadedTurns, type TurnHead } from './headed-turns.js';
import { splitLines } from '../shared/lines.js';
import { parsed } from '../shared/results.js';

const HEAD = /^\[(.{1,160}?)\] (\d\d:\d\d:\d\d)$/;
const DAY_MS = 86_400_000;

function headOf(line: string): TurnHead | null {
  const found = HEAD.exec(line.trim());
  const startMs = found?.[2] === undefined ? null : readClock(found[2]);
  return found?.[1] === undefined || startMs === null || startMs >= DAY_MS ? null : { label: found[1].trim(), startMs };
}

/** Times of a wall clock as times since the first: a step back of more than half a day is midnight, a smaller one is disorder. */
function sinceFirst(cues: readonly Cue[]): Cue[] {
  let days = 0;
  let before: number | null = null;
  const running = cues.map((cue) => {
    const clock = cue.startMs ?? before ?? 0;
    if (before !== null && clock < before - DAY_MS / 2) days += 1;
    else if (before !== null && days > 0 && clock > before + DAY_MS / 2) days -= 1;
    before = clock;
    return clock + days * DAY_MS;
  });
  const first = running.reduce((least, time) => Math.min(least, time), Infinity);
  return cues.map((cue, at) => ({ ...cue, startMs: (running[at] ?? first) - first }));
}

const parse = ({ text }: TranscriptSource): ParseResult =>
  parsed(sinceFirst(readHeadedTurns(splitLines(text), headOf).cues));

function detect({ text }: TranscriptSource): number {
  const head = text.slice(0, HEAD_LENGTH);
  if (!/^\[[^[\]]{1,100}\][ \u00A0]\d\d:\d\d:\d\d[ \t]*$/m.test(head)) return 0;
  const { cues, heads, preamble } = readHeadedTurns(splitLines(head), headOf);
  return cues.length > 0 && cues.length >= heads * 0.6 && preamble.length <= heads ? 0.98 : 0;
}

/** Captions that a participant saved during a Zoom meeting: `[Name] 14:02:11` above the words, by the clock on the wall. */
export const zoomCaptions: TranscriptParser = {
  format: 'zoom-captions',
  description: 'Zoom captions saved during the meeting',
  family: MEETING_TOOLS,
  detect,
  parse,
};
