import { type FoldedText, foldText } from './fold-text.js';
import { isTokenBoundary, type Token, tokenize } from './tokenize.js';

interface SimilarSpan {
  readonly start: number;
  readonly end: number;
  readonly similarity: number;
}

interface Ending {
  readonly distance: number;
  /** Positions of the first and the last token of the span. */
  readonly first: number;
  readonly last: number;
}

const sharesEnough = (text: readonly Token[], wanted: readonly Token[], allowed: number): boolean => {
  const present = new Set(text.map((token) => token.text));
  return wanted.filter((token) => !present.has(token.text)).length <= allowed;
};

/** Tokens as small integers, equal if their texts are equal; 0 for tokens that are not in the pattern. */
const toNumbers = (tokens: readonly Token[], numbers: ReadonlyMap<string, number>): Int32Array =>
  Int32Array.from(tokens, (token) => numbers.get(token.text) ?? 0);

/** Column of the search, reused from token to token: least distance by row, and the position where that span begins. */
class Column {
  readonly distances: Int32Array;
  readonly firsts: Int32Array;

  constructor(rows: number) {
    this.distances = Int32Array.from({ length: rows }, (_, row) => row);
    this.firsts = new Int32Array(rows);
  }

  /** Takes in one token of the text; `pattern` holds the numbers of the wanted tokens. */
  advance(token: number, position: number, pattern: Int32Array): void {
    const { distances, firsts } = this;
    let diagonal = 0;
    let diagonalFirst = firsts[0] ?? 0;
    let above = 0;
    let aboveFirst = position + 1;
    firsts[0] = aboveFirst;
    for (let row = 1; row < distances.length; row += 1) {
      const left = distances[row] ?? 0;
      const leftFirst = firsts[row] ?? 0;
      const replaced = diagonal + (pattern[row - 1] === token ? 0 : 1);
      const inserted = (left <= above ? left : above) + 1;
      aboveFirst = replaced <= inserted ? diagonalFirst : left <= above ? leftFirst : aboveFirst;
      above = replaced <= inserted ? replaced : inserted;
      distances[row] = above;
      firsts[row] = aboveFirst;
      diagonal = left;
      diagonalFirst = leftFirst;
    }
  }
}

/**
 * Approximate search after Sellers (1980) over tokens: for every token of the text, the least edit distance of the
 * pattern to a span that ends there, and where that span begins. O(text × pattern) time, O(pattern) memory.
 */
const findEndings = (text: readonly Token[], wanted: readonly Token[], allowed: number): Ending[] => {
  const numbers = new Map(wanted.map((token, i) => [token.text, i + 1]));
  const pattern = toNumbers(wanted, numbers);
  const column = new Column(wanted.length + 1);
  const endings: Ending[] = [];
  toNumbers(text, numbers).forEach((token, last) => {
    column.advance(token, last, pattern);
    const distance = column.distances[wanted.length] ?? Infinity;
    if (distance <= allowed) endings.push({ distance, first: column.firsts[wanted.length] ?? last, last });
  });
  return endings;
};

/** The best span whose tokens agree with `wanted` to at least `minSimilarity`; null if there is none, or another one elsewhere. */
const findSimilarSpan = (
  text: readonly Token[],
  wanted: readonly Token[],
  minSimilarity: number,
): SimilarSpan | null => {
  const allowed = Math.floor(wanted.length * (1 - minSimilarity) + 1e-9);
  if (wanted.length === 0 || !sharesEnough(text, wanted, allowed)) return null;
  const endings = findEndings(text, wanted, allowed);
  const best = endings.reduce<Ending | null>((least, ending) => lesser(least, ending), null);
  if (best === null) return null;
  if (endings.some((other) => other.last < best.first || other.first > best.last)) return null;
  const length = Math.max(wanted.length, best.last - best.first + 1);
  const [first, last] = [text[best.first], text[best.last]];
  if (first === undefined || last === undefined) return null;
  return { start: first.start, end: last.end, similarity: 1 - best.distance / length };
};

const lesser = (least: Ending | null, ending: Ending): Ending =>
  least === null || ending.distance < least.distance ? ending : least;

/** Place of a quote: UTF-16 offsets into the original text, end exclusive. */
export interface QuoteLocation {
  readonly start: number;
  readonly end: number;
  /** True where quote and text are the same after folding. */
  readonly exact: boolean;
  /** Share of the tokens that agree, 0.9 to 1. */
  readonly similarity: number;
}

const MAX_CHARACTERS = 300;
const MIN_CHARACTERS = 12;
const MIN_TOKENS = 3;
const MIN_SIMILARITY = 0.9;

const EDGE = /^[\p{P}\p{S}\s]$/u;

/** The quote without punctuation at its edges: models add and drop it freely. */
const trimEdges = (folded: string): string => {
  const characters = Array.from(folded);
  let start = 0;
  let end = characters.length;
  while (start < end && EDGE.test(characters[start] ?? '')) start += 1;
  while (end > start && EDGE.test(characters[end - 1] ?? '')) end -= 1;
  return characters.slice(start, end).join('');
};

const indexOnBoundaries = (text: string, part: string): number => {
  let at = text.indexOf(part);
  while (at >= 0 && !(isTokenBoundary(text, at) && isTokenBoundary(text, at + part.length))) {
    at = text.indexOf(part, at + 1);
  }
  return at;
};

const locateExactly = (text: FoldedText, whole: string, core: string): QuoteLocation | null => {
  for (const part of [whole, core]) {
    const at = indexOnBoundaries(text.text, part);
    if (at >= 0) {
      return { start: text.sourceStart(at), end: text.sourceEnd(at + part.length), exact: true, similarity: 1 };
    }
  }
  return null;
};

/**
 * Finds a quote in a text: the same after folding and on token boundaries, else the one span whose tokens agree to at
 * least 90 %. Null for quotes that are too short to be evidence (fewer than 3 tokens and 12 characters), longer than
 * 300 characters, absent, or similar to several spans.
 */
export const locateQuote = (text: string, quote: string): QuoteLocation | null => {
  if (quote.length > 4 * MAX_CHARACTERS) return null;
  const whole = foldText(quote).text;
  const core = trimEdges(whole);
  if (core.length === 0 || whole.length > MAX_CHARACTERS) return null;
  const tokens = tokenize(core);
  if (core.length < MIN_CHARACTERS && tokens.length < MIN_TOKENS) return null;
  const folded = foldText(text);
  const exact = locateExactly(folded, whole, core);
  if (exact !== null) return exact;
  const span = findSimilarSpan(tokenize(folded.text), tokens, MIN_SIMILARITY);
  return span === null
    ? null
    : {
        start: folded.sourceStart(span.start),
        end: folded.sourceEnd(span.end),
        exact: false,
        similarity: span.similarity,
      };
};
