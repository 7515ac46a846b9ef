import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { decodeSource } from '../../src/transcripts/decoding/decode-source.js';
import type { Normalization } from '../../src/transcripts/normalizing/normalize-file.js';
import { unaccountedWords } from '../../src/transcripts/words/account-words.js';
import { normalizeSample, normalizeWith, samples } from './support.js';

type Ready = Extract<Normalization, { outcome: 'NORMALIZED' }>;

const folder = new URL('cases/', import.meta.url);

const read: readonly (readonly [file: string, bytes: Buffer, result: Normalization])[] = [
  ...samples.map((sample) => [sample.file, sample.bytes, normalizeSample(sample, sample.bytes)] as const),
  ...readdirSync(folder).map((file) => {
    const bytes = readFileSync(new URL(file, folder));
    return [file, bytes, normalizeWith(bytes, { fileName: file })] as const;
  }),
];

const ready = read.flatMap(([file, bytes, result]) =>
  result.outcome === 'NORMALIZED' ? [[file, bytes, result] as [string, Buffer, Ready]] : [],
);

/** Counted another way than the account counts. */
const wordsOf = (text: string): number =>
  text.replace(/['’]|\p{Cf}|\p{Variation_Selector}/gu, '').match(/[\p{L}\p{N}\p{M}]+/gu)?.length ?? 0;

const stringsOf = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsOf) : [];
};

const jsonValues = (text: string): unknown[] | null => {
  try {
    // Python writes NaN.
    return [JSON.parse(text.replace(/\bNaN\b/g, 'null')) as unknown];
  } catch {
    // JSON Lines, or no JSON at all.
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    return lines.every((line) => line.startsWith('{')) ? lines.map((line) => JSON.parse(line) as unknown) : null;
  }
};

const wordsInFile = (bytes: Buffer, file: string): number => {
  const decoded = decodeSource(bytes, file);
  if (decoded.outcome !== 'DECODED') return 0;
  const { text } = decoded.source;
  const values = jsonValues(text);
  return values === null ? wordsOf(text) : stringsOf(values).reduce((sum, one) => sum + wordsOf(one), 0);
};

describe('the account of words', () => {
  it.each(ready)('%s: words in the file = words in turns + words set aside', (_file, _bytes, { words, warnings }) => {
    const aside = words.setAside.reduce((sum, one) => sum + one.words, 0);
    expect(words.inFile).toBe(words.inTurns + aside);
    expect(unaccountedWords(words)).toBe(0);
    expect(warnings.map(({ code }) => code)).not.toContain('WORDS_UNACCOUNTED');
  });

  it.each(ready)('%s: the words of turns and file are all counted', (file, bytes, { words, transcript }) => {
    expect(words.inTurns).toBe(transcript.turns.reduce((sum, { text }) => sum + wordsOf(text), 0));
    expect(words.inFile).toBe(wordsInFile(bytes, file));
  });
});
