import type { ErrorCode } from '../../errors/error-codes.js';
import type { ParseWarning, TranscriptSource } from '../../plugin-api/transcript.js';
import { byteOrderMark, chooseEncoding, utf16Parity, type Encoding } from './choose-encoding.js';
import { decodeMixed } from './decode-mixed.js';
import { readDocx } from './read-docx.js';
import { isZip, sniffBinary } from './sniff-binary.js';

export type DecodedSource =
  | { readonly outcome: 'DECODED'; readonly source: TranscriptSource; readonly warnings: readonly ParseWarning[] }
  | { readonly outcome: 'REFUSED'; readonly code: ErrorCode; readonly message: string };

const refuse = (code: ErrorCode, message: string): DecodedSource => ({ outcome: 'REFUSED', code, message });

const warnIf = (condition: boolean, code: string, message: string): ParseWarning[] =>
  condition ? [{ code, message }] : [];

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
 * Bytes to text: the text of a Word document; else by byte order mark, places of low bytes, UTF-8, then a guess. What is no text is refused
 * by what it is, whatever its name. Never throws.
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
