import type { ErrorCode } from '../../errors/error-codes.js';
import type { TranscriptParser } from '../../plugin-api/transcript.js';

export interface UnknownFile {
  readonly outcome: 'REFUSED';
  readonly code: ErrorCode;
  readonly message: string;
}

const refused = (code: ErrorCode, message: string): UnknownFile => ({ outcome: 'REFUSED', code, message });

/** Words in sentences, without markup: letters and blanks make up nearly all of it. */
function isProse(text: string): boolean {
  const sample = text.slice(0, 20_000);
  if (/^\s{0,20}[{[<]/.test(sample)) return false;
  const plain = sample.match(/[\p{L}\s.,'’]/gu)?.length ?? 0;
  return sample.trim().split(/\s+/).length >= 3 && plain >= sample.length * 0.85;
}

/** Begins as JSON does; `[00:01:02] Ann: hi` does not. */
const JSON_START = /^\s{0,1000}(?:\{\s{0,1000}(?:["}]|$)|\[\s{0,1000}(?:[{["\]]|$))/;

const MARKUP_START = /^\s{0,1000}<(?:!doctype|\?xml|[a-z])/i;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // JSON.parse has no other way to say no; where the fault lies is of no use for the refusal.
    return false;
  }
}

/** JSON Lines are whole if their first line is. */
const isWholeJson = (text: string): boolean => isJson(text) || isJson(text.trimStart().split('\n', 1)[0] ?? '');

/** A family is listed with this many of its formats. */
const EXAMPLES = 3;

function familyText(family: string, formats: readonly string[]): string {
  const shown = formats.slice(0, EXAMPLES).join(', ');
  const more = formats.length - EXAMPLES;
  return `${family} (${more > 0 ? `${shown} and ${more} more` : shown})`;
}

/** What is read, in one sentence: `captions (webvtt, srt, sbv); tables (csv); …; dialer`. */
function listFormats(parsers: readonly TranscriptParser[]): string {
  const families = Map.groupBy(
    parsers.filter(({ refuses }) => refuses !== true),
    ({ family }) => family ?? '',
  );
  const formatsOf = (family: string): string[] => families.get(family)?.map(({ format }) => format) ?? [];
  const named = [...families.keys()].filter((family) => family !== '');
  return [...named.map((family) => familyText(family, formatsOf(family))), ...formatsOf('')].join('; ');
}

/** Why a file that no parser knows is refused: by what it is, where that can be told. */
export function refuseUnknown(text: string, parsers: readonly TranscriptParser[]): UnknownFile {
  const start = text.replace(/^\uFEFF/, '');
  const families = `Formats that are read: ${listFormats(parsers)}. If the file is one of them, name its format.`;
  if (JSON_START.test(start)) {
    if (!isWholeJson(start))
      return refused('FORMAT_INVALID', 'The file begins as JSON and breaks off or is damaged. Export it again.');
    return refused(
      'FORMAT_UNKNOWN',
      `The file is JSON, but nothing in it reads as things said by speakers. ${families}`,
    );
  }
  if (MARKUP_START.test(start))
    return refused('FORMAT_UNKNOWN', `The file is a web page or XML without things said by speakers. ${families}`);
  if (isProse(text)) {
    const message =
      'No line says who speaks: this reads as prose or notes, not as a transcript. A transcript has lines such as `Name: text`, or is an export with speakers.';
    return refused('NOT_A_TRANSCRIPT', message);
  }
  return refused('FORMAT_UNKNOWN', `The file is in none of the formats that are read. ${families}`);
}
