import { TEXT } from '../shared/families.js';
import type { Cue, ParseResult, SetAside, TranscriptParser, TranscriptSource } from 'debrief/plugin-api';
import { splitLines } from '../shared/lines.js';
import { endOfSpeech, isTimedText, isTurn, type ReadLine, readText, type TextReading } from './read-text.js';
import { parsed, refused, setAside } from '../shared/results.js';
import { splitTextCalls } from './text-calls.js';
import { textConfidence } from './text-confidence.js';
import type { TextHead } from './text-head.js';
import { bareLabel } from '../shared/speaker-labels.js';
import { readTiming } from '../captions/tokenize-cues.js';
import { CLOCK_PATTERN, readClock } from '../shared/clock.js';

const REACH = 40;
const AT_END = new RegExp(String.raw`[([](${CLOCK_PATTERN})[)\]]\s*$`);

const timeAtEnd = (text: string): RegExpExecArray | null => AT_END.exec(text.slice(-REACH));

/**
 * Moves the time from the end of the words to the cue, in files that write `Name: text [00:01:02]`: nearly all turns must have one, in
 * increasing order. Cues that have a time already stay as they are.
 */
function timesAtLineEnds(cues: readonly Cue[]): readonly Cue[] {
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

/** How many characters detection reads. */
const HEAD = 100_000;

interface OpenCue {
  speaker: string | null;
  head: TextHead;
  texts: string[];
  start: number;
  end: number;
}

const openCue = (line: ReadLine, head: TextHead, speaker: string | null): OpenCue => ({
  speaker,
  head,
  texts: [line.text.slice(head.textAt)],
  start: line.start + head.textAt,
  end: line.end,
});

/** Quotation marks and fences around the whole dialogue do not belong to the last words. */
const withoutFence = (text: string): string => text.replace(/(?:"{3}|`{3})$/, '').trim();

const closeCue = ({ speaker, head, texts, start, end }: OpenCue): Cue => ({
  speaker,
  text: withoutFence(texts.join(' ').trim()),
  startMs: head.startMs,
  endMs: head.endMs,
  offset: [start, end],
});

function appendLine(cue: OpenCue, line: ReadLine): void {
  if (cue.texts.every((text) => text.trim() === '')) cue.start = line.start;
  cue.texts.push(line.text.replace(/^\s{0,20}>{1,3}\s?/, '').trim());
  cue.end = line.end;
}

function readCues(reading: TextReading): Cue[] {
  const open: OpenCue[] = [];
  for (const line of reading.lines.slice(0, endOfSpeech(reading))) {
    const before = open.at(-1);
    if (line.head && isTurn(line, reading.accepted)) {
      open.push(openCue(line, line.head, line.head.label && bareLabel(line.head.label)));
    } else if (line.head?.label === null && line.head.startMs !== null) {
      openTimed(line, line.head, before, open, reading.accepted.size > 0);
    } else if (before && !line.boilerplate) {
      appendLine(before, line);
    }
  }
  return open.map(closeCue).filter((cue) => /[\p{L}\p{N}]/u.test(cue.text));
}

/** What is not speech: remarks of the tool among the lines, and notes below them. */
function asidesOf(reading: TextReading, text: string): SetAside[] {
  const end = reading.lines[endOfSpeech(reading)]?.start ?? text.length;
  const remarks = reading.lines.filter(({ boilerplate, start }) => boilerplate && start < end);
  return [...setAside('NOTICE', remarks), ...setAside('ANALYSIS', [{ start: end, end: text.length }])];
}

/** `00:01:02 text` continues the speaker before it; a time alone on its line marks a block and is not speech. */
function openTimed(
  line: ReadLine,
  head: TextHead,
  before: OpenCue | undefined,
  open: OpenCue[],
  labeled: boolean,
): void {
  if (labeled && (!before || line.text.slice(head.textAt).trim() === '')) return;
  open.push(openCue(line, head, before?.speaker ?? null));
}

function parse({ text }: TranscriptSource): ParseResult {
  const calls = splitTextCalls(text);
  if (calls.length > 1) return { outcome: 'SPLIT', calls };
  const reading = readText(text);
  if (reading.accepted.size === 0 && !isTimedText(reading)) {
    return /[\p{L}\p{N}]/u.test(text)
      ? refused(
          'NOT_A_TRANSCRIPT',
          'No lines such as `Name: text` or `Name 0:12` were found: this reads as prose, not as a transcript.',
        )
      : refused('TRANSCRIPT_EMPTY', 'The file holds no speech.');
  }
  const { metadata, participants } = reading.preamble;
  return parsed(timesAtLineEnds(readCues(reading)), { metadata, participants, setAside: asidesOf(reading, text) });
}

function detect({ text }: TranscriptSource): number {
  const head = text.slice(0, HEAD);
  if (/^[\s\uFEFF]{0,20}(?:WEBVTT|\{|<[!?a-z]|\[\s{0,20}[{"[\]]|\{\\rtf)/i.test(head)) return 0;
  if (splitLines(head.slice(0, 20_000)).filter((line) => readTiming(line.text)).length >= 2) return 0;
  return textConfidence(readText(head));
}

/** Text with speakers, with or without times: `Name: text`, `[00:01:02] Name: text`, `Name 0:12` above the words, and similar. */
export const plainText: TranscriptParser = {
  format: 'plain-text',
  description: 'Plain text or Markdown with speakers: `Name: text`, with or without times',
  extensions: ['txt', 'md'],
  family: TEXT,
  fallback: true,
  detect,
  parse,
};
