import type { Cue } from 'debrief/plugin-api';
import { readClock } from '../shared/clock.js';
import type { Line } from '../shared/lines.js';
import { looksLikeSpeaker } from '../shared/speaker-labels.js';

const ARROW = /^(-?\d{1,3}:\d{1,2}:\d{1,2}\.\d{1,9}) {0,4}--> {0,4}(-?\d{1,3}:\d{1,2}:\d{1,2}\.\d{1,9})$/;
const PADDED = /^-?\d{2,3}:\d\d:\d\d\.\d{3} /;

interface Block {
  readonly startMs: number | null;
  readonly endMs: number | null;
  readonly lines: Line[];
}

/** Up to three digits after the dot count milliseconds (`6.90` is 90 ms past 6 s), more are a fraction. */
const readTime = (token: string): number | null => readClock(token, /\.\d{1,3}$/.test(token));

const arrowOf = (line: Line): RegExpExecArray | null => (line.text.length > 80 ? null : ARROW.exec(line.text.trim()));

/** True where two timing lines at least lack leading zeros, as no captions do, or all stand in a Word document; and names stand below them. */
export function isTeamsArrows(lines: readonly Line[], fromWord: boolean): boolean {
  const timings = lines.flatMap((line, at) => (arrowOf(line) ? [at] : []));
  const unpadded = timings.filter((at) => !PADDED.test(lines[at]?.text.trim() ?? '')).length;
  if (timings.length === 0 || (unpadded === 0 && !fromWord)) return false;
  const heads = timings.map((at) => lines.slice(at + 1, at + 3).map((line) => line.text.trim()));
  const named = heads.filter(([name = '', text = '']) => looksLikeSpeaker(name) && text !== '');
  return named.length >= timings.length * 0.6 && (fromWord || timings.length >= 2);
}

function toCue({ startMs, endMs, lines }: Block): Cue[] {
  const [head, ...rest] = lines;
  if (!head) return [];
  // A tenant may forbid names: then the words follow the time at once.
  const speaker = rest.length > 0 ? head.text.trim() : null;
  const words = rest.length > 0 ? rest : [head];
  const [first = head] = words;
  const text = words.map((line) => line.text.trim()).join(' ');
  return [{ speaker, text, startMs, endMs, offset: [first.start, (words.at(-1) ?? head).end] }];
}

/** Reads the older form: `0:0:0.0 --> 0:0:1.510`, the name on the next line, the words below it. */
export function readTeamsArrows(lines: readonly Line[]): {
  readonly cues: Cue[];
  readonly preamble: readonly string[];
} {
  const blocks: Block[] = [];
  const preamble: string[] = [];
  for (const line of lines) {
    const arrow = arrowOf(line);
    if (arrow) blocks.push({ startMs: readTime(arrow[1] ?? ''), endMs: readTime(arrow[2] ?? ''), lines: [] });
    else if (line.text.trim() === '') continue;
    else if (blocks.length === 0) preamble.push(line.text);
    else blocks.at(-1)?.lines.push(line);
  }
  return { cues: blocks.flatMap(toCue), preamble };
}
