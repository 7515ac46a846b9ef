import { type Line, splitLines } from '../shared/lines.js';
import { decideLabels } from '../shared/decide-labels.js';
import { isPlausibleLabel, labelKey, looksLikeSpeaker } from '../shared/speaker-labels.js';
import { REACH, readTextHead, readTimeLine, type TextHead } from './text-head.js';
import { type Preamble, readPreamble } from './text-preamble.js';

export interface ReadLine extends Line {
  readonly head: TextHead | null;
  /** Rules, fences, headings and remarks of the tool, which are not speech. */
  readonly boilerplate: boolean;
}

export interface TextReading {
  readonly preamble: Preamble;
  /** Lines after the preamble that are not blank. */
  readonly lines: readonly ReadLine[];
  /** Keys of the labels that name speakers. */
  readonly accepted: ReadonlySet<string>;
  /** How many lines begin with what could be a label. */
  readonly candidates: number;
  /** Lines with a time and no name. */
  readonly timedHeads: number;
}

const BOILERPLATE =
  /^\s*(?:-{3,}|={3,}|\*{3,}|_{3,}|`{3}[\w-]*|"{3}|\[[^[\]]{1,80}\]|\([^()]{1,60}\)|#{1,6}\s.{0,200}|<\/?[a-z]{1,12}>|transcription ended after .{0,60}|transcribed by https?:\S{1,60}|this editable transcript was .{0,120}|[\s*_[(]{0,4}(?:end of (?:the )?(?:call|transcript|recording|conversation|meeting)|(?:call|recording|meeting|transcript) (?:ended|ends|end))[\s*_.\])]{0,4})\s*$/i;
const MAX_BOILERPLATE = 400;

const isBoilerplate = (line: string): boolean => line.length < MAX_BOILERPLATE && BOILERPLATE.test(line);

const readLine = (line: Line): ReadLine => {
  const head = readTextHead(line.text);
  const boilerplate = isBoilerplate(line.text);
  // `### Dana:` and `(0:12) Dana:` look like headings and remarks, but a line that names a speaker is a head.
  return boilerplate && !(head?.startMs != null || (head?.label != null && /:[\s*_]*$/.test(line.text)))
    ? { ...line, head: null, boilerplate }
    : { ...line, head, boilerplate: false };
};

const TIME_BEFORE_NAME = 60;

/** `[0:12] Dana` or `0:12 Dana` above the words: names that repeat in the place where other files have the words. */
function namesAfterTimes(lines: readonly ReadLine[]): ReadonlySet<string> {
  const names = lines.flatMap((line, at) => {
    const next = lines[at + 1];
    const name = line.head?.label === null ? line.text.slice(line.head.textAt).trim() : '';
    const above = next !== undefined && next.head?.startMs == null;
    return above &&
      name !== '' &&
      line.text.length <= TIME_BEFORE_NAME &&
      isPlausibleLabel(name) &&
      looksLikeSpeaker(name)
      ? [labelKey(name)]
      : [];
  });
  const distinct = new Set(names);
  return names.length >= 3 && distinct.size >= 2 && distinct.size <= names.length * 0.75 ? distinct : new Set();
}

function withNamesAfterTimes(lines: readonly ReadLine[]): readonly ReadLine[] {
  const names = namesAfterTimes(lines);
  if (names.size === 0) return lines;
  return lines.map((line) => {
    if (line.head?.label !== null || line.text.length > TIME_BEFORE_NAME) return line;
    const label = line.text.slice(line.head.textAt).trim();
    return names.has(labelKey(label)) ? { ...line, head: { ...line.head, label, textAt: line.text.length } } : line;
  });
}

interface Head {
  readonly label: string;
  readonly timed: boolean;
  /** Whether it stands right below a label that stands alone, where the words of that one are. */
  readonly isBelow: boolean;
}

/** Where labels are beside times, only those that are can be proven by where they stand. */
function decide(lines: readonly ReadLine[], heads: readonly Head[], { roster }: Preamble): Set<string> {
  const beside = heads.filter(({ timed }) => timed);
  const timed = beside.length >= 2 && beside.length >= heads.filter(isPlausible).length / 2;
  const placed = timed
    ? { labels: beside.map(({ label }) => label), units: lines.filter(({ head }) => head?.startMs != null).length }
    : {
        labels: heads.filter(({ isBelow }) => !isBelow).map(({ label }) => label),
        units: lines.length - belowLabels(lines),
      };
  return decideLabels(
    heads.map(({ label }) => label),
    { units: lines.length, roster, timed, placed },
  );
}

/** Lines right below a label that stands alone: the words that it opens. */
const belowLabels = (lines: readonly ReadLine[]): number =>
  lines.filter((_line, at) => standsAlone(lines[at - 1])).length;

const standsAlone = (line: ReadLine | undefined): boolean =>
  line?.head?.label != null && line.text.slice(line.head.textAt).trim() === '';

const isPlausible = ({ label }: Head): boolean => isPlausibleLabel(label);

/** A line whose possible label names nobody, and has no shape of a name either, has a time at most. */
const withoutNobody = (line: ReadLine, accepted: ReadonlySet<string>): ReadLine => {
  const { head, text } = line;
  if (head?.label == null || accepted.has(labelKey(head.label)) || isPlausibleLabel(head.label)) return line;
  return { ...line, head: readTimeLine(text.slice(0, REACH)) };
};

/** Reads the lines of a text and decides over all of them which labels name speakers. */
export function readText(text: string): TextReading {
  const all = splitLines(text);
  const preamble = readPreamble(all);
  const spoken = all.slice(preamble.lines).filter((line) => line.text.trim() !== '');
  const lines = withNamesAfterTimes(spoken.map(readLine));
  const heads = lines.flatMap((line, at) =>
    line.head?.label == null
      ? []
      : [{ label: line.head.label, timed: line.head.startMs !== null, isBelow: standsAlone(lines[at - 1]) }],
  );
  const accepted = decide(lines, heads, preamble);
  const decided = lines.map((line) => withoutNobody(line, accepted));
  const candidates = decided.filter(({ head }) => head?.label != null).length;
  const timedHeads = decided.filter(({ head }) => head?.label === null && head.startMs !== null).length;
  return { preamble, lines: decided, accepted, candidates, timedHeads };
}

/** Whether a line begins a turn. */
export const isTurn = (line: ReadLine, accepted: ReadonlySet<string>): boolean =>
  typeof line.head?.label === 'string' && accepted.has(labelKey(line.head.label));

/** Lines with times and words, and without names. */
export const isTimedText = (reading: TextReading): boolean =>
  reading.accepted.size === 0 && reading.timedHeads >= 2 && reading.timedHeads >= reading.lines.length / 2;

const NOTES =
  /^[\s#>*_-]{0,20}(?:call notes|meeting notes|call summary|meeting summary|post-call (?:notes|summary)|notes|summary|action items|next steps|outcome|key takeaways|takeaways|analysis|evaluation|feedback|coaching notes|follow[- ]up)[\s*_]{0,8}:?[\s*_]{0,8}(?:$|:|\s)/i;
const FOOTER =
  /^[\s#>*_-]{0,20}(?:date|duration|total (?:duration|time)|call (?:id|length|duration|outcome|result)|result|disposition|recorded (?:by|on|with)|generated (?:by|on|with)|transcribed (?:by|with)|sentiment|score)[\s*_]{0,8}:/i;
const END =
  /^[\s#>*_[(=-]{0,20}(?:end of (?:the )?(?:call|transcript|recording|conversation|meeting)|(?:call|recording|meeting|transcript) (?:ended|ends|end))\b.{0,60}$/i;

/**
 * Number of the first line that is not speech, where notes begin near the end; the number of lines if there are none. A heading of notes
 * has nothing beside it, and hardly a turn follows.
 */
export function endOfSpeech({ lines, accepted }: TextReading): number {
  const turns = lines.flatMap((line, at) => (isTurn(line, accepted) ? [at] : []));
  const late = turns[Math.floor(turns.length * 0.8)] ?? lines.length;
  const last = turns.at(-1) ?? lines.length;
  const notes = lines.findIndex(({ text }, at) => {
    if (at === 0 || text.length >= 200) return false;
    if (at > last) return NOTES.test(text) || FOOTER.test(text) || END.test(text);
    return at >= late - 1 && NOTES.test(text) && /:[\s*_]{0,8}$/.test(text);
  });
  return notes < 0 ? lines.length : notes;
}
