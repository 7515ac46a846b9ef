import type { TranscriptSource } from 'debrief/plugin-api';
import { type Fields, isFields } from './json-fields.js';
import { jsonOf, readJsonSequence, type JsonDocument, type Span } from './read-json.js';

/** The JSON of a source: one value for a document, several for JSON Lines or for documents put into one file. */
export interface JsonValues {
  readonly values: readonly unknown[];
  /** True if the last value breaks off; it is left out. */
  readonly cutOff: boolean;
  readonly spanOf: JsonDocument['spanOf'];
}

const STARTS_AS_JSON = /^[\s\uFEFF]{0,200}[{[]/;
const FENCE = /`{3}(?:jsonl?|json5|jsonc|ndjson)?[ \t]{0,10}\r?\n\s{0,40}(?=[{[])/i;
/** How far into a Markdown file the JSON may begin. */
const FENCE_REACH = 4_000;

const isStructure = (value: unknown): boolean => typeof value === 'object' && value !== null;

function sequenceOf(text: string): JsonValues | null {
  const { values, complete, spanOf } = readJsonSequence(text);
  const enough = values.length >= (complete ? 1 : 2);
  return enough && values.every(isStructure) ? { values, cutOff: !complete, spanOf } : null;
}

/** JSON inside a code fence of a Markdown file. */
function fencedValues(text: string): JsonValues | null {
  const fence = FENCE.exec(text.slice(0, FENCE_REACH));
  if (!fence) return null;
  const start = fence.index + fence[0].length;
  const close = text.indexOf('\n```', start);
  const inside = sequenceOf(text.slice(start, close < 0 ? text.length : close));
  const shift = (span: Span | null): Span | null => span && [span[0] + start, span[1] + start];
  return inside && { ...inside, spanOf: (container, key) => shift(inside.spanOf(container, key)) };
}

function readValues(source: TranscriptSource): JsonValues | null {
  if (!STARTS_AS_JSON.test(source.text)) return fencedValues(source.text);
  const document = jsonOf(source);
  if (document) return { values: [document.root], cutOff: false, spanOf: document.spanOf };
  return sequenceOf(source.text);
}

const known = new WeakMap<TranscriptSource, JsonValues | null>();

/** The JSON values of a source, parsed once for all parsers; null if it has none. */
export function jsonValuesOf(source: TranscriptSource): JsonValues | null {
  const read = known.get(source);
  if (read !== undefined) return read;
  const values = readValues(source);
  known.set(source, values);
  return values;
}

/** Answers of an API wrap what they carry in a few objects and lists. */
const MAX_DEPTH = 6;
const MAX_NODES = 10_000;

function childrenOf(node: unknown): readonly unknown[] {
  if (Array.isArray(node)) return node as readonly unknown[];
  return isFields(node) ? Object.values(node) : [];
}

/** The objects that match, in the order of the document, nearest to the top first; what is inside a match is not looked at. */
export function findNodes(values: readonly unknown[], matches: (node: Fields) => boolean): Fields[] {
  const found: Fields[] = [];
  let level: readonly unknown[] = values;
  let budget = MAX_NODES;
  for (let depth = 0; depth <= MAX_DEPTH && level.length > 0; depth += 1) {
    const next: unknown[] = [];
    for (const node of level) {
      if ((budget -= 1) < 0) return found;
      if (isFields(node) && matches(node)) found.push(node);
      else for (const child of childrenOf(node)) if (isStructure(child) && next.length < budget) next.push(child);
    }
    level = next;
  }
  return found;
}

/** A list of a document, with the objects around it, the nearest first. */
export interface PlacedList {
  readonly items: readonly unknown[];
  readonly owners: readonly Fields[];
}

interface Placed {
  readonly node: unknown;
  readonly owners: readonly Fields[];
}

/** The lists that match, in the order of the document, nearest to the top first; what is inside a match is not looked at. */
export function findLists(values: readonly unknown[], matches: (items: readonly unknown[]) => boolean): PlacedList[] {
  const found: PlacedList[] = [];
  // Of JSON Lines, the values themselves are a list.
  let level: Placed[] = [{ node: values.length > 1 ? values : values[0], owners: [] }];
  let budget = MAX_NODES;
  for (let depth = 0; depth <= MAX_DEPTH + 1 && level.length > 0; depth += 1) {
    const next: Placed[] = [];
    for (const { node, owners } of level) {
      if ((budget -= 1) < 0) return found;
      if (Array.isArray(node) && matches(node)) found.push({ items: node, owners });
      else {
        const around = isFields(node) ? [node, ...owners] : owners;
        for (const child of childrenOf(node))
          if (isStructure(child) && next.length < budget) next.push({ node: child, owners: around });
      }
    }
    level = next;
  }
  return found;
}
