import type { ParseHints, ParseResult, TranscriptParser, TranscriptSource } from 'debrief/plugin-api';

export const sourceOf = (text: string, fileName?: string): TranscriptSource => ({
  bytes: Buffer.from(text),
  text,
  encoding: 'utf-8',
  ...(fileName === undefined ? {} : { fileName }),
});

export type Parsed = Extract<ParseResult, { outcome: 'PARSED' }>;

/** The parsed result for a text; throws if it is refused. */
export const parsedBy = (parser: TranscriptParser, text: string, hints: ParseHints = {}): Parsed => {
  const result = parser.parse(sourceOf(text), hints);
  if (result.outcome === 'PARSED') return result;
  throw new Error(result.outcome === 'SPLIT' ? `${result.calls.length} calls` : `${result.code}: ${result.message}`);
};
