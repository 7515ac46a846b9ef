import { describe, it } from '@jest/globals';
import { expectWithin } from '../support/expect-within.js';
import { expectContract, normalizeWith, parsers } from './support.js';

const LENGTH = 50_000;

/** The aim is 50 ms; a slow machine gets five times that. */
const MAX_MS = 250;

/** What repeats in lines that make backtracking patterns run for hours. */
const PARTS = [
  ...['a', 'A ', 'a.', '. ', ' ', '\t', '0', '1:', '0:0:', '00:00:00 ', '9'],
  ...[':', ': ', '::', 'a:', '-', '- ', '-->', ' --> ', '*', '**', '_', '#', '>', '>> ', '|', '| ', '~'],
  ...[
    '<',
    '<v',
    '<v ',
    '<c.',
    '<a ',
    '</',
    '&',
    '&amp',
    '&#',
    '(',
    ')',
    '[',
    '[]',
    '{',
    '{\\a1',
    '"',
    '""',
    "'",
    ',',
    ';',
  ],
  ...[
    '\\',
    '\\"',
    '@',
    'a@',
    'a@b.',
    'what? ',
    'rep ',
    'Ann (',
    'Ann: ',
    'é',
    '日',
    '👍',
    '\u200b',
    '\u00a0',
    'T0',
    '=',
    '/',
  ],
];

/** Files that may hold such a line. */
const FILES: readonly ((line: string) => string)[] = [
  (line) => line,
  (line) => `Ann: hi\nBo: ${line}\nAnn: ${line}!\nBo: yes\n`,
  (line) => `${line}\n[00:00:01] Ann: hi\n[00:00:02] Bo: ${line}\n`,
  (line) => `WEBVTT\n\n00:01.000 --> 00:02.000 ${line}\n<v ${line}>Ann: ${line}\n`,
  (line) => `1\n00:00:01,000 --> 00:00:02,000\n${line}\n\n2\n00:00:03,000 --> 00:00:04,000 ${line}\nBo: hi\n`,
  (line) => `speaker,start,text\nAnn,${line},"${line}\nBo,1,${line}\n`,
  (line) =>
    JSON.stringify([
      { speaker: line, start: line, text: line },
      { speaker: 'Bo', text: line },
    ]),
  (line) => `<html><body><p><b>Ann:</b> ${line}</p><p><b>Bo:</b> hi</p></body></html>`,
];

const expectQuick = (bytes: Buffer, what: string, options = {}): void => {
  const results: ReturnType<typeof normalizeWith>[] = [];
  expectWithin(MAX_MS, () => results.push(normalizeWith(bytes, options)), what);
  results.forEach(expectContract);
};

describe('hostile lines take linear time', () => {
  it.each(PARTS.map((part, nth) => [JSON.stringify(part), part.repeat(LENGTH / part.length), nth] as const))(
    '%s',
    (_name, line, nth) => {
      // Each part by itself and in two of the kinds of files, all kinds in turn.
      for (const index of [0, 1 + (nth % (FILES.length - 1)), 1 + ((nth + 3) % (FILES.length - 1))]) {
        expectQuick(Buffer.from(FILES[index]?.(line) ?? line), `file ${index}`);
      }
    },
  );

  it.each(parsers.map(({ format }) => [format]))('%s, where a person named it', (format) => {
    for (const part of PARTS.filter((_part, nth) => nth % 6 === format.length % 6)) {
      const line = part.repeat(LENGTH / part.length);
      expectQuick(Buffer.from(`Ann: hi\n${line}!\nBo: ${line}\n`), part, { format });
    }
  });
});
