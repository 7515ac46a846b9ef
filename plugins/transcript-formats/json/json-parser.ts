import type { ParseHints, ParseResult, TranscriptParser } from 'debrief/plugin-api';
import { jsonOf, type JsonDocument } from './read-json.js';
import { refused } from '../shared/results.js';

export interface JsonFormat extends Omit<TranscriptParser, 'detect' | 'parse'> {
  /** How sure a document is of this format, 0 to 1. Must not throw on any JSON. */
  readonly claims: (root: unknown) => number;
  /** Must not throw on any JSON. */
  readonly read: (document: JsonDocument, hints: ParseHints) => ParseResult;
}

/** A parser of a format that is JSON: what is no JSON is not claimed, and refused. */
export const jsonParser = ({ claims, read, ...declared }: JsonFormat): TranscriptParser => ({
  ...declared,
  detect: (source) => {
    const document = jsonOf(source);
    return document === null ? 0 : claims(document.root);
  },
  parse: (source, hints) => {
    const document = jsonOf(source);
    return document === null
      ? refused('FORMAT_INVALID', 'The file is not valid JSON: it is cut off or damaged. Export it anew.')
      : read(document, hints);
  },
});
