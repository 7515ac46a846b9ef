import { CAPTIONS } from '../shared/families.js';
import type { ParseResult, TranscriptParser, TranscriptSource } from 'debrief/plugin-api';
import { isUnpaddedClock } from '../shared/clock.js';
import { splitLines } from '../shared/lines.js';
import { readCaptions } from './read-captions.js';
import { parsed, warnUnreadableTimes } from '../shared/results.js';
import { looksLikeSpeaker } from '../shared/speaker-labels.js';
import { readTiming, tokenizeCues } from './tokenize-cues.js';

/** How many characters detection reads. */
const HEAD = 60_000;

function parse({ text }: TranscriptSource): ParseResult {
  const { blocks, unreadableTimes: unread } = tokenizeCues(text, { numericIds: true });
  const { cues, metadata } = readCaptions(text, blocks);
  return parsed(cues, { metadata, warnings: warnUnreadableTimes(unread) });
}

/** Times without leading zeros above a name on a line of its own: text out of a Teams document, not subtitles. */
function isTeamsText(lines: readonly string[], timings: readonly number[]): boolean {
  const named = timings.filter((at) => {
    const start = readTiming(lines[at] ?? '')?.start ?? '';
    return isUnpaddedClock(start) && looksLikeSpeaker(lines[at + 1] ?? '') && (lines[at + 2] ?? '') !== '';
  });
  return named.length >= timings.length / 2;
}

function detect({ text }: TranscriptSource): number {
  if (/^[\s\uFEFF]{0,20}(?:WEBVTT|\{|<)/.test(text)) return 0;
  const lines = splitLines(text.slice(0, HEAD)).map((line) => line.text.trim());
  const filled = lines.filter((line) => line !== '').length;
  const timings = lines.flatMap((line, at) => (readTiming(line) ? [at] : []));
  if (timings.length === 0 || timings.length < filled * 0.08) return 0;
  const numbered = timings.some((at) => /^\d{1,9}$/.test(lines[at - 1] ?? ''));
  const comma = timings.some((at) => /\d,\d{1,3}/.test(lines[at] ?? ''));
  if (!numbered && isTeamsText(lines, timings)) return 0.5;
  return 0.7 + (numbered ? 0.15 : 0) + (comma ? 0.13 : 0);
}

/** SubRip and captions like it: any mix of dots and commas, with or without index, `Name: text` at changes of speaker. */
export const srt: TranscriptParser = {
  format: 'srt',
  description: 'SubRip subtitles (.srt)',
  extensions: ['srt'],
  family: CAPTIONS,
  detect,
  parse,
};
