import type { Cue } from 'debrief/plugin-api';
import type { Line } from '../shared/lines.js';
import { plainText } from './read-payload.js';
import { decideLabels } from '../shared/decide-labels.js';
import { bareLabel, labelKey, type LabelSplit, splitLabel } from '../shared/speaker-labels.js';
import type { TimedBlock } from './tokenize-cues.js';

const BLANK = 32;
const SQUARE = 91;
const ROUND = 40;
const FURTHEST_COLON = 160;

const isLetter = (code: number): boolean => (code > 96 && code < 123) || (code > 64 && code < 91);

/** `splitLabel` with a cache: most lines of a file repeat the same few labels before their colons. */
function labelSplitter(): (line: string) => LabelSplit | null {
  const labels = new Map<string, string | null>();
  return (line) => {
    const colon = line.indexOf(':');
    const first = line.charCodeAt(0);
    if (first === SQUARE || first === ROUND) return splitLabel(line);
    if (colon < 0 && !line.includes('：')) return null;
    const isUsual = colon > 0 && line.charCodeAt(colon + 1) === BLANK && isLetter(line.charCodeAt(colon + 2));
    if (!isUsual || colon > FURTHEST_COLON) return splitLabel(line);
    const before = line.slice(0, colon);
    const known = labels.get(before);
    if (known !== undefined) return known === null ? null : { label: known, textAt: colon + 2 };
    const split = splitLabel(line);
    if (split === null || split.textAt === colon + 2) labels.set(before, split?.label ?? null);
    return split;
  };
}

type SplitLabel = (text: string) => LabelSplit | null;

interface OpenCue extends Cue {
  text: string;
  offset: readonly [start: number, end: number];
}

/** Captions mark a change of speaker with `>> ` anywhere, or with a dash before a line. */
const MARKED = /^(?:>>|[-–—]\s)/;
const NAME = /^\p{Lu}[\p{L}'’.-]*(?:\s\p{Lu}[\p{L}'’.-]*){1,3}$/u;

/**
 * True for a line without markup, character references and marks of a speaker change. Nearly all lines of a large file are such lines, and
 * need no decoding.
 */
const isPlain = ({ text }: Line): boolean => !/[<>&{]/.test(text);

/** Any other line, split at its marks of a speaker change. */
const partsOf = (line: Line): readonly string[] => plainText(line.text).split(/\s(?=>>)/);

function labelsOf(blocks: readonly TimedBlock[], splitLabel: SplitLabel): string[] {
  const labels: string[] = [];
  const collect = (text: string) => {
    const split = splitLabel(text);
    if (split) labels.push(split.label);
  };
  for (const { lines } of blocks) {
    for (const line of lines) {
      if (isPlain(line)) collect(line.text.trim());
      else partsOf(line).forEach(collect);
    }
  }
  return labels;
}

/** The name on a line of its own above the words, in files where nearly every cue has one. */
function namedByFirstLine(blocks: readonly TimedBlock[]): Set<string> {
  const firsts = blocks.flatMap(({ lines: [first, ...rest] }) =>
    first && rest.length > 0 ? [plainText(first.text)] : [],
  );
  if (firsts.length < 3 || firsts.length < blocks.length * 0.8) return new Set();
  const names = firsts.filter((text) => NAME.test(text));
  return names.length >= blocks.length * 0.8 && new Set(names).size <= names.length / 2 ? new Set(names) : new Set();
}

/** Dashes without a blank mark speakers only where each line of the cue has one. */
const isDialogue = (lines: readonly Line[]): boolean =>
  lines.length > 1 && lines.every(({ text }) => /^\s{0,8}[-–—]/.test(text));

class LabeledCueReader {
  readonly cues: OpenCue[] = [];
  private readonly accepted: ReadonlySet<string>;
  private readonly names: ReadonlySet<string>;
  private readonly splitLabel: SplitLabel = labelSplitter();
  private readonly isAccepted = new Map<string, boolean>();
  private speaker: string | null = null;
  private open: OpenCue | null = null;
  private isTall = false;
  private isDialogue = false;

  constructor(blocks: readonly TimedBlock[]) {
    this.accepted = decideLabels(labelsOf(blocks, this.splitLabel), { units: blocks.length, cues: true });
    this.names = this.accepted.size > 0 ? new Set() : namedByFirstLine(blocks);
    for (const block of blocks) this.read(block);
    this.dropEmpty();
  }

  private read(block: TimedBlock): void {
    const { lines } = block;
    this.open = null;
    this.isTall = lines.length > 1;
    this.isDialogue = isDialogue(lines);
    for (const line of lines) {
      if (isPlain(line)) this.readPart(block, line, line.text.trim());
      else for (const text of partsOf(line)) this.readPart(block, line, text);
    }
  }

  private readPart(block: TimedBlock, line: Line, text: string): void {
    const { open } = this;
    const split = this.labelOf(text);
    if (split) this.begin(block, line, bareLabel(split.label), text.slice(split.textAt));
    else if (open === null && this.isTall && this.names.has(text)) this.begin(block, line, text, '');
    else if (open === null || MARKED.test(text) || this.isDialogue)
      this.begin(block, line, this.speakerWithoutLabel(text), text);
    else appendText(open, line, text);
  }

  private labelOf(text: string): LabelSplit | null {
    const split = this.accepted.size === 0 ? null : this.splitLabel(text);
    if (split === null) return null;
    let known = this.isAccepted.get(split.label);
    if (known === undefined) this.isAccepted.set(split.label, (known = this.accepted.has(labelKey(split.label))));
    return known ? split : null;
  }

  /** The speaker of words without a name: the last one, unless a mark says that the speaker changes. */
  private speakerWithoutLabel(text: string): string | null {
    return text.startsWith('>>') ? null : this.speaker;
  }

  private begin({ startMs, endMs }: TimedBlock, line: Line, speaker: string | null, text: string): void {
    this.dropEmpty();
    this.speaker = speaker;
    this.open = { speaker, text, startMs, endMs, offset: [line.start, line.end] };
    this.cues.push(this.open);
  }

  /** Drops the last cue if it has no words: a name with nothing after it. */
  private dropEmpty(): void {
    if (this.cues.at(-1)?.text === '') this.cues.pop();
  }
}

function appendText(open: OpenCue, line: Line, text: string): void {
  open.text = open.text === '' ? text : `${open.text} ${text}`;
  open.offset = [open.offset[0], line.end];
}

/**
 * Cues of captions whose speakers are written before the words (`Name: text`). If the file names any speaker, a cue without a name
 * continues the speaker before it; if it names none, every speaker is null.
 */
export const readLabeledCues = (blocks: readonly TimedBlock[]): Cue[] => new LabeledCueReader(blocks).cues;
