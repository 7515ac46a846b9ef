import { readdirSync, readFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import transcriptFormats from '../../plugins/transcript-formats/index.js';
import { ERROR_CODES } from '../../src/errors/error-codes.js';
import { silentLogger } from '../../src/logging/logger.js';
import type { TranscriptParser, Turn } from '../../src/plugin-api/index.js';
import { decodeSource } from '../../src/transcripts/decoding/decode-source.js';
import {
  normalizeFile,
  type Normalization,
  type NormalizeFileOptions,
} from '../../src/transcripts/normalizing/normalize-file.js';

const folder = new URL('../../plugins/transcript-formats/samples/', import.meta.url);
const SIDECAR = '.expected.json';

/** What the whole pipeline must make of a sample: written by hand beside it. */
export interface Expected {
  /** Null where the sample is refused. */
  readonly format: string | null;
  readonly code?: string;
  /** Calls of a file of several. */
  readonly calls?: number;
  readonly turns?: number;
  readonly speakers?: number;
  /** By the label that the file has. */
  readonly roles?: Readonly<Record<string, string>>;
  readonly firstStartMs?: number | null;
  readonly lastEndMs?: number | null;
  readonly warnings?: readonly string[];
  readonly options?: Pick<NormalizeFileOptions, 'ownDomains' | 'ownCompany' | 'rep' | 'customer' | 'hints' | 'format'>;
}

export interface Sample {
  readonly file: string;
  readonly bytes: Buffer;
  /** Null if the sample has no sidecar. */
  readonly expected: Expected | null;
}

const files = readdirSync(folder).sort();

const readExpected = (file: string): Expected | null => {
  const sidecar = file.replace(/\.[^.]+$/, SIDECAR);
  return files.includes(sidecar) ? (JSON.parse(readFileSync(new URL(sidecar, folder), 'utf8')) as Expected) : null;
};

/** Every file of the folder of samples. */
export const samples: readonly Sample[] = files
  .filter((file) => !file.endsWith(SIDECAR))
  .map((file) => ({ file, bytes: readFileSync(new URL(file, folder)), expected: readExpected(file) }));

/** Sidecars whose sample is gone. */
export const strays: readonly string[] = files.filter(
  (file) => file.endsWith(SIDECAR) && !samples.some((sample) => file === sample.file.replace(/\.[^.]+$/, SIDECAR)),
);

const contributions = await transcriptFormats.setup({}, { logger: silentLogger, secret: () => undefined });

export const parsers: readonly TranscriptParser[] = contributions.transcriptParsers ?? [];

/** A file through the whole pipeline, with every parser of the plugin. Throws PARSER_FAILED where one of them throws. */
export const normalizeWith = (bytes: Uint8Array, options: Partial<NormalizeFileOptions> = {}): Normalization =>
  normalizeFile(bytes, { parsers, ...options });

export const normalizeSample = ({ file, expected }: Sample, bytes: Uint8Array): Normalization =>
  normalizeWith(bytes, { ...expected?.options, fileName: file });

type Ready = Extract<Normalization, { outcome: 'NORMALIZED' }>;

/** What a reader sees of a call: who said what, when, in which role. */
export const turnsOf = ({ transcript: { participants, turns } }: Ready) =>
  turns.map(({ participant, startMs, endMs, text }) => {
    const person = participants[participant];
    return { speaker: person?.speakerLabel, role: person?.role, startMs, endMs, text };
  });

/** What must be the same of two files of the same content. */
export const outline = (result: Normalization): unknown => {
  if (result.outcome === 'REFUSED') return result.code;
  return result.outcome === 'SPLIT' ? result.calls.length : [result.format, turnsOf(result)];
};

const textOf = (bytes: Buffer): string => {
  const decoded = decodeSource(bytes);
  return decoded.outcome === 'DECODED' ? decoded.source.text : '';
};

/** The samples that are text, with their text. Word documents are left out. */
export const textSamples: readonly (Sample & { readonly text: string })[] = samples
  .filter(({ bytes }) => bytes.subarray(0, 2).toString() !== 'PK')
  .map((sample) => ({ ...sample, text: textOf(sample.bytes) }))
  .filter(({ text }) => text !== '');

/** For `it.each`: the file, then the sample. */
export const named = <T extends Sample>(list: readonly T[]): [string, T][] =>
  list.map((sample) => [sample.file, sample]);

/** Whatever a file holds, this must be true of what was made of it. */
export const expectContract = (result: Normalization): void => {
  if (result.outcome === 'REFUSED') {
    expect(Object.keys(ERROR_CODES)).toContain(result.code);
    expect(result.message).not.toBe('');
    return;
  }
  if (result.outcome === 'SPLIT') return expect(result.calls.length).toBeGreaterThan(1);
  const { participants, turns } = result.transcript;
  expect(turns.length).toBeGreaterThan(0);
  expect(turns.every(({ index }, at) => index === at)).toBe(true);
  expect(turns.every(({ participant }) => participants[participant]?.index === participant)).toBe(true);
  expect(turns.every(isTimed)).toBe(true);
  const starts = turns.flatMap(({ startMs }) => startMs ?? []);
  expect(starts.every((start, at) => start >= (starts[at - 1] ?? 0))).toBe(true);
  expect(JSON.stringify(result.transcript)).not.toMatch(/\\u0000|\\ud[89a-f]/i);
};

const isMs = (time: number | null | undefined): boolean => time == null || (Number.isInteger(time) && time >= 0);

const isTimed = ({ startMs, endMs, notBeforeMs, text, cues = [] }: Turn): boolean =>
  [startMs, endMs, notBeforeMs].every(isMs) &&
  (endMs ?? Infinity) >= (startMs ?? 0) &&
  cues.every((cue) => isMs(cue.startMs) && isMs(cue.endMs) && cue.at <= text.length);
