import { text, type Fields } from '../json/json-fields.js';
import type { JsonDocument } from '../json/read-json.js';
import type { SpokenPiece } from './words-to-cues.js';

type Said = Omit<SpokenPiece, 'text' | 'span'>;

/** The piece of speech whose words stand under `key` of a node. */
export const pieceAt = (document: JsonDocument, node: Fields, key: string, said: Said): SpokenPiece => ({
  ...said,
  text: text(node[key]) ?? '',
  span: document.spanOf(node, key),
});

/** A piece of which only the words are known, and perhaps who says them. */
export const untimedPiece = (
  document: JsonDocument,
  node: Fields,
  key: string,
  speaker: string | null = null,
): SpokenPiece => pieceAt(document, node, key, { speaker, startMs: null, endMs: null, confidence: null });
