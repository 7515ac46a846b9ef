import type { Cue, Turn } from '../plugin-api/transcript.js';

export interface SpokenCue extends Cue {
  /** Index of the person who speaks. */
  readonly person: number;
}

/** After a silence this long, the same speaker starts a new turn. */
const LONGEST_SILENCE_MS = 600_000;

/** Where nobody is named, a new sentence or a pause may be another speaker: only broken lines are joined. */
const ANONYMOUS_PAUSE_MS = 2_000;
const ANONYMOUS_LENGTH = 600;
const ENDS_SENTENCE = /[.?!…]["'”’)]?$/;

interface OpenTurn {
  readonly person: number;
  readonly startMs: number | null;
  endMs: number | null;
  /** Last time known within the turn. */
  lastMs: number | null;
  readonly texts: string[];
  length: number;
  rawOffset: readonly [start: number, end: number];
}

const open = (cue: SpokenCue): OpenTurn => ({
  person: cue.person,
  startMs: cue.startMs,
  endMs: cue.endMs,
  lastMs: cue.endMs ?? cue.startMs,
  texts: [cue.text],
  length: cue.text.length,
  rawOffset: cue.offset,
});

/** End of a turn that goes on with a cue; null where the cue has none, or one that cannot be true. */
function endOf(turn: OpenTurn, { endMs }: SpokenCue): number | null {
  if (endMs === null || endMs < (turn.startMs ?? 0)) return null;
  return Math.max(turn.endMs ?? endMs, endMs);
}

function append(turn: OpenTurn, cue: SpokenCue): void {
  turn.texts.push(cue.text);
  turn.length += cue.text.length + 1;
  turn.endMs = endOf(turn, cue);
  turn.lastMs = cue.endMs ?? cue.startMs ?? turn.lastMs;
  turn.rawOffset = [Math.min(turn.rawOffset[0], cue.offset[0]), Math.max(turn.rawOffset[1], cue.offset[1])];
}

function goesOn(turn: OpenTurn, cue: SpokenCue): boolean {
  if (turn.person !== cue.person) return false;
  if (cue.continues === true) return true;
  const silence = cue.startMs === null || turn.lastMs === null ? 0 : cue.startMs - turn.lastMs;
  if (cue.speaker !== null) return silence <= LONGEST_SILENCE_MS;
  const marksChange = /^(?:>>|[-–—]\s)/.test(cue.text) || ENDS_SENTENCE.test(turn.texts.at(-1)?.slice(-3) ?? '');
  return !marksChange && silence <= ANONYMOUS_PAUSE_MS && turn.length < ANONYMOUS_LENGTH;
}

/** Joins neighboring cues of one person into turns. A turn starts with its first cue and ends with its last; a time that the file lacks stays null. */
export function mergeTurns(cues: readonly SpokenCue[]): Turn[] {
  const turns: OpenTurn[] = [];
  for (const cue of cues) {
    const last = turns.at(-1);
    if (last && goesOn(last, cue)) append(last, cue);
    else turns.push(open(cue));
  }
  return turns.map(({ person, startMs, endMs, texts, rawOffset }, index) => ({
    index,
    participant: person,
    startMs,
    endMs,
    text: texts.join(' '),
    rawOffset,
  }));
}
