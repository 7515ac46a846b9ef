import { isTimedText, isTurn, type ReadLine, type TextReading } from './read-text.js';
import { bareLabel, labelKey, looksLikeSpeaker } from '../shared/speaker-labels.js';

const MAX_LINES = 400;
/** Formats with marks of their own are surer than this. */
const MAX_CONFIDENCE = 0.95;
/** How lines of programs begin and end, unlike speech. */
const CODE_BEGINS =
  /^\s+\*\s|^\s*(?:\/\/|\/\*|\*\/|#include|#define|#!|@\w|import\s|export\s|const\s|let\s|var\s|return\b|def\s|class\s|function\s|if\s?\(|<\/?\w)/;
const CODE_ENDS = /(?:[;{}\\]|=>)\s*$/;
const WORD = /^["'“‘«([]{0,3}[$€£#@]?[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}'’%,.:/&+-]{0,60}[\p{P}]{0,4}$/u;

const LOG =
  /\b(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL)\b|\[[a-z]{2,20}[./:-][\w./:-]{1,40}\]|^\s*\w{3,20}\[\d{1,7}\]/;

const speechOf = (line: ReadLine): string => line.text.slice(line.head?.textAt ?? 0, 2_000).trim();

/** How much of what is said consists of words rather than of signs and values, 0 to 1. */
function wordShare(lines: readonly ReadLine[]): number {
  const tokens = lines
    .flatMap((line) => speechOf(line).slice(0, 300).split(/\s+/))
    .filter((token) => /[^\p{P}\s]/u.test(token));
  return tokens.length === 0 ? 1 : tokens.filter((token) => WORD.test(token)).length / tokens.length;
}

const isCode = ({ text }: ReadLine): boolean => CODE_BEGINS.test(text.slice(0, 80)) || CODE_ENDS.test(text.slice(-40));

const codeShare = (lines: readonly ReadLine[]): number => lines.filter(isCode).length / Math.max(1, lines.length);

/** Whether the right-hand sides are sentences, or words below a name on its own line, rather than the values of keys. */
function readsAsSpeech(labeled: readonly ReadLine[]): boolean {
  const words = labeled.map(speechOf).reduce((sum, side) => sum + (side === '' ? 5 : side.split(/\s+/).length), 0);
  return words >= labeled.length * 3;
}

/** Share of the candidate labels whose indentation differs from most: keys of settings nest, turns don't. */
function nestedShare(lines: readonly ReadLine[]): number {
  const depths = lines
    .filter(({ head }) => head?.label != null)
    .map(({ text }) => /^[ \t]{0,40}/.exec(text.slice(0, 40))?.[0].length ?? 0);
  const counts = new Map<number, number>();
  for (const depth of depths) counts.set(depth, (counts.get(depth) ?? 0) + 1);
  return depths.length === 0 ? 0 : 1 - Math.max(...counts.values()) / depths.length;
}

/** Scores and lists of times have names and no words. */
function wordedShare({ lines, accepted }: TextReading, turns: number): number {
  const worded = lines.filter((line, at) => {
    if (!isTurn(line, accepted)) return false;
    const next = lines[at + 1];
    return (
      /\p{L}/u.test(speechOf(line)) || (next !== undefined && next.head?.label == null && /\p{L}/u.test(next.text))
    );
  });
  return worded.length / Math.max(1, turns);
}

interface Marks {
  readonly turns: number;
  /** Share of the lines that begin a turn. */
  readonly share: number;
  /** True if most turns have a time. */
  readonly timed: boolean;
  /** True if nearly all labels are shaped like names or sides. */
  readonly names: boolean;
  /** True if what is said reads as sentences. */
  readonly speech: boolean;
  /** Share of the turns with any words, beside the label or below it. */
  readonly worded: number;
  /** Share of the would-be labels that are speakers. */
  readonly taken: number;
}

function marksOf(reading: TextReading): Marks | null {
  const labeled = reading.lines.filter((line) => isTurn(line, reading.accepted));
  if (labeled.length === 0) return null;
  const labels = new Map(labeled.map((line) => [labelKey(line.head?.label ?? ''), line.head?.label ?? '']));
  const named = labeled.filter((line) => looksLikeSpeaker(bareLabel(line.head?.label ?? ''))).length;
  return {
    turns: labeled.length,
    share: labeled.length / Math.max(1, reading.lines.length),
    timed: labeled.filter((line) => line.head?.startMs != null).length >= labeled.length / 2,
    names: named >= labeled.length * 0.75 && labels.size <= Math.max(3, labeled.length * 0.6),
    speech: readsAsSpeech(labeled),
    worded: wordedShare(reading, labeled.length),
    taken: labeled.length / Math.max(1, reading.candidates),
  };
}

/** If few lines begin a turn, the others must continue one: wrapped lines, and labels that are clearly names. */
function doubtOfFewTurns({ share, names, taken, turns }: Marks): number {
  if (share >= 0.25) return names ? 0 : share >= 0.5 ? 0.1 : 0.25;
  return names && taken >= 0.7 && turns >= 4 && share >= 0.04 ? 0.1 : 0.4;
}

/** What speaks against labels without times being speakers. */
function doubtsOfUntimed(lines: readonly ReadLine[], marks: Marks): number[] {
  const { speech, names, taken } = marks;
  return [
    speech ? 0 : 0.2,
    speech || names ? 0 : 0.3,
    doubtOfFewTurns(marks),
    taken >= 0.6 ? 0 : 0.35,
    nestedShare(lines) >= 0.25 ? 0.5 : 0,
  ];
}

function confidenceOfLabels(reading: TextReading, marks: Marks): number {
  const { timed, share, turns, taken, worded } = marks;
  const sample = reading.lines.slice(0, MAX_LINES);
  const form = (timed ? 0.8 : 0.6) + (share >= 0.25 ? 0.15 : 0) - (turns >= 4 ? 0 : 0.1);
  const doubts = [
    worded >= 0.5 ? 0 : 0.7,
    wordShare(sample) >= 0.7 ? 0 : 0.5,
    codeShare(sample) >= 0.2 ? 0.6 : 0,
    ...(timed ? [taken >= 0.6 ? 0 : 0.1] : doubtsOfUntimed(sample, marks)),
  ];
  const doubt = doubts.reduce((sum, each) => sum + each, 0);
  return Math.min(MAX_CONFIDENCE, Math.max(0, form - doubt));
}

/** Times and words without names: sentences with increasing times, neither a log nor a list of chapters. */
function confidenceOfTimes({ lines }: TextReading): number {
  const timed = lines.filter((line) => line.head?.startMs != null);
  const words = timed.reduce((sum, line) => sum + speechOf(line).split(/\s+/).length, 0);
  const starts = timed.map((line) => line.head?.startMs ?? 0);
  const ordered = starts.every((start, at) => at === 0 || start >= (starts[at - 1] ?? 0));
  const logs = timed.filter((line) => LOG.test(line.text.slice(0, 120))).length;
  const sentences = timed.filter((line) => /[.?!,…]["'”’)]?\s*$/.test(line.text.slice(-6))).length;
  const long = words >= timed.length * 4;
  const honest = wordShare(lines.slice(0, MAX_LINES)) >= 0.8 && logs < timed.length * 0.1 && timed.length >= 3;
  return ordered && honest && long && (sentences >= timed.length * 0.2 || words >= timed.length * 7) ? 0.45 : 0.2;
}

/** How sure a text is a transcript, 0 to 0.95, by the shape of its lines; no words of a language are asked for. */
export function textConfidence(reading: TextReading): number {
  if (isTimedText(reading)) return confidenceOfTimes(reading);
  const marks = marksOf(reading);
  return marks === null ? 0 : confidenceOfLabels(reading, marks);
}
