import { foldText, type FoldedText } from './fold-text.js';
import { findSimilarSpan } from './similar-span.js';
import { isTokenBoundary, tokenize } from './tokenize.js';

/** Where a quote stands: UTF-16 offsets into the original text, end exclusive. */
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
 * least 90 %. Null for quotes that are too short to prove anything (fewer than 3 tokens and 12 characters), longer than
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
