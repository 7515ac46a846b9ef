import type { CallPart, ParsedMetadata, ParseHints, ParseResult, TranscriptSource } from 'debrief/plugin-api';
import { withCutOff } from '../json/call-parser.js';
import { placeCues, readEmbeddedText, type EmbeddedText } from './embedded-text.js';
import type { Fields } from '../json/json-fields.js';
import type { JsonValues } from '../json/json-values.js';
import { partName } from '../shared/part-name.js';
import { parsed } from '../shared/results.js';

/** A string of a JSON document, with the place where it is found. */
export interface JsonString {
  readonly node: Fields;
  readonly key: string;
  readonly value: string;
}

/** A string that holds a transcript. */
export interface EmbeddedString extends JsonString {
  readonly embedded: EmbeddedText;
  readonly metadata: Pick<ParsedMetadata, 'title' | 'externalRef'>;
}

/** Those of some strings that hold a transcript. */
export const readEmbedded = (
  strings: readonly JsonString[],
  metadata: EmbeddedString['metadata'],
  hints: ParseHints,
): EmbeddedString[] =>
  strings.flatMap((string) =>
    readEmbeddedText(string.value, hints).map((embedded) => ({ ...string, embedded, metadata })),
  );

/** A text that stands in several places, such as a question and the answer that repeats it, is one call. */
function oncePerText(found: readonly EmbeddedString[]): EmbeddedString[] {
  const seen = new Set<string>();
  return found.filter(({ embedded: { text } }) => !seen.has(text) && seen.add(text));
}

const partOf = ({ embedded, metadata }: EmbeddedString, at: number): CallPart => ({
  fileName: partName(metadata.externalRef ?? metadata.title, at, embedded.extension),
  text: embedded.text,
  format: embedded.format,
  metadata,
});

/** What a file is whose strings hold transcripts: one is read where it stands, several are calls of their own; null where there is none. */
export function splitEmbedded(
  found: readonly EmbeddedString[],
  source: TranscriptSource,
  json: JsonValues,
): ParseResult | null {
  const calls = oncePerText(found);
  const [only] = calls;
  if (!only) return null;
  if (calls.length > 1) return { outcome: 'SPLIT', calls: calls.map(partOf) };
  const { cues, participants, metadata, warnings } = only.embedded.parsed;
  const span = json.spanOf(only.node, only.key) ?? ([0, 0] as const);
  const note = {
    code: 'EMBEDDED_TRANSCRIPT',
    message: `The call was read from the text under "${only.key}"; what else the JSON holds was left out.`,
  };
  return parsed(placeCues(cues, source.text, span), {
    participants,
    metadata: { ...metadata, ...only.metadata },
    warnings: withCutOff(json, [note, ...warnings]),
  });
}
