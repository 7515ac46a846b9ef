import type { CallPart, ParsedMetadata, ParseHints, ParseResult, TranscriptSource } from 'debrief/plugin-api';
import { withCutOff } from './call-parser.js';
import { placeCues, readEmbeddedText, type EmbeddedText } from './embedded-text.js';
import type { Fields } from './json-fields.js';
import type { JsonValues } from './json-values.js';
import { partName } from './part-name.js';
import { parsed } from './results.js';

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

/** Those of some strings that hold a transcript; a text that comes twice is one. */
export function readEmbedded(
  strings: readonly JsonString[],
  metadata: EmbeddedString['metadata'],
  hints: ParseHints,
): EmbeddedString[] {
  const once = [...new Map(strings.map((string) => [string.value, string])).values()];
  return once.flatMap((string) => {
    const embedded = readEmbeddedText(string.value, hints);
    return embedded ? [{ ...string, embedded, metadata }] : [];
  });
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
  const [only] = found;
  if (!only) return null;
  if (found.length > 1) return { outcome: 'SPLIT', calls: found.map(partOf) };
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
