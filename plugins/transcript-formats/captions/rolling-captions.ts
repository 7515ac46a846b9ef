import type { Line } from '../shared/lines.js';
import { plainText } from './read-payload.js';
import type { TimedBlock } from './tokenize-cues.js';

const SAMPLE = 400;

const wordsOf = (lines: readonly Line[]): string[] =>
  lines.map(({ text }) => plainText(text)).filter((text) => text !== '');

/** Whether each cue begins with the line that the cue before it ended with, as automatic captions roll up the screen. */
export function isRolling(blocks: readonly TimedBlock[]): boolean {
  const shown = blocks.slice(0, SAMPLE).map(({ lines }) => wordsOf(lines));
  const repeats = shown.filter((lines, at) => at > 0 && lines.length > 0 && lines[0] === shown[at - 1]?.at(-1)).length;
  return repeats >= 3 && repeats >= (shown.length - 1) / 2;
}

/** How many of the first lines were the last lines of the cue before. */
function repeated(lines: readonly string[], before: readonly string[]): number {
  for (let count = Math.min(lines.length, before.length, 4); count > 0; count -= 1) {
    const tail = before.slice(-count);
    if (tail.every((line, at) => line === lines[at])) return count;
  }
  return 0;
}

/** Cues with the lines that are new in them only: what rolls up a second time was said once. Cues that show nothing new are left out. */
export function unrollCaptions(blocks: readonly TimedBlock[]): TimedBlock[] {
  let before: string[] = [];
  return blocks.flatMap((block) => {
    const lines = block.lines.filter(({ text }) => plainText(text) !== '');
    const shown = wordsOf(lines);
    const fresh = lines.slice(repeated(shown, before));
    before = shown;
    const { id, startMs, endMs } = block;
    return fresh.length === 0 ? [] : [{ id, startMs, endMs, lines: fresh }];
  });
}
