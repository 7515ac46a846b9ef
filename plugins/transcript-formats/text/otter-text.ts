import { MEETING_TOOLS } from '../shared/families.js';
import type { ParseResult, TranscriptParser, TranscriptSource } from 'debrief/plugin-api';
import { readClock } from '../shared/clock.js';
import { HEAD_LENGTH, readHeadedTurns, type HeadedTurns, type TurnHead } from './headed-turns.js';
import { type Line, splitLines } from '../shared/lines.js';
import { parsed, setAside } from '../shared/results.js';
import { countNamed } from '../shared/speaker-labels.js';

/** Exactly two blanks between name and time. */
const HEAD = /^(\S(?:.{0,158}?\S)?) {2}(\d{1,3}:\d\d(?::\d\d)?) {0,2}$/;
const GENERIC = /^(?:unknown speaker|speaker \d{1,3})$/i;
const FOOTER = /^transcribed by https?:\/\/otter\.ai\/?$/i;
/** Written before every line by one site that publishes such exports. */
const PREFIX = '0:00 ';
const SUMMARY = /^(?:summary keywords|keywords|speakers|transcript|outline)$/i;

function headOf(line: string): TurnHead | null {
  const found = HEAD.exec(line);
  const startMs = found?.[2] === undefined ? null : readClock(found[2]);
  return found?.[1] === undefined || startMs === null ? null : { label: found[1], startMs };
}

function withoutPrefix(lines: readonly Line[]): readonly Line[] {
  const filled = lines.filter((line) => line.text.trim() !== '');
  const prefixed = filled.filter((line) => line.text.startsWith(PREFIX)).length;
  if (prefixed < 4 || prefixed < filled.length * 0.9) return lines;
  return lines.map((line) =>
    line.text.startsWith(PREFIX)
      ? { ...line, text: line.text.slice(PREFIX.length), start: line.start + PREFIX.length }
      : line,
  );
}

const isFooter = (line: string): boolean => line.length < 60 && FOOTER.test(line.trim());

const read = (text: string): HeadedTurns => readHeadedTurns(withoutPrefix(splitLines(text)), headOf, isFooter);

function parse({ text }: TranscriptSource): ParseResult {
  const { cues, preamble, asides } = read(text);
  const title = preamble[0]?.text.trim() ?? '';
  const isTitle = title !== '' && title.length <= 200 && !SUMMARY.test(title);
  return parsed(cues, { metadata: isTitle ? { title } : {}, setAside: setAside('NOTICE', asides) });
}

function detect({ text }: TranscriptSource): number {
  const head = text.slice(0, HEAD_LENGTH);
  if (/^\s{0,20}(?:WEBVTT|[{<])/.test(head) || !/ {2}\d{1,3}:\d\d/.test(head)) return 0;
  const { cues, heads } = read(head);
  const named = countNamed(cues.map(({ speaker }) => speaker));
  if (cues.length === 0 || cues.length < heads * 0.7 || named < cues.length * 0.7) return 0;
  // The footer is also a phrase that speech recognition invents in silence, so it only adds to what the lines say.
  const marks =
    Number(
      isFooter(
        text
          .slice(-200)
          .trimEnd()
          .split(/[\r\n]/)
          .at(-1) ?? '',
      ),
    ) +
    Number(cues.some(({ speaker }) => GENERIC.test(speaker ?? ''))) +
    Number((head.match(/\d {2}(?=[\r\n]|$)/g)?.length ?? 0) >= heads / 2);
  if (marks > 0) return 0.98;
  return cues.length >= 3 ? 0.96 : 0;
}

/** Otter's text export: `Name  0:12  ` above the words, two blanks before the time and two after it. */
export const otterText: TranscriptParser = {
  format: 'otter-text',
  description: 'Otter.ai transcript, text or Word document',
  family: MEETING_TOOLS,
  detect,
  parse,
};
