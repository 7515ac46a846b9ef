import { cleanUnicode } from '../../text/clean-unicode.js';

/** What `JSON.parse` would accept or silently lose. */
export interface JsonFault {
  readonly code: 'DUPLICATE_KEY' | 'FORBIDDEN_KEY' | 'NUMBER_OUT_OF_RANGE' | 'NESTED_TOO_DEEPLY';
  /** JSON pointer to the place. */
  readonly path: string;
  readonly message: string;
}

const MAX_DEPTH = 32;

/** Keys that reach an object's prototype. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

interface Level {
  /** Keys seen in an object; null in an array. */
  readonly keys: Set<string> | null;
  /** Key or index of the value that is being read. */
  at: string | number;
}

const shown = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);

const NUMBER = /-?\d[\d.eE+-]*/y;
/** White space and words such as `true` between two tokens: `JSON.parse` reads them, they are skipped here. */
const BETWEEN = /[^"{}[\]:,\d-]+/y;

/** End of the string that begins at `from`; -1 if it has none. */
const endOfString = (text: string, from: number): number => {
  for (let quote = text.indexOf('"', from + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let slashes = 0;
    while (text[quote - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return quote + 1;
  }
  return -1;
};

const match = (pattern: RegExp, text: string, at: number): string => {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
};

/** The token that begins at `at`; empty where there is none. */
const tokenAt = (text: string, at: number): string => {
  const first = text[at] ?? '';
  if (first === '"') return text.slice(at, Math.max(at, endOfString(text, at)));
  return '{}[]:,'.includes(first) ? first : match(NUMBER, text, at);
};

const numberFault = (token: string): string | null => {
  const value = Number(token);
  if (!Number.isFinite(value)) return `${shown(token)} is larger than any number that can be stored.`;
  const lossy = Number.isInteger(value) && !Number.isSafeInteger(value);
  return lossy ? `${shown(token)} is larger than a whole number that can be stored exactly.` : null;
};

/** Reads tokens in order and tracks the path. Not a parser: text that is not JSON is left to `JSON.parse`. */
class Scan {
  private readonly levels: Level[] = [];
  private expectsKey = false;

  read(token: string): JsonFault | null {
    const first = token[0] ?? '';
    if (first === '{' || first === '[') return this.open(first === '{');
    if (first === '}' || first === ']') return this.close();
    if (first === ',') return this.next();
    if (first === '"' && this.expectsKey) return this.key(token);
    if (first === ':') this.expectsKey = false;
    const message = first === '-' || (first >= '0' && first <= '9') ? numberFault(token) : null;
    return message === null ? null : this.fault('NUMBER_OUT_OF_RANGE', message);
  }

  private open(isObject: boolean): JsonFault | null {
    if (this.levels.length >= MAX_DEPTH) {
      return this.fault('NESTED_TOO_DEEPLY', `The document is nested more than ${MAX_DEPTH} levels deep.`);
    }
    this.levels.push({ keys: isObject ? new Set() : null, at: isObject ? '' : 0 });
    this.expectsKey = isObject;
    return null;
  }

  private close(): null {
    this.levels.pop();
    this.expectsKey = false;
    return null;
  }

  private next(): null {
    const level = this.levels.at(-1);
    if (level && typeof level.at === 'number') level.at += 1;
    this.expectsKey = level?.keys != null;
    return null;
  }

  private key(token: string): JsonFault | null {
    const level = this.levels.at(-1);
    const key = unquote(token);
    if (!level?.keys || key === null) return null;
    level.at = key;
    if (FORBIDDEN.has(key)) return this.fault('FORBIDDEN_KEY', `${shown(key)} is not a name for a property.`);
    if (level.keys.has(key)) return this.fault('DUPLICATE_KEY', `${shown(key)} stands twice in one object.`);
    level.keys.add(key);
    return null;
  }

  private fault(code: JsonFault['code'], message: string): JsonFault {
    const parts = this.levels.map(({ at }) => String(at).slice(0, 60).replaceAll('~', '~0').replaceAll('/', '~1'));
    return { code, path: cleanUnicode(parts.map((part) => `/${part}`).join('')), message };
  }
}

/** Two spellings of one key are one key: `"a"` and `"\\u0061"`. */
const unquote = (token: string): string | null => {
  if (!token.includes('\\')) return token.slice(1, -1);
  try {
    return JSON.parse(token) as string;
  } catch {
    return null; // not valid JSON: `JSON.parse` of the whole text reports it
  }
};

/**
 * The first thing in a JSON text that parsing would lose or change: a duplicate key (the last one would win silently), a
 * key that reaches an object's prototype, a number that becomes infinite or inexact, deep nesting. Linear time; null if
 * there is none, and for text that is not JSON.
 */
export const findJsonFault = (text: string): JsonFault | null => {
  const scan = new Scan();
  let at = match(BETWEEN, text, 0).length;
  while (at < text.length) {
    const token = tokenAt(text, at);
    if (token === '') return null;
    const fault = scan.read(token);
    if (fault) return fault;
    at += token.length;
    at += match(BETWEEN, text, at).length;
  }
  return null;
};
