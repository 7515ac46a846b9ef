import type { Columns } from './csv-columns.js';
import { timeValue } from './csv-times.js';
import { looksLikeSpeaker } from '../shared/speaker-labels.js';
import { countWords } from '../shared/time-unit.js';

type Cells = readonly string[];

/** Words that stand where a speaker would in logs and lists of tasks. */
const NO_SPEAKER =
  /^(?:trace|debug|info|notice|warn|warning|error|fatal|critical|severe|open|closed|done|pending|todo|yes|no|true|false|high|medium|low|ok|failed|passed|success|n\/a|null|none|positive|negative|neutral|spam|ham|get|post|put|delete)$/i;
const MAX_SPEAKERS = 12;

const NO_COLUMNS = {
  role: null,
  email: null,
  company: null,
  call: null,
  title: null,
  id: null,
  annotator: null,
  confidence: null,
  language: null,
  unit: null,
} as const;

const changes = (values: readonly string[]): number =>
  values.filter((value, at) => at > 0 && value !== values[at - 1]).length;

/** Whether a column names speakers: few values, which repeat and take turns, each shaped like a name or the number of a voice. */
export function namesSpeakers(values: readonly string[]): boolean {
  const trimmed = values.map((value) => value.trim());
  const distinct = [...new Set(trimmed)];
  if (distinct.length < 2 || distinct.length > MAX_SPEAKERS || distinct.length > values.length * 0.67) return false;
  if (changes(trimmed) < 2) return false;
  const numbered = distinct.every((value) => /^\d{1,2}$/.test(value)) && distinct.length <= 4;
  return (
    numbered || distinct.every((value) => value.length <= 50 && looksLikeSpeaker(value) && !NO_SPEAKER.test(value))
  );
}

/** Whether a column holds times that go on. Numbers of rows (1, 2, 3) are none. */
function holdsTimes(values: readonly string[]): boolean {
  const times = values.map(timeValue);
  const known = times.filter((time) => time !== null);
  if (known.length < values.length * 0.9) return false;
  const steps = known.slice(1).map((time, at) => time - (known[at] ?? 0));
  return steps.filter((step) => step >= 0).length >= steps.length * 0.9 && steps.some((step) => step !== 1);
}

function findText(columns: readonly (readonly string[])[]): number {
  const words = columns.map((values) => values.reduce((sum, value) => sum + countWords(value), 0) / values.length);
  const most = Math.max(...words);
  return most >= 3 ? words.lastIndexOf(most) : -1;
}

export interface Guess {
  readonly columns: Columns;
  readonly confidence: number;
}

const widthOf = (rows: readonly Cells[]): number =>
  rows.map((cells) => cells.length).sort((a, b) => a - b)[Math.floor(rows.length * 0.05)] ?? 0;

/**
 * Which column means what in a table without a header, by what stands in it: words spoken, a few names that take turns, times that go on.
 * Null where that isn't plain. Rows may be wider than the rest: their words hold the delimiter.
 */
export function guessColumns(rows: readonly Cells[]): (Guess & { readonly width: number }) | null {
  const width = widthOf(rows);
  if (rows.length < 3 || width < 2 || width > 12) return null;
  const columns = Array.from({ length: width }, (_, at) =>
    rows.map((cells) => (at === width - 1 ? cells.slice(at).join(' ') : (cells[at] ?? ''))),
  );
  const text = findText(columns);
  if (text < 0) return null;
  const others = columns.map((_, at) => at).filter((at) => at !== text);
  const [start = null, end = null] = others.filter((at) => holdsTimes(columns[at] ?? []));
  const speaker = others.find((at) => at !== start && at !== end && namesSpeakers(columns[at] ?? [])) ?? null;
  if (speaker === null && end === null) return null;
  const confidence = speaker === null ? 0.4 : start === null ? 0.5 : 0.7;
  return { columns: { ...NO_COLUMNS, text, speaker, start, end }, confidence, width };
}

/** The column that names speakers under a header that says nothing, such as `B4` or `Column2`; null where there is none. */
export function guessSpeaker(header: Cells, rows: readonly Cells[]): number | null {
  const found = header.findIndex(
    (name, at) =>
      /^(?:[a-z]{0,2}\d{0,3}|(?:column|col|field|var|unnamed:?)[ _]?\d{1,3})$/i.test(name.trim()) &&
      namesSpeakers(rows.map((cells) => cells[at] ?? '')),
  );
  return found < 0 ? null : found;
}
