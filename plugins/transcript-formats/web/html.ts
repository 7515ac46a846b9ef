import { WEB_PAGES } from '../shared/families.js';
import type { Cue, ParseResult, TranscriptParser, TranscriptSource } from 'debrief/plugin-api';
import { HEAD_LENGTH } from '../text/headed-turns.js';
import { addLine, pieceText, readHtmlHead, type HtmlHead } from './html-head.js';
import { readHtmlLines, type HtmlLine, type HtmlPage, type HtmlPiece } from './html-lines.js';
import { readHtmlTable } from './html-table.js';
import { parsed, refused } from '../shared/results.js';
import { acceptLabels, labelKey } from '../shared/speaker-labels.js';

interface OpenCue {
  readonly head: HtmlHead;
  readonly pieces: HtmlPiece[];
}

function toCue({ head, pieces }: OpenCue): Cue[] {
  const text = pieceText(pieces);
  const spoken = pieces.filter((piece) => piece.text.trim() !== '');
  const [first] = spoken;
  const last = spoken.at(-1);
  if (text === '' || !first || !last) return [];
  return [{ speaker: head.label, text, startMs: head.startMs, endMs: null, offset: [first.start, last.end] }];
}

function readTurns(lines: readonly HtmlLine[]): Cue[] {
  const read = lines.map((line) => ({ line, head: readHtmlHead(line) }));
  const heads = read.flatMap(({ head }) => (head ? [head] : []));
  const timed = heads.filter(({ startMs }) => startMs !== null).length;
  const accepted = acceptLabels(
    heads.map(({ label }) => label),
    { units: lines.length, timed: timed >= 2 && timed >= heads.length / 2 },
  );
  const open: OpenCue[] = [];
  let inSpeech = false;
  for (const { line, head } of read) {
    if (head && accepted.has(labelKey(head.label))) {
      open.push({ head, pieces: [...head.rest] });
      inSpeech = true;
    } else if (line.isHeading) {
      inSpeech = false;
    } else if (inSpeech) {
      addLine(open.at(-1)?.pieces ?? [], line.pieces);
    }
  }
  return open.flatMap(toCue);
}

/** The turns of a table, where its speakers are believable ones. */
function readTable(lines: readonly HtmlLine[]): Cue[] {
  const cues = readHtmlTable(lines);
  const labels = cues.flatMap(({ speaker }) => (speaker === null ? [] : [speaker]));
  const accepted = acceptLabels(labels, { units: cues.length });
  const known = cues.filter(({ speaker }) => speaker !== null && accepted.has(labelKey(speaker)));
  return known.length >= 2 && known.length >= cues.length * 0.6 ? cues : [];
}

/** Lists of people have names as well: in a call words follow them, and in a long one the names come again. */
function isSpeech(cues: readonly Cue[]): boolean {
  const worded = cues.filter(({ text }) => /\p{L}/u.test(text)).length;
  const speakers = new Set(cues.map(({ speaker }) => labelKey(speaker ?? ''))).size;
  return worded >= cues.length * 0.6 && (cues.length <= 8 || speakers <= cues.length * 0.6);
}

function readCues({ lines }: HtmlPage): Cue[] {
  const table = readTable(lines);
  const cues = table.length > 0 ? table : readTurns(lines);
  return isSpeech(cues) ? cues : [];
}

function parse({ text }: TranscriptSource): ParseResult {
  const page = readHtmlLines(text);
  if (!page)
    return refused(
      'FORMAT_INVALID',
      'The page is nested too deeply to be read. Save its text as .txt and upload that.',
    );
  const cues = readCues(page);
  if (cues.length === 0) {
    return refused(
      'NOT_A_TRANSCRIPT',
      'This is a web page on which nobody was found speaking. Copy the transcript from it into a text file with lines such as `Name: text`.',
    );
  }
  const heading = page.lines.find((line) => line.isHeading);
  const title = page.title ?? (heading ? pieceText(heading.pieces) : null);
  return parsed(cues, { metadata: title === null || title === '' ? {} : { title } });
}

const PAGE = /<!doctype\s{1,4}html|<(?:html|body)[\s>]/i;
const FRAGMENT = /^<(?:cite|time|p|div|dl|table|article|section|main|ul|ol|h[1-6]|span|strong|b|!--)[\s>-]/i;

function detect({ text }: TranscriptSource): number {
  const start = text.slice(0, 2_000).trimStart();
  if (!start.startsWith('<')) return 0;
  // A page is claimed even where nobody speaks on it, so that the refusal can say what it is.
  if (PAGE.test(start)) return 0.97;
  if (!FRAGMENT.test(start)) return 0;
  const page = readHtmlLines(text.slice(0, HEAD_LENGTH));
  return page && readCues(page).length >= 2 ? 0.97 : 0;
}

/** Transcripts published as web pages: `<cite>` and `<time>`, names in bold, definition lists, tables. */
export const html: TranscriptParser = {
  format: 'html',
  description: 'Web page with a transcript (.html)',
  extensions: ['html', 'htm'],
  family: WEB_PAGES,
  detect,
  parse,
};
