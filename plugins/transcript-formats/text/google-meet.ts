import { decideLabels } from '../shared/decide-labels.js';
import { MEETING_TOOLS } from '../shared/families.js';
import type { Cue, ParseResult, TranscriptParser, TranscriptSource } from 'debrief/plugin-api';
import { readClock } from '../shared/clock.js';
import { HEAD_LENGTH } from './headed-turns.js';
import { type Line, splitLines } from '../shared/lines.js';
import { bareLine, readMeetHeader, type MeetHeader } from './meet-header.js';
import { parsed, setAside } from '../shared/results.js';
import {
  bareLabel,
  canFollowColon,
  isPossibleLabel,
  labelColon,
  labelKey,
  type LabelSplit,
} from '../shared/speaker-labels.js';

const BLOCK_TIME = /^\d\d:\d\d:\d\d$/;
const BOLD = /^\s{0,4}\*\*[^*\n]{1,80}\*\*/;
const ENDED = /^transcription ended after (\d{1,3}:\d\d(?::\d\d)?)/i;
const DISCLAIMER = /^this editable transcript was computer[- ]generated/i;
const TRANSCRIPT_PART = /^(?:\u{1F4D6} ?)transcript$/iu;
const NOTES_PART = /^(?:\u{1F4DD} ?)?notes$/iu;

type MeetLine = Line &
  (
    | { readonly kind: 'time'; readonly ms: number }
    | { readonly kind: 'end'; readonly ms: number | null }
    | { readonly kind: 'words'; readonly split: LabelSplit | null; readonly bold: boolean }
  );

interface Reading {
  readonly header: MeetHeader;
  /** The lines below the header. */
  readonly lines: readonly MeetLine[];
  readonly isSpeaker: IsSpeaker;
  readonly markdown: boolean;
  /** Signs by which the file identifies itself as such a transcript. */
  readonly marks: { readonly part: boolean; readonly footer: boolean; readonly blocks: number };
}

/**
 * Splits at the first colon, whatever precedes it. A name may contain words that other labels may not (`Will Harper`): which labels are
 * speakers is decided over the whole file.
 */
function splitAny(line: string): LabelSplit | null {
  const colon = labelColon(line);
  const label = colon < 1 || !canFollowColon(line, colon) ? '' : bareLabel(line.slice(0, colon));
  const gap = /^[*_]{0,3}\s{0,20}/.exec(line.slice(colon + 1, colon + 25))?.[0].length ?? 0;
  return label === '' || label.length > 80 ? null : { label, textAt: colon + 1 + gap };
}

function classify(line: Line): MeetLine {
  const bare = line.text.length > 200 ? '' : bareLine(line.text);
  const time = BLOCK_TIME.test(bare) ? readClock(bare) : null;
  if (time !== null) return { ...line, kind: 'time', ms: time };
  const ended = ENDED.exec(bare);
  if (ended || DISCLAIMER.test(bare)) return { ...line, kind: 'end', ms: readClock(ended?.[1] ?? '') };
  return { ...line, kind: 'words', bold: BOLD.test(line.text.slice(0, 100)), split: splitAny(line.text) };
}

/** Where speech begins in a document that holds notes first: only what follows its heading was said. */
function transcriptPart(lines: readonly Line[]): number {
  const short = lines.map((line) => (line.text.length > 100 ? '' : bareLine(line.text)));
  const marked = short.findIndex((line) => TRANSCRIPT_PART.test(line));
  if (marked >= 0) return marked;
  const notes = short.findIndex((line) => NOTES_PART.test(line));
  const plain = notes < 0 ? -1 : short.findIndex((line, at) => at > notes && /^transcript$/i.test(line));
  return Math.max(0, plain);
}

type IsSpeaker = (label: string) => boolean;

function speakersOf(lines: readonly MeetLine[], attendees: MeetHeader['participants']): IsSpeaker {
  const words = lines.filter((line) => line.kind === 'words');
  const bold = words.filter((line) => line.bold && line.split);
  const known = new Set(attendees.map(({ label }) => labelKey(label)));
  const labels = words.flatMap(({ split }) => (split ? [split.label] : []));
  const believed =
    bold.length >= 2
      ? bold.map((line) => labelKey(line.split?.label ?? ''))
      : decideLabels(labels.filter(isPossibleLabel), { units: words.length, roster: known, fullNames: true });
  const speakers = new Set([...known, ...believed]);
  return (label) => speakers.has(labelKey(label));
}

/** The lines above the first block and the first turn. */
function topOf(lines: readonly MeetLine[]): MeetLine[] {
  const { participants } = readMeetHeader(lines.slice(0, 40).map((line) => line.text));
  const isSpeaker = speakersOf(lines, participants);
  const first = lines.findIndex(
    (line) => line.kind !== 'words' || (line.split !== null && isSpeaker(line.split.label)),
  );
  return lines.slice(0, Math.min(40, first < 0 ? 40 : first));
}

function read(text: string): Reading {
  const all = splitLines(text).filter((line) => line.text.trim() !== '');
  const part = transcriptPart(all);
  const lines = all.slice(part).map(classify);
  const top = topOf(lines);
  const header = readMeetHeader(top.map((line) => line.text));
  const spoken = lines.slice(top.length);
  return {
    header,
    lines: spoken,
    isSpeaker: speakersOf(spoken, header.participants),
    markdown: lines.some((line) => line.text.startsWith('#') || (line.kind === 'words' && line.bold)),
    marks: {
      part: part > 0,
      footer: lines.some((line) => line.kind === 'end'),
      blocks: lines.filter((line) => line.kind === 'time').length,
    },
  };
}

const unescapeMarkdown = (text: string): string => text.replace(/\\([\\`*_{}[\]()#+.!<>~|-])/g, '$1');

interface OpenCue {
  readonly speaker: string;
  readonly notBeforeMs: number | null;
  readonly texts: string[];
  offset: [start: number, end: number];
}

const toCue = ({ speaker, notBeforeMs, texts, offset }: OpenCue, markdown: boolean): Cue => {
  const text = texts.join(' ').trim();
  const words = markdown ? unescapeMarkdown(text) : text;
  const times = { startMs: null, endMs: null, ...(notBeforeMs === null ? {} : { notBeforeMs }) };
  return { speaker: markdown ? unescapeMarkdown(speaker) : speaker, text: words, ...times, offset };
};

function readCues({ lines, isSpeaker, markdown }: Reading): Cue[] {
  const open: OpenCue[] = [];
  let block: number | null = null;
  for (const line of lines) {
    if (line.kind === 'end') break;
    if (line.kind === 'time') {
      block = line.ms;
    } else if (line.split && isSpeaker(line.split.label)) {
      const start = line.start + Math.min(line.split.textAt, line.text.length);
      const text = line.text.slice(line.split.textAt).trim();
      open.push({ speaker: line.split.label, notBeforeMs: block, texts: [text], offset: [start, line.end] });
    } else {
      const last = open.at(-1);
      last?.texts.push(line.text.trim());
      if (last) last.offset = [last.offset[0], line.end];
    }
  }
  return open.map((cue) => toCue(cue, markdown)).filter((cue) => cue.text !== '');
}

function parse({ text }: TranscriptSource): ParseResult {
  const reading = read(text);
  const ended = reading.lines.find((line) => line.kind === 'end' && line.ms !== null);
  const durationMs = ended?.kind === 'end' ? ended.ms : null;
  const { metadata, participants } = reading.header;
  const end = reading.lines.find(({ kind }) => kind === 'end')?.start ?? text.length;
  return parsed(readCues(reading), {
    metadata: { ...metadata, ...(durationMs === null ? {} : { durationMs }) },
    participants,
    setAside: setAside('NOTICE', [{ start: end, end: text.length }]),
  });
}

const MARK =
  /attendees|\u{1F4D6}|[-–—] ?transcript|transcription ended after|this editable transcript|^[#\s*]{0,8}\d\d:\d\d:\d\d[\s*]{0,4}(?:\{#|$)/imu;

function detect({ text }: TranscriptSource): number {
  const head = text.length <= HEAD_LENGTH ? text : `${text.slice(0, HEAD_LENGTH)}\n${text.slice(-1_000)}`;
  if (/^\s{0,20}(?:WEBVTT|[{<])/.test(head) || !MARK.test(head)) return 0;
  const reading = read(head);
  const { marks, header } = reading;
  const roster = header.participants.length > 0;
  const found =
    Number(header.hasTitle) + Number(roster) + Number(marks.blocks > 0) + 2 * Number(marks.part || marks.footer);
  if (found < 2 || readCues(reading).length < 2) return 0;
  return marks.part || marks.footer ? 0.99 : 0.97;
}

/** Google Meet transcripts and Gemini's notes with a transcript, as text or Markdown: turns `Name: text` under the time of their block. */
export const googleMeet: TranscriptParser = {
  format: 'google-meet',
  description: 'Google Meet transcript, text or Markdown',
  family: MEETING_TOOLS,
  detect,
  parse,
};
