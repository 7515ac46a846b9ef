import type { Cue, Turn, TurnCue } from '../../plugin-api/transcript.js';

export interface SpokenCue extends Cue {
  /** Index of the person who speaks. */
  readonly person: number;
}

/** After a silence this long, the same speaker starts a new turn. */
const MAX_SILENCE_MS = 600_000;

/** Without names, a new sentence or a pause may be another speaker: only broken lines are joined. */
const ANONYMOUS_PAUSE_MS = 2_000;
const ANONYMOUS_LENGTH = 600;
const ENDS_SENTENCE = /[.?!…]["'”’)]?$/;

interface OpenTurn {
  readonly first: SpokenCue;
  readonly texts: string[];
  readonly cues: TurnCue[];
  /** Latest end known. */
  endMs: number | null;
  /** Last time known within the turn. */
  lastMs: number | null;
  length: number;
}

function append(turn: OpenTurn, cue: SpokenCue): void {
  const at = turn.texts.length === 0 ? 0 : turn.length + 1;
  const { startMs, endMs, offset: rawOffset } = cue;
  turn.cues.push({ at, startMs, endMs, rawOffset, ...(cue.doubt === true ? { doubt: true } : {}) });
  turn.texts.push(cue.text);
  turn.length = at + cue.text.length;
  if (cue.endMs !== null) turn.endMs = Math.max(turn.endMs ?? 0, cue.endMs);
  turn.lastMs = cue.endMs ?? cue.startMs ?? turn.lastMs;
}

function open(cue: SpokenCue): OpenTurn {
  const turn: OpenTurn = { first: cue, texts: [], cues: [], endMs: null, lastMs: null, length: 0 };
  append(turn, cue);
  return turn;
}

function continuesTurn(turn: OpenTurn, cue: SpokenCue): boolean {
  if (turn.first.person !== cue.person) return false;
  if (cue.continues === true) return true;
  const silence = cue.startMs === null || turn.lastMs === null ? 0 : cue.startMs - turn.lastMs;
  if (cue.speaker !== null) return silence <= MAX_SILENCE_MS;
  const marksChange = /^(?:>>|[-–—]\s)/.test(cue.text) || ENDS_SENTENCE.test(turn.texts.at(-1)?.slice(-3) ?? '');
  return !marksChange && silence <= ANONYMOUS_PAUSE_MS && turn.length < ANONYMOUS_LENGTH;
}

/** The latest end of its cues; unknown if the last cue has none, or if it would be before the start. */
const endOf = ({ first, cues, endMs }: OpenTurn): number | null =>
  cues.at(-1)?.endMs == null || (endMs ?? 0) < (first.startMs ?? 0) ? null : endMs;

function spanOf(cues: readonly TurnCue[]): readonly [number, number] {
  let [from, to] = [Infinity, 0];
  for (const { rawOffset } of cues) [from, to] = [Math.min(from, rawOffset[0]), Math.max(to, rawOffset[1])];
  return [from, to];
}

const toTurn = (turn: OpenTurn, index: number): Turn => {
  const { person, startMs, notBeforeMs } = turn.first;
  return {
    index,
    participant: person,
    startMs,
    endMs: endOf(turn),
    text: turn.texts.join(' '),
    rawOffset: spanOf(turn.cues),
    ...(startMs === null && notBeforeMs !== undefined ? { notBeforeMs } : {}),
    ...(turn.cues.some(({ doubt }) => doubt) ? { doubt: true } : {}),
    ...(turn.cues.length > 1 ? { cues: turn.cues } : {}),
  };
};

/**
 * Joins neighboring cues of one person into turns. A turn starts with its first cue and ends with the latest end of its cues; a time that the
 * file lacks stays null. The cues that it was joined from stay with it, each with its own times, place in the text and doubt.
 */
export function mergeTurns(cues: readonly SpokenCue[]): Turn[] {
  const turns: OpenTurn[] = [];
  for (const cue of cues) {
    const last = turns.at(-1);
    if (last && continuesTurn(last, cue)) append(last, cue);
    else turns.push(open(cue));
  }
  return turns.map(toTurn);
}
