import type { Cue, ParsedMetadata, ParsedParticipant, ParseWarning, SetAside } from 'debrief/plugin-api';
import type { Columns } from './csv-columns.js';
import { rawCell, type Row } from './csv-table.js';
import type { Shape } from './csv-shape.js';
import type { ColumnTimes } from './csv-times.js';
import { readRoleWord } from '../shared/role-word.js';

/** A row with its cells aligned to the columns. */
export interface Utterance extends Row {
  readonly speaker: string;
  readonly text: string;
}

export const cellOf = (row: Row, column: number | null): string =>
  column === null ? '' : (row.cells[column] ?? '').trim();

/** Words with unquoted delimiters spill over into the next columns: they are put together again as the file has them. */
function joinOverflow(source: string, row: Row, { width, delimiter, columns: { text } }: Shape): readonly string[] {
  const cells = row.cells.slice();
  while (cells.length > width && cells.at(-1)?.trim() === '') cells.pop();
  const spill = cells.length - width;
  if (spill <= 0) return row.cells;
  const raw = text === width - 1 ? rawCell(source, row.offset, text, delimiter) : null;
  const words =
    raw && !raw.quoted ? source.slice(raw.start, row.offset[1]) : cells.slice(text, text + spill + 1).join(delimiter);
  return [...cells.slice(0, text), words, ...cells.slice(text + spill + 1)];
}

/** `0` and `1` become `Speaker 0` and `Speaker 1`, in a column of channels `Channel 0`. */
function readLabel(label: string, isChannel: boolean): string {
  const bare = label.replace(/\s*:$/, '');
  const number = /^(\d{1,3})(?:\.0)?$/.exec(bare)?.[1];
  return number === undefined ? bare : `${isChannel ? 'Channel' : 'Speaker'} ${number}`;
}

/** True if labels are only in rows in which the speaker changes: a row without one then continues the speaker before. */
function labelsOnlyChanges(labels: readonly string[]): boolean {
  const written = labels.filter((label) => label !== '');
  return (
    written.length < labels.length &&
    labels[0] !== '' &&
    new Set(written).size >= 2 &&
    written.every((label, at) => at === 0 || label !== written[at - 1])
  );
}

/** Rows as utterances: spilled words joined, labels made readable and carried on. */
export function readUtterances(source: string, rows: readonly Row[], shape: Shape, isChannel: boolean): Utterance[] {
  const joined = rows.map((row): Row => ({ ...row, cells: joinOverflow(source, row, shape) }));
  const labels = joined.map((row) => readLabel(cellOf(row, shape.columns.speaker), isChannel));
  const carries = labelsOnlyChanges(labels);
  let last = '';
  return joined.map((row, at) => {
    const label = labels[at] ?? '';
    last = label === '' ? last : label;
    return { ...row, speaker: carries ? last : label, text: cellOf(row, shape.columns.text).replace(/\s+/g, ' ') };
  });
}

/**
 * Leaves out duplicate rows: the same words of the same speaker at the same time or under the same id. Research files list an utterance
 * once for each annotator. Without id, time or annotator, the same words may have been said twice and are kept.
 */
export function dropDuplicates(
  rows: readonly Utterance[],
  columns: Columns,
): { rows: Utterance[]; repeated: Utterance[]; warnings: ParseWarning[] } {
  const ids = new Set(rows.map((row) => cellOf(row, columns.id)));
  // An id of its own for each row of each annotator tells nothing of what was said twice.
  const id = columns.annotator !== null && ids.size === rows.length ? null : columns.id;
  const times = new Map<string, number>();
  const seen = new Set<string>();
  const kept = rows.filter((row) => {
    const place = [id, columns.start, columns.end].map((column) => cellOf(row, column));
    const annotator = cellOf(row, columns.annotator);
    if (row.text === '' || (annotator === '' && place.every((value) => value === ''))) return true;
    const said = JSON.stringify([row.speaker, row.text, ...place]);
    const turn = JSON.stringify([annotator, said]);
    const nth = annotator === '' ? 0 : (times.get(turn) ?? 0);
    times.set(turn, nth + 1);
    const key = `${nth} ${said}`;
    return !seen.has(key) && seen.add(key);
  });
  const dropped = rows.length - kept.length;
  const stays = new Set(kept);
  const repeated = dropped === 0 ? [] : rows.filter((row) => !stays.has(row));
  const message = `${dropped} rows say what another row says, at the same place; they were left out.`;
  return { rows: kept, repeated, warnings: dropped === 0 ? [] : [{ code: 'DUPLICATE_ROWS', message }] };
}

function readConfidence(value: string): { confidence?: number } {
  const number = value === '' ? NaN : Number(value.replace(',', '.').replace(/\s?%$/, ''));
  const confidence = value.endsWith('%') || number > 1 ? number / 100 : number;
  return confidence >= 0 && confidence <= 1 ? { confidence } : {};
}

/** Pauses that research files list as rows of their own. */
const PAUSE = /^[(<[]\s?(?:pause|silence)\b[^()<>[\]]{0,20}[)>\]]$/i;

/** What of a table is not speech: its head, rows that repeat others, pauses, and the other columns of the rest. */
export const asidesOf = (
  above: readonly Row[],
  rows: readonly Utterance[],
  repeated: readonly Utterance[],
): SetAside[] => [
  ...above.map(({ offset }) => ({ reason: 'HEADER' as const, offset })),
  ...repeated.map(({ offset }) => ({ reason: 'REPEATED' as const, offset })),
  ...rows.map(({ text, offset }) => ({
    reason: PAUSE.test(text) ? ('STAGE_DIRECTION' as const) : ('METADATA' as const),
    offset,
  })),
];

export function toCues(rows: readonly Utterance[], columns: Columns, times: ColumnTimes): Cue[] {
  return rows.flatMap((row, at): Cue[] => {
    if (row.text === '' || PAUSE.test(row.text)) return [];
    const [startMs = null, endMs = null] = [times.starts[at], times.ends[at]];
    const { speaker, text, offset } = row;
    return [
      { speaker: speaker || null, text, startMs, endMs, offset, ...readConfidence(cellOf(row, columns.confidence)) },
    ];
  });
}

export function participantsOf(rows: readonly Utterance[], columns: Columns): ParsedParticipant[] {
  const people = new Map<string, ParsedParticipant>();
  for (const row of rows) {
    const label = row.speaker;
    const role = readRoleWord(cellOf(row, columns.role));
    const [email, affiliation] = [cellOf(row, columns.email), cellOf(row, columns.company)];
    if (label === '' || people.has(label) || (!role && !email && !affiliation)) continue;
    people.set(label, {
      label,
      ...(role ? { role } : {}),
      ...(email.includes('@') ? { email } : {}),
      ...(affiliation ? { affiliation } : {}),
    });
  }
  return [...people.values()];
}

/** What all rows agree on. */
function sharedValue(rows: readonly Row[], column: number | null): string | undefined {
  const values = new Set(rows.map((row) => cellOf(row, column)).filter((value) => value !== ''));
  const [value] = values;
  return values.size === 1 ? value : undefined;
}

export function metadataOf(rows: readonly Row[], columns: Columns, startedAt: string | null): ParsedMetadata {
  const title = sharedValue(rows, columns.title);
  const externalRef = sharedValue(rows, columns.call);
  const language = /^[a-z]{2,3}(?:[-_][a-z]{2,4})?$/i
    .exec(sharedValue(rows, columns.language) ?? '')?.[0]
    .replace('_', '-');
  return {
    ...(startedAt === null ? {} : { startedAt }),
    ...(title === undefined ? {} : { title }),
    ...(externalRef === undefined ? {} : { externalRef }),
    ...(language === undefined ? {} : { language }),
  };
}
