import type { Cue } from 'debrief/plugin-api';
import { plainText } from './read-payload.js';
import { acceptLabels, labelKey, splitLabel, type LabelSplit } from './speaker-labels.js';
import type { TimedBlock } from './tokenize-cues.js';

interface LabeledLine {
  readonly text: string;
  readonly split: LabelSplit | null;
  readonly offset: readonly [start: number, end: number];
}

interface Piece {
  speaker: string | null;
  text: string;
  offset: readonly [start: number, end: number];
}

const readLines = (block: TimedBlock): LabeledLine[] =>
  block.lines.map((line) => {
    const text = plainText(line.text);
    return { text, split: splitLabel(text), offset: [line.start, line.end] };
  });

/** The name on a line of its own above the words, in files where nearly every cue has one. */
function namedByFirstLine(blocks: readonly (readonly LabeledLine[])[]): Set<string> {
  const tall = blocks.filter((lines) => lines.length >= 2);
  if (tall.length < 3 || tall.length < blocks.length * 0.8) return new Set();
  const firsts = tall.map((lines) => lines[0]?.text ?? '');
  const names = firsts.filter((text) => /^\p{Lu}[\p{L}'’.-]*(?:\s\p{Lu}[\p{L}'’.-]*){1,3}$/u.test(text));
  return names.length >= blocks.length * 0.8 && new Set(names).size <= names.length / 2 ? new Set(names) : new Set();
}

function readPieces(lines: readonly LabeledLine[], accepted: ReadonlySet<string>, names: ReadonlySet<string>): Piece[] {
  const pieces: Piece[] = [];
  lines.forEach(({ text, split, offset }, at) => {
    const open = pieces.at(-1);
    if (at === 0 && lines.length > 1 && names.has(text)) {
      pieces.push({ speaker: text, text: '', offset });
    } else if (split && accepted.has(labelKey(split.label))) {
      pieces.push({ speaker: split.label, text: text.slice(split.textAt), offset });
    } else if (open) {
      open.text = `${open.text} ${text}`;
      open.offset = [open.offset[0], offset[1]];
    } else {
      pieces.push({ speaker: null, text, offset });
    }
  });
  return pieces;
}

/**
 * Cues of captions whose speakers stand in the words (`Name: text`). Where the file names speakers at all, a cue without a name goes on
 * with the speaker before it; where it names none, every speaker is null.
 */
export function readLabeledCues(blocks: readonly TimedBlock[]): Cue[] {
  const read = blocks.map(readLines);
  const labels = read.flatMap((lines) => lines.flatMap((line) => (line.split ? [line.split.label] : [])));
  const accepted = acceptLabels(labels, { units: blocks.length });
  const names = accepted.size > 0 ? new Set<string>() : namedByFirstLine(read);
  let speaker: string | null = null;
  return blocks.flatMap((block, at) =>
    readPieces(read[at] ?? [], accepted, names).flatMap((piece): Cue[] => {
      speaker = piece.speaker ?? speaker;
      const text = piece.text.trim();
      return text === '' ? [] : [{ speaker, text, startMs: block.startMs, endMs: block.endMs, offset: piece.offset }];
    }),
  );
}
