import type { ParseHints, ParseResult, TranscriptParser, TranscriptSource } from 'debrief/plugin-api';

export const sourceOf = (text: string, fileName?: string): TranscriptSource => ({
  bytes: Buffer.from(text),
  text,
  encoding: 'utf-8',
  ...(fileName === undefined ? {} : { fileName }),
});

export type Parsed = Extract<ParseResult, { outcome: 'PARSED' }>;

/** What the parser reads out of a text; throws where it does not. */
export const parsedBy = (parser: TranscriptParser, text: string, hints: ParseHints = {}): Parsed => {
  const result = parser.parse(sourceOf(text), hints);
  if (result.outcome === 'PARSED') return result;
  throw new Error(result.outcome === 'SPLIT' ? `${result.calls.length} calls` : `${result.code}: ${result.message}`);
};

/** Milliseconds of the processor that the quicker of two tries takes: others may use the machine, and the first one warms up. */
export const processorMs = (work: () => void): number => {
  const once = (): number => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  };
  return Math.min(once(), once());
};
