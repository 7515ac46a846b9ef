import type { ErrorCode } from '../../errors/error-codes.js';
import type { ParseWarning, TranscriptSource } from '../../plugin-api/transcript.js';
import { byteOrderMark, chooseEncoding, type Encoding, utf16Parity } from './choose-encoding.js';
import { readDocx } from './read-docx.js';
import { isZip, sniffBinary } from './sniff-binary.js';

export type DecodedSource =
  | { readonly outcome: 'DECODED'; readonly source: TranscriptSource; readonly warnings: readonly ParseWarning[] }
  | { readonly outcome: 'REFUSED'; readonly code: ErrorCode; readonly message: string };

const refuse = (code: ErrorCode, message: string): DecodedSource => ({ outcome: 'REFUSED', code, message });

const warnIf = (condition: boolean, code: string, message: string): ParseWarning[] =>
  condition ? [{ code, message }] : [];

interface MixedText {
  readonly text: string;
  /** How many bytes were read as windows-1252. */
  readonly repaired: number;
}

/** Length of the UTF-8 character that a byte begins; 0 where it begins none. */
function lengthOf(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

const isContinuation = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80;

function characterLengthAt(bytes: Uint8Array, at: number): number {
  const length = lengthOf(bytes[at] ?? 0);
  for (let next = 1; next < length; next += 1) if (!isContinuation(bytes[at + next])) return 0;
  return length;
}

const isLetter = (byte: number | undefined): boolean =>
  byte !== undefined && ((byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a));

/** Curly quotes, dashes, ellipsis; and accented letters that touch a letter. The leads of Western UTF-8 (C2, C3) are damage, not text. */
function isWestern(bytes: Uint8Array, at: number): boolean {
  const byte = bytes[at] ?? 0;
  if (byte === 0x85 || (byte >= 0x91 && byte <= 0x97)) return true;
  if (byte < 0xc4 || byte === 0xd7 || byte === 0xf7) return false;
  return isLetter(bytes[at - 1]) || isLetter(bytes[at + 1]);
}

/**
 * Reads UTF-8 into which pieces of windows-1252 were pasted: bytes that are not UTF-8 and are plausible as Western letters or punctuation are
 * read as that. Null where one is not plausible: the file is damaged rather than mixed.
 */
function decodeMixed(bytes: Uint8Array): MixedText | null {
  const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
  const western = new TextDecoder('windows-1252');
  const parts: string[] = [];
  let from = 0;
  let repaired = 0;
  for (let at = 0; at < bytes.length;) {
    const length = characterLengthAt(bytes, at);
    if (length === 0) {
      if (!isWestern(bytes, at)) return null;
      parts.push(utf8.decode(bytes.subarray(from, at)), western.decode(bytes.subarray(at, at + 1)));
      from = at + 1;
      repaired += 1;
    }
    at += Math.max(1, length);
  }
  parts.push(utf8.decode(bytes.subarray(from)));
  return { text: parts.join('').replace(/^\uFEFF/, ''), repaired };
}

interface DecodedText {
  readonly text: string;
  readonly encoding: string;
  readonly warnings: readonly ParseWarning[];
}

function decodeAs(bytes: Uint8Array, { label, guessed }: Encoding): DecodedText {
  const mixed = label === 'mixed' ? decodeMixed(bytes) : null;
  const decoder = new TextDecoder(label === 'mixed' ? 'utf-8' : label);
  const text = mixed?.text ?? decoder.decode(bytes);
  const replaced = text.match(/\uFFFD/g)?.length ?? 0;
  const warnings = [
    ...warnIf(guessed, 'ENCODING_GUESSED', `The file is not UTF-8; it was read as ${decoder.encoding}.`),
    ...warnIf(
      mixed !== null,
      'ENCODING_MIXED',
      `The file is UTF-8 but for ${mixed?.repaired ?? 0} bytes, which were read as windows-1252.`,
    ),
    ...warnIf(replaced > 0, 'CHARACTERS_REPLACED', `${replaced} characters could not be read and were replaced.`),
  ];
  return { text, encoding: decoder.encoding, warnings };
}

const UNKNOWN_ENCODING = 'The encoding of the file was not recognized. Save it as UTF-8 and upload it again.';
const UTF_32 = 'The file is UTF-32. Save it as UTF-8 and upload it again.';

/**
 * Bytes to text: the text of a Word document; else by byte order mark, places of low bytes, UTF-8, then a guess. Binary files are refused by
 * their kind, whatever their name. Never throws.
 */
export function decodeSource(bytes: Uint8Array, fileName?: string): DecodedSource {
  const named = fileName === undefined ? {} : { fileName };
  const docx = isZip(bytes) ? readDocx(bytes) : null;
  if (docx?.outcome === 'REFUSED') return docx;
  if (docx) {
    const source = { bytes, text: docx.text, encoding: 'utf-8', container: 'docx' as const, ...named };
    return { outcome: 'DECODED', source, warnings: [] };
  }
  const marked = byteOrderMark(bytes);
  if (marked === 'utf-32') return refuse('ENCODING_UNSUPPORTED', UTF_32);
  const binary = marked === null && utf16Parity(bytes) === null ? sniffBinary(bytes) : null;
  if (binary) {
    return refuse('FORMAT_UNSUPPORTED', `The file is ${binary.name}, not a transcript in text form. ${binary.advice}`);
  }
  const encoding = chooseEncoding(bytes);
  if (!encoding) return refuse('ENCODING_UNSUPPORTED', UNKNOWN_ENCODING);
  const { text, encoding: name, warnings } = decodeAs(bytes, encoding);
  return { outcome: 'DECODED', source: { bytes, text, encoding: name, ...named }, warnings };
}
