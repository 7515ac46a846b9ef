import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { normalizeWith } from './support.js';

const folder = new URL('not-transcripts/', import.meta.url);

/** Synthetic texts; each begins with a line `%% name`. */
const texts = readdirSync(folder).flatMap((file) =>
  readFileSync(new URL(file, folder), 'utf8')
    .split(/^%% /m)
    .slice(1)
    .map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1)] as const),
);

/** Texts that are taken for transcripts, and why that is hard to tell. The list may become shorter. */
const TAKEN: readonly (readonly [why: string, names: readonly string[]])[] = [
  [
    'questions and answers alternate like an interview with `Question:` and `Answer:`',
    [2, 4, 6, 8, 10, 12, 14, 16, 18].map((number) => `faq-${number}`),
  ],
  [
    'two forms one below the other: the same fields repeat, as speakers do',
    [2, 4, 6, 8, 10, 12, 14, 16, 18].map((number) => `form-${number}`),
  ],
  ['a repeated entry of a list', ['shopping-list']],
  [
    'processes write in turn behind a time in brackets, as people in a chat do',
    [2, 5, 8, 11, 14, 17].map((number) => `log-${number}`),
  ],
  ['one short remark with a label that repeats', ['minutes-14', 'minutes-17', 'notes-8', 'notes-11', 'notes-13']],
  [
    'a time, a word and a colon on every line of a program, as in `09:00 Ann: words`',
    [1, 4, 7, 10, 13, 16].map((number) => `schedule-${number}`),
  ],
];

describe('texts that are no transcripts', () => {
  it('are many, and each has a name of its own', () => {
    expect(texts.length).toBeGreaterThanOrEqual(250);
    expect(new Set(texts.map(([name]) => name)).size).toBe(texts.length);
  });

  it('are refused, but for those that are known to be taken', () => {
    const known = new Set(TAKEN.flatMap(([, names]) => names));
    const taken = texts.filter(([, text]) => normalizeWith(Buffer.from(text)).outcome !== 'REFUSED');
    expect(taken.map(([name]) => name).filter((name) => !known.has(name))).toEqual([]);
  });
});
