import { analyse } from 'chardet';
import type { ErrorCode } from '../errors/error-codes.js';
import type { ParseWarning, TranscriptSource } from '../plugin-api/transcript.js';
import { sniffBinary } from './sniff-binary.js';

export type DecodedSource =
  | { readonly outcome: 'DECODED'; readonly source: TranscriptSource; readonly warnings: readonly ParseWarning[] }
  | { readonly outcome: 'REFUSED'; readonly code: ErrorCode; readonly message: string };

interface Encoding {
  readonly label: string;
  /** True where nothing in the file states the encoding. */
  readonly guessed: boolean;
}

const PARITY_SAMPLE = 4096;
const CHARDET_SAMPLE = 65_536;

const hasPrefix = (bytes: Uint8Array, ...prefix: number[]): boolean => prefix.every((byte, at) => bytes[at] === byte);

function byteOrderMark(bytes: Uint8Array): string | null {
  if (hasPrefix(bytes, 0xff, 0xfe, 0, 0) || hasPrefix(bytes, 0, 0, 0xfe, 0xff)) return 'utf-32';
  if (hasPrefix(bytes, 0xef, 0xbb, 0xbf)) return 'utf-8';
  if (hasPrefix(bytes, 0xff, 0xfe)) return 'utf-16le';
  return hasPrefix(bytes, 0xfe, 0xff) ? 'utf-16be' : null;
}

/** UTF-16 of Western text has a zero in every other byte; without a mark nothing else tells it from UTF-8. */
function zeroParity(bytes: Uint8Array): string | null {
  const sample = bytes.subarray(0, PARITY_SAMPLE);
  if (sample.length < 4) return null;
  const zeros = [0, 0];
  sample.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros.map((count) => count / (sample.length / 2));
  if (odd > 0.4 && even < 0.1) return 'utf-16le';
  return even > 0.4 && odd < 0.1 ? 'utf-16be' : null;
}

const isUtf8 = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
};

/** UTF-8 whose last character was cut off. */
const isCutUtf8 = (bytes: Uint8Array): boolean =>
  (bytes.at(-1) ?? 0) > 127 && [1, 2, 3].some((cut) => cut < bytes.length && isUtf8(bytes.subarray(0, -cut)));

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** UTF-8 with a few damaged bytes: more characters beyond ASCII came out right than wrong. */
function isDamagedUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder('utf-8').decode(bytes);
  return count(text, /(?!\uFFFD)\P{ASCII}/gu) > count(text, /\uFFFD/g);
}

const isSupported = (label: string): boolean => {
  try {
    new TextDecoder(label);
    return true;
  } catch {
    return false;
  }
};

/** Accented letters and curly quotes of Western text stand alone among ASCII; double-byte and non-Latin scripts stand in runs. */
function looksWestern(bytes: Uint8Array): boolean {
  let high = 0;
  let paired = 0;
  bytes.forEach((byte, at) => {
    if (byte < 128) return;
    high += 1;
    if ((bytes[at + 1] ?? 0) > 127) paired += 1;
  });
  return paired <= high * 0.1;
}

function guessLabel(bytes: Uint8Array): string {
  const firstHigh = bytes.findIndex((byte) => byte > 127);
  const sample = bytes.subarray(Math.max(0, firstHigh - 1024), firstHigh + CHARDET_SAMPLE);
  if (looksWestern(sample)) return 'windows-1252';
  const best = analyse(sample).find(({ name }) => !/^(?:UTF|ASCII)/i.test(name) && isSupported(name));
  return best && best.confidence >= 20 ? best.name : 'windows-1252';
}

function chooseEncoding(bytes: Uint8Array): Encoding {
  const stated = byteOrderMark(bytes) ?? zeroParity(bytes);
  if (stated !== null) return { label: stated, guessed: false };
  if (isUtf8(bytes) || isCutUtf8(bytes) || isDamagedUtf8(bytes)) return { label: 'utf-8', guessed: false };
  return { label: guessLabel(bytes), guessed: true };
}

function warningsOf(text: string, encoding: string, guessed: boolean): ParseWarning[] {
  const replaced = count(text, /\uFFFD/g);
  const warnings: ParseWarning[] = [];
  if (guessed)
    warnings.push({ code: 'ENCODING_GUESSED', message: `The file is not UTF-8; it was read as ${encoding}.` });
  if (replaced > 0) {
    warnings.push({
      code: 'CHARACTERS_REPLACED',
      message: `${replaced} characters could not be read and were replaced.`,
    });
  }
  return warnings;
}

/** Bytes to text: byte order mark, zero parity, UTF-8, then a guess. What is no text is refused by what it is, whatever its name. Never throws. */
export function decodeSource(bytes: Uint8Array, fileName?: string): DecodedSource {
  const marked = byteOrderMark(bytes);
  if (marked === 'utf-32') {
    return {
      outcome: 'REFUSED',
      code: 'ENCODING_UNSUPPORTED',
      message: 'The file is UTF-32. Save it as UTF-8 and upload it again.',
    };
  }
  const binary = marked === null && zeroParity(bytes) === null ? sniffBinary(bytes) : null;
  if (binary) {
    return {
      outcome: 'REFUSED',
      code: 'FORMAT_UNSUPPORTED',
      message: `The file is ${binary.name}, not a transcript in text form. ${binary.advice}`,
    };
  }
  const { label, guessed } = chooseEncoding(bytes);
  const decoder = new TextDecoder(label);
  const text = decoder.decode(bytes);
  const source = { bytes, text, encoding: decoder.encoding, ...(fileName === undefined ? {} : { fileName }) };
  return { outcome: 'DECODED', source, warnings: warningsOf(text, decoder.encoding, guessed) };
}
