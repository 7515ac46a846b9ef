export interface MixedText {
  readonly text: string;
  /** How many bytes were read as windows-1252. */
  readonly repaired: number;
}

/** How long the UTF-8 character is that a byte begins; 0 where it begins none. */
function lengthOf(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

const isContinuation = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80;

function isCharacterAt(bytes: Uint8Array, at: number): number {
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
 * Reads UTF-8 into which pieces of windows-1252 were pasted: bytes that are no UTF-8 and make sense as Western letters or punctuation are
 * taken for that. Where one of them makes none, the file is damaged rather than mixed, and the answer is null.
 */
export function decodeMixed(bytes: Uint8Array): MixedText | null {
  const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
  const western = new TextDecoder('windows-1252');
  const parts: string[] = [];
  let from = 0;
  let repaired = 0;
  for (let at = 0; at < bytes.length;) {
    const length = isCharacterAt(bytes, at);
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
