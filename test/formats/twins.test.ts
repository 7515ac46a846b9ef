import { describe, expect, it } from '@jest/globals';
import { named, normalizeSample, outline, textSamples } from './support.js';

/** Byte of each character of windows-1252. */
const WINDOWS_1252 = new Map(
  Array.from({ length: 256 }, (_, byte) => [new TextDecoder('windows-1252').decode(Uint8Array.of(byte)), byte]),
);

/** Null where the text has a character that windows-1252 lacks, or none beyond ASCII, so that it would be the same file. */
const toWindows1252 = (text: string): Buffer | null => {
  const bytes = Array.from(text, (character) => WINDOWS_1252.get(character));
  const encodable = bytes.every((byte) => byte !== undefined) && bytes.some((byte) => byte > 127);
  return encodable ? Buffer.from(bytes) : null;
};

const withLineEnds = (text: string, end: string): Buffer => Buffer.from(text.replace(/\r\n?|\n/g, end));

const MARK = '\uFEFF';

const twins = (text: string): [string, Buffer | null][] => [
  ['LF', withLineEnds(text, '\n')],
  ['CRLF', withLineEnds(text, '\r\n')],
  ['CR', withLineEnds(text, '\r')],
  ['byte order mark', Buffer.from(MARK + text)],
  ['UTF-16 LE', Buffer.from(text, 'utf16le')],
  ['UTF-16 LE with mark', Buffer.from(MARK + text, 'utf16le')],
  ['UTF-16 BE', Buffer.from(text, 'utf16le').swap16()],
  ['UTF-16 BE with mark', Buffer.from(MARK + text, 'utf16le').swap16()],
  ['windows-1252', toWindows1252(text)],
];

describe('twins of the samples', () => {
  it.each(named(textSamples))('%s', (_file, sample) => {
    const text = sample.text.replace(MARK, '');
    const expected = outline(normalizeSample(sample, sample.bytes));
    for (const [twin, bytes] of twins(text)) {
      if (bytes) expect([twin, outline(normalizeSample(sample, bytes))]).toEqual([twin, expected]);
    }
  });
});
