import type { Cue } from 'debrief/plugin-api';
import type { Line } from '../shared/lines.js';

/** A line that opens a turn; the words follow on the lines below it. */
export interface TurnHead {
  readonly label: string | null;
  readonly startMs: number | null;
}

export interface HeadedTurns {
  readonly cues: readonly Cue[];
  /** The lines above the first head. */
  readonly preamble: readonly Line[];
  readonly heads: number;
  /** Lines among the words that are not speech. */
  readonly asides: readonly Line[];
}

/** Heads are short; no pattern of theirs sees a longer line. */
const MAX_HEAD = 200;

/** Replaces blanks of all kinds by spaces of the same length, so that positions stay the same. */
export const normalizeSpaces = (text: string): string => text.replace(/[\u00A0\u2000-\u200A\u202F\u3000]/g, ' ');

const toCue = (head: TurnHead, lines: readonly Line[]): Cue[] => {
  const [first] = lines;
  const last = lines.at(-1);
  if (!first || !last) return [];
  const text = lines.map((line) => line.text.trim()).join(' ');
  return [{ speaker: head.label, text, startMs: head.startMs, endMs: null, offset: [first.start, last.end] }];
};

/**
 * Reads text in which a line of its own says who speaks and when, followed by the words up to the next such line. `isAside` recognizes
 * lines among the words that are not speech. A head without words produces no cue.
 */
export function readHeadedTurns(
  lines: readonly Line[],
  headOf: (line: string) => TurnHead | null,
  isAside: (line: string) => boolean = () => false,
): HeadedTurns {
  const preamble: Line[] = [];
  const asides: Line[] = [];
  const turns: { head: TurnHead; lines: Line[] }[] = [];
  for (const line of lines) {
    if (line.text.trim() === '') continue;
    const head = line.text.length <= MAX_HEAD ? headOf(normalizeSpaces(line.text)) : null;
    if (head) turns.push({ head, lines: [] });
    else if (turns.length === 0) preamble.push(line);
    else if (isAside(line.text)) asides.push(line);
    else turns.at(-1)?.lines.push(line);
  }
  return { cues: turns.flatMap((turn) => toCue(turn.head, turn.lines)), preamble, heads: turns.length, asides };
}

/** How many characters detection reads of a format whose marks repeat. */
export const HEAD_LENGTH = 60_000;
