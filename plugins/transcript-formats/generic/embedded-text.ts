import type { CallPart, Cue, ParsedMetadata, ParseHints, ParseResult, TranscriptSource } from 'debrief/plugin-api';
import { fathom } from '../text/fathom.js';
import { gongPage } from '../text/gong-page.js';
import { googleMeet } from '../text/google-meet.js';
import { otterText } from '../text/otter-text.js';
import { plainText } from '../text/plain-text.js';
import type { Span } from '../json/read-json.js';
import { sbv } from '../captions/sbv.js';
import { srt } from '../captions/srt.js';
import { teamsText } from '../text/teams-text.js';
import { webvtt } from '../captions/webvtt.js';
import { zoomCaptions } from '../text/zoom-captions.js';
import { withTruncationWarning } from '../json/json-parser.js';
import type { Fields } from '../json/json-fields.js';
import type { JsonValues } from '../json/json-values.js';
import { parsed, callFileName } from '../shared/results.js';

/** A string of a JSON document, with the object and key that hold it. */
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

/** A text that occurs several times, such as in a question and in the answer that repeats it, is one call. */
function oncePerText(found: readonly EmbeddedString[]): EmbeddedString[] {
  const seen = new Set<string>();
  return found.filter(({ embedded: { text } }) => !seen.has(text) && seen.add(text));
}

const partOf = ({ embedded, metadata }: EmbeddedString, at: number): CallPart => ({
  fileName: callFileName(metadata.externalRef ?? metadata.title, at, embedded.extension),
  text: embedded.text,
  format: embedded.format,
  metadata,
});

/**
 * The result for a file whose strings hold transcripts: a single one is read in place, several become calls of their own; null if there is
 * none.
 */
export function splitEmbedded(
  found: readonly EmbeddedString[],
  source: TranscriptSource,
  json: JsonValues,
): ParseResult | null {
  const calls = oncePerText(found);
  const [only] = calls;
  if (!only) return null;
  if (calls.length > 1) return { outcome: 'SPLIT', calls: calls.map(partOf) };
  const { cues, participants, metadata, warnings, setAside = [] } = only.embedded.parsed;
  const span = json.spanOf(only.node, only.key) ?? ([0, 0] as const);
  const note = {
    code: 'EMBEDDED_TRANSCRIPT',
    message: `The call was read from the text under "${only.key}"; what else the JSON holds was left out.`,
  };
  return parsed(toFileOffsets(cues, source.text, span), {
    participants,
    setAside: [
      { reason: 'NOT_SPEECH_RECORD', offset: [0, span[0]] },
      ...toFileOffsets(setAside, source.text, span),
      { reason: 'NOT_SPEECH_RECORD', offset: [span[1], source.text.length] },
    ],
    metadata: { ...metadata, ...only.metadata },
    warnings: withTruncationWarning(json, [note, ...warnings]),
  });
}

/** A transcript that is embedded as text in a string of a JSON file. */
interface EmbeddedText {
  readonly format: string;
  readonly extension: string;
  /** The text, fit to be a file of its own. */
  readonly text: string;
  readonly parsed: Extract<ParseResult, { outcome: 'PARSED' }>;
}

/** Formats that are text, each with the extension of its files. */
const READERS = [
  ...[webvtt, srt, sbv].map((parser) => ({ parser, extension: parser === webvtt ? 'vtt' : parser.format })),
  ...[teamsText, googleMeet, otterText, gongPage, fathom, zoomCaptions, plainText].map((parser) => ({
    parser,
    extension: 'txt',
  })),
];

/** Below this, a text is more likely about a call than a call. */
const THRESHOLD = 0.6;
const MIN_LENGTH = 40;

/** At least two people who each speak twice: headings of a summary (`Strengths:`) occur once each. */
function isConversation(cues: readonly Cue[]): boolean {
  const bySpeaker = Map.groupBy(cues, ({ speaker }) => speaker?.trim().toLowerCase());
  return [...bySpeaker.values()].filter((own) => own.length >= 2).length >= 2;
}

/**
 * The parts of a text of several calls; none unless at least two of them are calls, because the position of a single one would not be
 * known.
 */
function readParts(calls: readonly CallPart[], hints: ParseHints): EmbeddedText[] {
  const parts = calls.flatMap(({ text }) => readEmbeddedText(text, hints));
  return parts.length > 1 ? parts : [];
}

/** Reads a string as a transcript: one result for a call, several for several calls, none if it is not a transcript. */
function readEmbeddedText(text: string, hints: ParseHints): EmbeddedText[] {
  if (text.length < MIN_LENGTH || !/[\r\n]/.test(text)) return [];
  const source = { text, bytes: new Uint8Array(), encoding: 'utf-8' };
  const ranked = READERS.map((reader) => ({ ...reader, confidence: reader.parser.detect(source) }));
  const best = ranked.reduce((one, other) => (other.confidence > one.confidence ? other : one));
  if (best.confidence < THRESHOLD) return [];
  const parsed = best.parser.parse(source, hints);
  if (parsed.outcome === 'SPLIT') return readParts(parsed.calls, hints);
  if (parsed.outcome !== 'PARSED' || !isConversation(parsed.cues)) return [];
  return [{ format: best.parser.format, extension: best.extension, text, parsed }];
}

/**
 * Maps positions in the value of a JSON string to positions in its source: an escape is one character of the value and several of the
 * source.
 */
function writtenPositions(written: string): (at: number) => number {
  if (!written.includes('\\')) return (at) => at;
  const places: number[] = [];
  for (let at = 0; at < written.length;) {
    places.push(at);
    if (written[at] !== '\\') at += 1;
    else at += /^u[\da-f]{4}/i.test(written.slice(at + 1, at + 6)) ? 6 : 2;
  }
  return (at) => places[at] ?? written.length;
}

/** Parts of an embedded text with their places in the file around it; `span` is that of the string. */
function toFileOffsets<Part extends Pick<Cue, 'offset'>>(parts: readonly Part[], file: string, span: Span): Part[] {
  const placeOf = writtenPositions(file.slice(...span));
  return parts.map((part) => ({
    ...part,
    offset: [span[0] + placeOf(part.offset[0]), span[0] + placeOf(part.offset[1])],
  }));
}
