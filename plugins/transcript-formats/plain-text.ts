import type { Cue, ParseResult, TranscriptParser, TranscriptSource } from 'debrief/plugin-api';
import { splitLines, type Line } from './lines.js';
import { parsed, refused } from './results.js';
import { acceptLabels, labelKey, looksLikeSpeaker } from './speaker-labels.js';
import { readTextHead, type TextHead } from './text-head.js';
import { readPreamble, type Preamble } from './text-preamble.js';
import { readTiming } from './tokenize-cues.js';

/** As many characters as detection reads. */
const HEAD = 100_000;
const NOT_SPEECH =
  /^\s*(?:-{3,}|={3,}|\*{3,}|_{3,}|`{3}\w*|"{3}|\[[^\]]{1,80}\]|#{1,6}\s.{0,200}|transcription ended after .{0,60}|transcribed by https?:\S{1,60}|this editable transcript was .{0,120})\s*$/i;
const NOTES_SECTION =
  /^[\s#>*_-]*(?:call notes|meeting notes|notes|summary|action items|next steps|outcome|key takeaways|follow[- ]up)[\s*_]*:?[\s*_]*(?:$|:|\s)/i;

interface ReadLine extends Line {
  readonly head: TextHead | null;
}

interface Reading {
  readonly preamble: Preamble;
  readonly lines: readonly ReadLine[];
  readonly accepted: ReadonlySet<string>;
  /** Lines with words: what the share of labeled lines is a share of. */
  readonly units: number;
  /** Lines with a time and no name. */
  readonly timedHeads: number;
}

const isAccepted = (line: ReadLine, accepted: ReadonlySet<string>): boolean =>
  typeof line.head?.label === 'string' && accepted.has(labelKey(line.head.label));

function read(text: string): Reading {
  const all = splitLines(text);
  const preamble = readPreamble(all);
  const lines = all
    .slice(preamble.lines)
    .filter((line) => line.text.trim() !== '')
    .map((line): ReadLine => ({
      ...line,
      head: NOT_SPEECH.test(line.text) && line.text.length < 400 ? null : readTextHead(line.text),
    }));
  const heads = lines.flatMap(({ head }) =>
    head?.label == null ? [] : [{ label: head.label, timed: head.startMs !== null }],
  );
  const timed = heads.filter((head) => head.timed).length;
  const accepted = acceptLabels(
    heads.map((head) => head.label),
    { units: lines.length, roster: preamble.roster, timed: timed >= 2 && timed >= heads.length / 2 },
  );
  const timedHeads = lines.filter(({ head }) => head?.label === null && head.startMs !== null).length;
  return { preamble, lines, accepted, units: lines.length, timedHeads };
}

/** Where a section of notes begins near the end: its heading has nothing beside it, and hardly a turn follows. What stands there was not said. */
function endOfSpeech({ lines, accepted }: Reading): number {
  const turns = lines.flatMap((line, at) => (isAccepted(line, accepted) ? [at] : []));
  const late = turns[Math.floor(turns.length * 0.8)] ?? lines.length;
  const last = turns.at(-1) ?? lines.length;
  const notes = lines.findIndex(
    (line, at) =>
      at > 0 &&
      line.text.length < 200 &&
      NOTES_SECTION.test(line.text) &&
      (at > last || (at >= late - 1 && /:[\s*_]*$/.test(line.text))),
  );
  return notes < 0 ? lines.length : notes;
}

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

const closeCue = ({ speaker, head, texts, start, end }: OpenCue): Cue => ({
  speaker,
  text: texts.join(' ').trim(),
  startMs: head.startMs,
  endMs: head.endMs,
  offset: [start, end],
});

function readCues(reading: Reading): Cue[] {
  const open: OpenCue[] = [];
  for (const line of reading.lines.slice(0, endOfSpeech(reading))) {
    const before = open.at(-1);
    if (line.head && isAccepted(line, reading.accepted)) {
      open.push(openCue(line, line.head, line.head.label));
    } else if (line.head?.label === null && line.head.startMs !== null) {
      openTimed(line, line.head, before, open, reading.accepted.size > 0);
    } else if (before && !(NOT_SPEECH.test(line.text) && line.text.length < 400)) {
      if (before.texts.every((text) => text.trim() === '')) before.start = line.start;
      before.texts.push(line.text.trim());
      before.end = line.end;
    }
  }
  return open.map(closeCue).filter((cue) => cue.text !== '');
}

/** `00:01:02 text` goes on with the speaker before it; a time alone on its line marks a block and is no speech. */
function openTimed(
  line: ReadLine,
  head: TextHead,
  before: OpenCue | undefined,
  open: OpenCue[],
  labeled: boolean,
): void {
  if (line.text.slice(head.textAt).trim() === '' && labeled) return;
  if (labeled && !before) return;
  open.push(openCue(line, head, before?.speaker ?? null));
}

const isTimedText = (reading: Reading): boolean =>
  reading.timedHeads >= 2 && reading.timedHeads >= reading.units / 2 && reading.accepted.size === 0;

function parse({ text }: TranscriptSource): ParseResult {
  const reading = read(text);
  if (reading.accepted.size === 0 && !isTimedText(reading)) {
    const empty = !/[\p{L}\p{N}]/u.test(text);
    return empty
      ? refused('TRANSCRIPT_EMPTY', 'The file holds no speech.')
      : refused(
          'NOT_A_TRANSCRIPT',
          'No lines such as `Name: text` or `Name 0:12` were found: this reads as prose, not as a transcript.',
        );
  }
  const { metadata, participants } = reading.preamble;
  return parsed(readCues(reading), { metadata, participants });
}

/** Whether the right-hand sides are sentences, or words below a name on its own line, rather than the values of keys. */
function readsAsSpeech(labeled: readonly ReadLine[]): boolean {
  const sides = labeled.map((line) => line.text.slice(line.head?.textAt ?? 0, 2_000).trim());
  const words = sides.reduce((sum, side) => sum + (side === '' ? 5 : side.split(/\s+/).length), 0);
  return words >= labeled.length * 3;
}

function confidenceOf(reading: Reading): number {
  const labeled = reading.lines.filter((line) => isAccepted(line, reading.accepted));
  if (labeled.length === 0) return 0;
  const timed = labeled.filter((line) => line.head?.startMs != null).length >= labeled.length / 2;
  const speakers = labeled.filter((line) => looksLikeSpeaker(line.head?.label ?? '')).length >= labeled.length * 0.75;
  const speech = timed || readsAsSpeech(labeled);
  const share = labeled.length / Math.max(1, reading.units);
  const form = (timed ? 0.8 : 0.6) + (share >= 0.25 ? 0.15 : 0) - (labeled.length >= 4 ? 0 : 0.1);
  return form - (speech ? 0 : 0.2) - (speech || speakers ? 0 : 0.3);
}

function detect({ text }: TranscriptSource): number {
  const head = text.slice(0, HEAD);
  if (/^[\s\uFEFF]{0,20}(?:WEBVTT|\{|<[!?a-z]|\[\s{0,20}[{"[\]]|\{\\rtf)/i.test(head)) return 0;
  if (splitLines(head.slice(0, 20_000)).filter((line) => readTiming(line.text)).length >= 2) return 0;
  const reading = read(head);
  return isTimedText(reading) ? 0.45 : confidenceOf(reading);
}

/** Text with speakers, with or without times: `Name: text`, `[00:01:02] Name: text`, `Name 0:12` above the words, and their kin. */
export const plainText: TranscriptParser = {
  format: 'plain-text',
  description: 'Plain text or Markdown with speakers: `Name: text`, with or without times',
  detect,
  parse,
};
