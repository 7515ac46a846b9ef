import { OTHER_JSON } from '../shared/families.js';
import type { CallPart, Cue, ParseHints, ParseResult, TranscriptParser, TranscriptSource } from 'debrief/plugin-api';
import { NOT_JSON, withTruncationWarning } from '../json/json-parser.js';
import { readTimes } from '../tables/csv-times.js';
import { type EmbeddedString, type JsonString, readEmbedded, splitEmbedded } from './embedded-text.js';
import { metadataIn, titleIn } from './generic-metadata.js';
import { labelOf, peopleIn } from './generic-people.js';
import { speechConfidence } from './generic-speech.js';
import { readRecords, sampleRecords, type RecordTable, type Row } from './generic-table.js';
import { type Fields, probability } from '../json/json-fields.js';
import { lastTimeMs, warnMorePages } from '../json/json-utterances.js';
import { setAsideStrings } from '../json/set-aside-strings.js';
import { findLists, findNodes, jsonValuesOf, type JsonValues, type PlacedList } from '../json/json-values.js';
import { parsed, callFileName, refused, warnUnreadableTimes } from '../shared/results.js';
import { countWords } from '../shared/time-unit.js';

const FORMAT = 'generic-json';

const confidenceIn = (items: readonly unknown[]): number => {
  const table = sampleRecords(items);
  return table ? speechConfidence(table) : 0;
};

const isTranscript = (items: readonly unknown[]): boolean => items.length > 0 && confidenceIn(items) > 0;

const headersOf = (items: readonly unknown[]): string => readRecords(items)?.headers.toSorted().join() ?? '';

/** Whether records name who said what, however little it is. */
const isShortCall = (items: readonly unknown[]): boolean => {
  const table = readRecords(items);
  return table !== null && table.columns.speaker !== null && table.rows.length > 0;
};

/** The lists that are calls. Beside several of them, a shorter one of their shape is a call too, and is not dropped. */
function callsOf({ values }: JsonValues): readonly PlacedList[] {
  const calls = findLists(values, isTranscript);
  if (calls.length < 2) return calls;
  const shapes = new Set(calls.map(({ items }) => headersOf(items)));
  return findLists(values, (items) => isTranscript(items) || (isShortCall(items) && shapes.has(headersOf(items))));
}

const wordsIn = ({ rows, columns, cellOf }: RecordTable): number =>
  rows.reduce((sum, row) => sum + countWords(cellOf(row, columns.text)?.value ?? ''), 0);

const safe = (time: number | null | undefined): number | null =>
  time != null && Number.isSafeInteger(time) ? time : null;

function timesOf(table: RecordTable, { timeUnit }: ParseHints): ReturnType<typeof readTimes> {
  const { rows, columns, cellOf } = table;
  const column = (at: number | null) => rows.map((row) => cellOf(row, at)?.value ?? '');
  const unit = timeUnit ?? columns.unit;
  return readTimes(column(columns.start), column(columns.end), { unit, words: wordsIn(table) });
}

function cuesOf(table: RecordTable, json: JsonValues, times: ReturnType<typeof readTimes>): Cue[] {
  const { rows, columns, cellOf } = table;
  return rows.flatMap((row, at): Cue[] => {
    const cell = cellOf(row, columns.text);
    if (!cell || cell.value.trim() === '') return [];
    const confidence = probability(cellOf(row, columns.confidence)?.value);
    return [
      {
        speaker: labelOf(row, table),
        text: cell.value,
        startMs: safe(times.starts[at]),
        endMs: safe(times.ends[at]),
        offset: json.spanOf(cell.node, cell.key) ?? [0, 0],
        ...(confidence === null ? {} : { confidence }),
      },
    ];
  });
}

const nextPage = ([owner]: readonly Fields[]): unknown =>
  owner?.next_page_token ?? owner?.nextPageToken ?? owner?.next_cursor ?? owner?.nextCursor;

function readList({ items, owners }: PlacedList, json: JsonValues, hints: ParseHints): ParseResult {
  const table = readRecords(items);
  if (!table) return refused('TRANSCRIPT_EMPTY', 'The file holds no speech.');
  const times = timesOf(table, hints);
  const cues = cuesOf(table, json, times);
  const metadata = metadataIn(owners, lastTimeMs(cues));
  return parsed(cues, {
    participants: peopleIn(table, owners),
    metadata: { ...(times.startedAt === null ? {} : { startedAt: times.startedAt }), ...metadata },
    warnings: withTruncationWarning(json, [
      ...warnUnreadableTimes(times.unreadable),
      ...warnMorePages(nextPage(owners)),
    ]),
    // Of JSON Lines, and of rows of several calls, the list is no value of the document.
    setAside: owners.length === 0 ? [] : setAsideStrings(json, json.values, items),
  });
}

const wordsOf = ({ items }: PlacedList): number => {
  const table = readRecords(items);
  return table ? wordsIn(table) : 0;
};

/** Of two readings of one call, the one with more words; if equal, the one in fewer pieces. */
const isFuller = (one: PlacedList, other: PlacedList): boolean => {
  const [words, others] = [wordsOf(one), wordsOf(other)];
  return words === others ? one.items.length < other.items.length : words > others;
};

/** A file may hold the same call twice, as words and as utterances: the fuller list is read. */
function oncePerOwner(lists: readonly PlacedList[]): PlacedList[] {
  const groups = Map.groupBy(lists, (placed) => placed.owners[0] ?? placed);
  return [...groups.values()].map((group) => group.reduce((one, other) => (isFuller(other, one) ? other : one)));
}

interface Call extends PlacedList {
  /** What of the file this call is made of. */
  readonly content: unknown;
}

/** Rows of several calls in one list, each with the id of its call. An id that only one row has is not the id of a call. */
function byCall({ items, owners }: PlacedList): Call[] {
  // The object around a list has the call's people and its date; objects further out are shared by all calls.
  const whole: Call = { items, owners, content: owners[0] ?? items };
  const table = readRecords(items);
  if (table?.columns.call == null || table.rows.length !== items.length) return [whole];
  const idOf = (row: Row | undefined) => (row && table.cellOf(row, table.columns.call)?.value) ?? '';
  const groups = [...Map.groupBy(items.keys(), (at) => idOf(table.rows[at]))];
  if (groups.some(([id, rows]) => id === '' || rows.length < 2)) return [whole];
  return groups.map(([id, rows]) => {
    const own = rows.map((at) => items[at]);
    return { items: own, owners: [{ call_id: id }, ...owners], content: own };
  });
}

function partOf({ owners, content }: Call, at: number): CallPart {
  const metadata = titleIn(owners);
  return {
    fileName: callFileName(metadata.externalRef ?? metadata.title, at, 'json'),
    text: JSON.stringify(content),
    format: FORMAT,
    metadata,
  };
}

const stringsOf = (node: Fields): JsonString[] =>
  Object.entries(node).flatMap(([key, value]) => (typeof value === 'string' ? [{ node, key, value }] : []));

/** At most `most` objects with strings that hold a transcript as text. */
function embeddedIn(values: readonly unknown[], hints: ParseHints, most = Infinity): EmbeddedString[] {
  const found: EmbeddedString[] = [];
  findNodes(values, (node) => {
    const own = found.length < most ? readEmbedded(stringsOf(node), titleIn([node]), hints) : [];
    found.push(...own);
    return own.length > 0;
  });
  return found;
}

const whyNot = ({ values }: JsonValues): string =>
  findLists(values, isShortCall).length > 0
    ? 'The JSON holds a list with names and texts, but too little is said in it to be taken for a call.'
    : 'The JSON holds no list of utterances with speakers and words.';

function parse(source: TranscriptSource, hints: ParseHints): ParseResult {
  const json = jsonValuesOf(source);
  if (!json) return refused('FORMAT_INVALID', NOT_JSON);
  const lists = oncePerOwner(callsOf(json)).flatMap(byCall);
  const [only] = lists;
  if (only) return lists.length > 1 ? { outcome: 'SPLIT', calls: lists.map(partOf) } : readList(only, json, hints);
  return splitEmbedded(embeddedIn(json.values, hints), source, json) ?? refused('NOT_A_TRANSCRIPT', whyNot(json));
}

/** Broken JSON: no other format begins like this. */
const isBroken = (text: string): boolean =>
  /^[\s\uFEFF]{0,200}(?:\{\s{0,200}"[^"\n]{1,80}"\s{0,20}:|\[\s{0,200}\{\s{0,200}")/.test(text);

function detect(source: TranscriptSource): number {
  const json = jsonValuesOf(source);
  if (!json) return isBroken(source.text) ? 0.35 : 0;
  const best = findLists(json.values, isTranscript).reduce((most, { items }) => Math.max(most, confidenceIn(items)), 0);
  return best > 0 ? best : embeddedIn(json.values, {}, 1).length > 0 ? 0.6 : 0;
}

/** Any JSON with a list of utterances under any keys, or with one string that is a transcript. Parsers of a known format are surer. */
export const genericJson: TranscriptParser = {
  format: FORMAT,
  description: 'Any JSON with a list of utterances: who spoke, what was said',
  family: OTHER_JSON,
  fallback: true,
  detect,
  parse,
};
