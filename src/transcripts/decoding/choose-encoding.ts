import { analyse } from 'chardet';

export interface Encoding {
  /** WHATWG name, or `mixed` for UTF-8 with pieces of windows-1252. */
  readonly label: string;
  /** True where nothing in the file tells the encoding. */
  readonly guessed: boolean;
}

const PARITY_SAMPLE = 4096;
const SAMPLE = 65_536;
const MIN_CONFIDENCE = 20;
/** From this share of bytes beyond ASCII on, a wrong guess makes the whole text unreadable. */
const MANY_HIGH_BYTES = 0.1;

const hasPrefix = (bytes: Uint8Array, ...prefix: number[]): boolean => prefix.every((byte, at) => bytes[at] === byte);

export function byteOrderMark(bytes: Uint8Array): string | null {
  if (hasPrefix(bytes, 0xff, 0xfe, 0, 0) || hasPrefix(bytes, 0, 0, 0xfe, 0xff)) return 'utf-32';
  if (hasPrefix(bytes, 0xef, 0xbb, 0xbf)) return 'utf-8';
  if (hasPrefix(bytes, 0xff, 0xfe)) return 'utf-16le';
  return hasPrefix(bytes, 0xfe, 0xff) ? 'utf-16be' : null;
}

/**
 * UTF-16 of the scripts up to Arabic has a byte from 0 to 6 in every other place, which no other text has; without a byte order mark nothing
 * else tells it from UTF-8.
 */
export function utf16Parity(bytes: Uint8Array): string | null {
  const sample = bytes.subarray(0, PARITY_SAMPLE);
  if (sample.length < 4) return null;
  const low = [0, 0];
  sample.forEach((byte, at) => {
    if (byte <= 6) low[at % 2] = (low[at % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = low.map((count) => count / (sample.length / 2));
  if (odd > 0.4 && even < 0.1) return 'utf-16le';
  return even > 0.4 && odd < 0.1 ? 'utf-16be' : null;
}

const isUtf8 = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    // A fatal decoder throws for anything that is not UTF-8: the answer.
    return false;
  }
};

/** UTF-8 whose last character was cut off. */
const isCutUtf8 = (bytes: Uint8Array): boolean =>
  (bytes.at(-1) ?? 0) > 127 && [1, 2, 3].some((cut) => cut < bytes.length && isUtf8(bytes.subarray(0, -cut)));

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** UTF-8 with some bytes that are none: more characters beyond ASCII came out right than wrong. */
function isMostlyUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder('utf-8').decode(bytes);
  return count(text, /(?!\uFFFD)\P{ASCII}/gu) > count(text, /\uFFFD/g);
}

const isSupported = (label: string): boolean => {
  try {
    new TextDecoder(label);
    return true;
  } catch {
    // There is no other way to ask: unknown labels throw.
    return false;
  }
};

interface HighBytes {
  /** How many bytes are beyond ASCII, and how many of these precede another one. */
  readonly count: number;
  readonly paired: number;
}

function countHighBytes(bytes: Uint8Array): HighBytes {
  let high = 0;
  let paired = 0;
  bytes.forEach((byte, at) => {
    if (byte < 128) return;
    high += 1;
    if ((bytes[at + 1] ?? 0) > 127) paired += 1;
  });
  return { count: high, paired };
}

/** Capitals and signs in the middle of words: what a wrong single-byte reading makes of accents and apostrophes. */
const oddities = (bytes: Uint8Array, label: string): number =>
  count(new TextDecoder(label).decode(bytes), /(?<=[a-z])(?!\p{Ll}|[’”»…–—\u00A0])\P{ASCII}/gu);

/** Western text: as Windows has it, unless the old Macintosh encoding makes better words of it (`don’t` for `donÕt`). */
const westernLabel = (sample: Uint8Array): string =>
  oddities(sample, 'macintosh') < oddities(sample, 'windows-1252') ? 'macintosh' : 'windows-1252';

/** The likeliest encoding of bytes that are not UTF-8; null where a wrong guess would make the whole text unreadable. */
function guessLabel(bytes: Uint8Array): string | null {
  const firstHigh = bytes.findIndex((byte) => byte > 127);
  const sample = bytes.subarray(Math.max(0, firstHigh - 1024), firstHigh + SAMPLE);
  const high = countHighBytes(sample);
  // Accented letters and curly quotes of Western text are single among ASCII; other scripts come in runs.
  if (high.paired <= high.count * 0.3) return westernLabel(sample);
  const best = analyse(sample).find(({ name }) => !/^(?:UTF|ASCII)/i.test(name) && isSupported(name));
  if (best && best.confidence >= MIN_CONFIDENCE) return best.name;
  return high.count > sample.length * MANY_HIGH_BYTES ? null : 'windows-1252';
}

/** By byte order mark, the places of low bytes, validity as UTF-8, then a guess; null where nothing fits. */
export function chooseEncoding(bytes: Uint8Array): Encoding | null {
  const stated = byteOrderMark(bytes) ?? utf16Parity(bytes);
  if (stated !== null && stated !== 'utf-8') return { label: stated, guessed: false };
  if (isUtf8(bytes) || isCutUtf8(bytes)) return { label: 'utf-8', guessed: false };
  if (stated === 'utf-8' || isMostlyUtf8(bytes)) return { label: 'mixed', guessed: false };
  const label = guessLabel(bytes);
  return label === null ? null : { label, guessed: true };
}
