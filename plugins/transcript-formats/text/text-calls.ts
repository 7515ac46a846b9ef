import type { CallPart } from 'debrief/plugin-api';
import { type Line, splitLines } from '../shared/lines.js';
import { callFileName } from '../shared/results.js';
import { isTurn, readText } from './read-text.js';
import { readPreamble, readEntry } from './text-preamble.js';

/** `### Call Transcript #1`, `Call 2: Acme`, `=== Transcript 3 of 5 ===`. */
const NUMBERED =
  /^[\s#*_=>-]{0,20}(?:sales |sample |example |demo |phone )?(?:call|conversation|transcript|dialogue|dialog|meeting|interview|scenario|sample|example|demo)(?: (?:transcript|recording|log|dialogue|script))?(?: (?:no\.?|number))?[ _]?(?:#\s?)?(\d{1,4}|[A-Z](?![\p{L}\p{N}]))(?: ?(?:of|\/) ?\d{1,4})?(?![\p{L}\p{N}])[\s:.)–—-]{0,6}(.{0,120})$/iu;
const MARKS = /^[\s#*_=>-]+|[\s#*_=:-]+$/g;
const RULE = /^\s*(?:-{3,}|={3,}|\*{3,}|_{3,}|#{1,6}\s.{0,200}|`{3}[\w-]*|"{3})?\s*$/;
const CALL_ID = /^(?:call|conversation|meeting|recording|transcript|interaction)(?: ?id| ?#| number| no\.?)$/;
/** Fewer turns than this make no call. */
const MIN_TURNS = 2;

interface Boundary {
  /** Number of the first line of the call. */
  readonly line: number;
  readonly title: string | null;
}

/** Headings that number the calls, each number once; a table of contents names them twice, and only the last time holds. */
function numberedCalls(lines: readonly Line[]): Boundary[] {
  const found = new Map<string, Boundary>();
  for (const [at, { text }] of lines.entries()) {
    const match = text.length <= 200 ? NUMBERED.exec(text) : null;
    if (match?.[1] === undefined || /[.?!]$/.test(text.trim())) continue;
    found.delete(match[1]);
    found.set(match[1], { line: at, title: text.replace(MARKS, '').trim() });
  }
  return [...found.values()];
}

/** Moves up over blank lines, rules and headings, which belong to what follows them. */
function withHeading(lines: readonly Line[], at: number): number {
  let first = at;
  while (first > 0 && RULE.test((lines[first - 1]?.text ?? '').slice(0, 220))) first -= 1;
  return first;
}

/** Blocks of `Key: value` lines that begin like the block at the top of the file, after a blank line, a rule or a heading. */
function headedCalls(lines: readonly Line[]): Boundary[] {
  const first = lines.findIndex(({ text }) => !RULE.test(text.slice(0, 220)));
  const key = readEntry(lines[first]?.text ?? '')?.key;
  if (first < 0 || key === undefined || readPreamble(lines).lines === 0) return [];
  return lines.flatMap(({ text }, at): Boundary[] => {
    if (at < first || readEntry(text)?.key !== key) return [];
    if (at > 0 && at !== first && !RULE.test((lines[at - 1]?.text ?? '').slice(0, 220))) return [];
    return readPreamble(lines.slice(at, at + 60)).lines > 0 ? [{ line: withHeading(lines, at), title: null }] : [];
  });
}

/** Whether a section is a call, holds a line that may be speech, or neither. */
const classifySection = (text: string): 'CALL' | 'WORDS' | 'NOTHING' => {
  const { lines, accepted, candidates } = readText(text);
  if (lines.filter((line) => isTurn(line, accepted)).length >= MIN_TURNS) return 'CALL';
  return candidates > 0 ? 'WORDS' : 'NOTHING';
};

function referenceIn(lines: readonly Line[]): string | null {
  const entries = lines.slice(0, 12).flatMap(({ text }) => readEntry(text) ?? []);
  return entries.find(({ key, value }) => CALL_ID.test(key) && value !== '' && value.length <= 100)?.value ?? null;
}

function toPart(text: string, lines: readonly Line[], { title }: Boundary, at: number): CallPart {
  const externalRef = referenceIn(lines);
  const stated = title ?? readPreamble(lines).metadata.title ?? null;
  return {
    fileName: callFileName(externalRef ?? stated ?? undefined, at, 'txt'),
    text,
    format: 'plain-text',
    metadata: { ...(stated === null ? {} : { title: stated }), ...(externalRef === null ? {} : { externalRef }) },
  };
}

function cut(source: string, lines: readonly Line[], boundaries: readonly Boundary[]): CallPart[] {
  const head: Boundary = { line: 0, title: null };
  const sections = [...((boundaries[0]?.line ?? 0) > 0 ? [head] : []), ...boundaries];
  const parts = sections.map((boundary, at) => {
    const end = sections[at + 1]?.line ?? lines.length;
    const own = lines.slice(boundary.line, end);
    const ends = lines[end]?.start ?? source.length;
    const text = source.slice(own[0]?.start ?? ends, ends);
    const spoken = boundary.title === null ? text : source.slice(own[1]?.start ?? ends, ends);
    return { part: toPart(text, own, boundary, at), kind: classifySection(spoken), isHead: boundary === head };
  });
  if (parts.filter(({ kind }) => kind === 'CALL').length < 2) return [];
  // A call of one or two lines cannot be scored, but its owner will look for it: it becomes a transcript that is refused with the reason.
  const kept = parts.filter(({ kind, isHead }) => kind === 'CALL' || (kind === 'WORDS' && !isHead));
  return kept.map(({ part }) => part);
}

/**
 * The calls of a text that holds several: under headings that number them, or each with a block of headers of its own. None if the text is
 * one call, or where fewer than two of the parts are calls.
 */
export function splitTextCalls(source: string): CallPart[] {
  const lines = splitLines(source);
  for (const boundaries of [numberedCalls(lines), headedCalls(lines)]) {
    const parts = boundaries.length > 1 ? cut(source, lines, boundaries) : [];
    if (parts.length > 1) return parts;
  }
  return [];
}
