import type { TranscriptSource } from 'debrief/plugin-api';

/** Span of the characters between the quotation marks of a string, UTF-16 code units, end exclusive. */
export type Span = readonly [start: number, end: number];

/** A JSON text with the places of its strings, which `JSON.parse` does not tell. */
export interface JsonDocument {
  readonly root: unknown;
  /** The position of the string under `key` of an object, or at `key` of a list; null if there is none. */
  readonly spanOf: (container: unknown, key: string | number) => Span | null;
}

/** Deeper nesting than any transcript has; a deeper file is refused before it can exhaust the stack. */
const MAX_DEPTH = 64;

const SPACE = /[\s\uFEFF]*/y;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null|NaN|-?Infinity|undefined/y;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

class JsonFault extends Error {}

class JsonReader {
  readonly spans = new Map<object, Map<string | number, Span>>();
  private at = 0;
  private escape = -1;

  constructor(private readonly text: string) {}

  document(): unknown {
    const value = this.value(0, null, '');
    this.space();
    if (this.at < this.text.length) this.fail();
    return value;
  }

  /** The values one after the other, up to the end or to one that breaks off. */
  sequence(): { readonly values: readonly unknown[]; readonly complete: boolean } {
    const values: unknown[] = [];
    try {
      for (this.space(); this.at < this.text.length; this.skip(SPACE)) values.push(this.value(0, null, ''));
      return { values, complete: true };
    } catch (error) {
      if (error instanceof JsonFault) return { values, complete: false };
      throw error;
    }
  }

  private fail(): never {
    throw new JsonFault(`at character ${this.at}`);
  }

  private skip(pattern: RegExp): string {
    const start = (pattern.lastIndex = this.at);
    if (!pattern.test(this.text)) return '';
    this.at = pattern.lastIndex;
    return this.text.slice(start, this.at);
  }

  /** Most tokens have no blank before them: the pattern is only tried where there may be one. */
  private space(): void {
    const code = this.text.charCodeAt(this.at);
    if (code <= 32 || code >= 128) this.skip(SPACE);
  }

  private take(character: string): boolean {
    this.space();
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  private value(depth: number, container: object | null, key: string | number): unknown {
    if (depth > MAX_DEPTH) throw new JsonFault(`nested more than ${MAX_DEPTH} deep`);
    this.space();
    const first = this.text[this.at];
    if (first === '"') return this.placedString(container, key);
    if (first === '{') return this.object(depth);
    if (first === '[') return this.array(depth);
    return this.scalar();
  }

  private scalar(): unknown {
    const digits = this.skip(NUMBER);
    if (digits !== '') {
      const number = Number(digits);
      // Ids may have more digits than a number can represent: they stay text.
      return Number.isSafeInteger(number) || !/^-?\d+$/.test(digits) ? number : digits;
    }
    const word = this.skip(WORD);
    if (word === '') this.fail();
    // Python writes NaN and Infinity for times that it does not know.
    return word === 'true' ? true : word === 'false' ? false : null;
  }

  private placedString(container: object | null, key: string | number): string {
    const start = this.at + 1;
    const value = this.string();
    if (container !== null) {
      const places = this.spans.get(container) ?? new Map<string | number, Span>();
      if (places.size === 0) this.spans.set(container, places);
      places.set(key, [start, this.at - 1]);
    }
    return value;
  }

  private string(): string {
    const start = (this.at += 1);
    const end = this.text.indexOf('"', start);
    if (end < 0 || this.nextEscape() < end) return this.escapedString(start);
    this.at = end + 1;
    return this.text.slice(start, end);
  }

  /** The position of the next backslash, found once for all strings before it. */
  private nextEscape(): number {
    if (this.escape < this.at) {
      const found = this.text.indexOf('\\', this.at);
      this.escape = found < 0 ? Infinity : found;
    }
    return this.escape;
  }

  private escapedString(start: number): string {
    for (; this.at < this.text.length; this.at += 1) {
      const character = this.text[this.at];
      if (character === '"') {
        const raw = this.text.slice(start, this.at);
        this.at += 1;
        return unescape(raw);
      }
      if (character === '\\') this.at += 1;
    }
    return this.fail();
  }

  private object(depth: number): unknown {
    // Without a prototype: a key `__proto__` is a key like any other.
    const object = Object.create(null) as Record<string, unknown>;
    this.at += 1;
    if (this.take('}')) return object;
    do {
      this.space();
      if (this.text[this.at] !== '"') this.fail();
      const key = this.string();
      if (!this.take(':')) this.fail();
      object[key] = this.value(depth + 1, object, key);
    } while (this.take(','));
    return this.take('}') ? object : this.fail();
  }

  private array(depth: number): unknown {
    const list: unknown[] = [];
    this.at += 1;
    if (this.take(']')) return list;
    do list.push(this.value(depth + 1, list, list.length));
    while (this.take(','));
    return this.take(']') ? list : this.fail();
  }
}

const unescape = (raw: string): string =>
  raw.replace(/\\(?:u([\da-fA-F]{4})|(.))/gs, (_all, code?: string, letter?: string) =>
    code === undefined ? (ESCAPES[letter ?? ''] ?? letter ?? '') : String.fromCharCode(parseInt(code, 16)),
  );

const placeOf = ({ spans }: JsonReader, container: unknown, key: string | number): Span | null =>
  typeof container === 'object' && container !== null ? (spans.get(container)?.get(key) ?? null) : null;

/**
 * Reads JSON as tools write it: with a byte order mark, `NaN`, and ids of more digits than a number can hold, which stay text. Null if it
 * is not JSON.
 */
export function readJson(text: string): JsonDocument | null {
  const reader = new JsonReader(text);
  try {
    const root = reader.document();
    return { root, spanOf: (container, key) => placeOf(reader, container, key) };
  } catch (error) {
    if (error instanceof JsonFault) return null;
    throw error;
  }
}

/** Several values one after the other, as in JSON Lines. `complete` is false if one of them breaks off: it and the rest are left out. */
interface JsonSequence {
  readonly values: readonly unknown[];
  readonly complete: boolean;
  readonly spanOf: JsonDocument['spanOf'];
}

/** Reads JSON Lines, or documents that were put into one file one after the other. */
export function readJsonSequence(text: string): JsonSequence {
  const reader = new JsonReader(text);
  return { ...reader.sequence(), spanOf: (container, key) => placeOf(reader, container, key) };
}

const documents = new WeakMap<TranscriptSource, JsonDocument | null>();

/** The source as JSON, parsed once for all parsers; null if it is not JSON. */
export function jsonOf(source: TranscriptSource): JsonDocument | null {
  const known = documents.get(source);
  if (known !== undefined) return known;
  const document = /^[\s\uFEFF]{0,200}[{[]/.test(source.text) ? readJson(source.text) : null;
  documents.set(source, document);
  return document;
}
