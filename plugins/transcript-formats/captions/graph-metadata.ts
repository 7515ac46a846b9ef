import type { Cue, ParsedMetadata } from 'debrief/plugin-api';
import { fields, type Fields, spanOfText, text as textOf } from '../json/json-fields.js';
import { readJson, type JsonDocument } from '../json/read-json.js';
import type { TimedBlock } from './tokenize-cues.js';

interface SpokenBlock {
  readonly startMs: number | null;
  readonly endMs: number | null;
  readonly document: JsonDocument;
  readonly spoken: Fields;
  /** Where the payload begins in the source. */
  readonly at: number;
}

const MARK = '"spokenText"';
const SAMPLE = 20;
const ZONED = /^\d{4}-\d{2}-\d{2}T[\d:.]{5,24}(?:Z|[+-]\d{2}:?\d{2})$/;

/** Whether payloads are JSON objects, as Microsoft Graph writes a transcript's `metadataContent`. */
export function isGraphMetadata(blocks: readonly TimedBlock[]): boolean {
  const sample = blocks.slice(0, SAMPLE).filter(({ lines }) => lines.length > 0);
  const objects = sample.filter(
    ({ lines }) => lines[0]?.text.trimStart().startsWith('{') && lines.some(({ text }) => text.includes(MARK)),
  );
  return objects.length > 0 && objects.length >= sample.length / 2;
}

function readBlock(source: string, block: TimedBlock): SpokenBlock[] {
  const { startMs, endMs, lines } = block;
  const [first] = lines;
  const last = lines.at(-1);
  const document = first && last ? readJson(source.slice(first.start, last.end)) : null;
  return first && document ? [{ startMs, endMs, document, spoken: fields(document.root), at: first.start }] : [];
}

function toCue({ document, spoken, at, startMs, endMs }: SpokenBlock): Cue[] {
  const text = textOf(spoken.spokenText)?.trim() ?? '';
  if (text === '') return [];
  const [start, end] = spanOfText(document, spoken, 'spokenText');
  return [{ speaker: textOf(spoken.speakerName), text, startMs, endMs, offset: [at + start, at + end] }];
}

/** The time of day at which the cues' clock is 0. */
function readStart(blocks: readonly SpokenBlock[]): string | null {
  for (const { spoken, startMs } of blocks) {
    const stated = textOf(spoken.startDateTime);
    const moment = stated !== null && ZONED.test(stated) ? Date.parse(stated) : NaN;
    if (startMs !== null && Number.isFinite(moment)) return isoOf(moment - startMs);
  }
  return null;
}

const isoOf = (ms: number): string | null => (Math.abs(ms) < 8e15 ? new Date(ms).toISOString() : null);

/** The language of most cues. */
function readLanguage(blocks: readonly SpokenBlock[]): string | null {
  const counts = new Map<string, number>();
  for (const { spoken } of blocks) {
    const language = textOf(spoken.spokenLanguage);
    if (language !== null && /^[a-z]{2,3}(?:-[a-z\d-]{2,20})?$/i.test(language)) {
      counts.set(language, (counts.get(language) ?? 0) + 1);
    }
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}

/** WebVTT whose payloads are objects with `speakerName`, `spokenText`, `spokenLanguage` and the absolute `startDateTime`. */
export function readGraphMetadata(
  source: string,
  blocks: readonly TimedBlock[],
): { readonly cues: Cue[]; readonly metadata: ParsedMetadata } {
  const spoken = blocks.flatMap((block) => readBlock(source, block));
  const startedAt = readStart(spoken);
  const language = readLanguage(spoken);
  const metadata = { ...(startedAt === null ? {} : { startedAt }), ...(language === null ? {} : { language }) };
  return { cues: spoken.flatMap(toCue), metadata };
}
