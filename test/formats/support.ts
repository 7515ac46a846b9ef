import { readdirSync, readFileSync } from 'node:fs';
import transcriptFormats from '../../plugins/transcript-formats/index.js';
import { silentLogger } from '../../src/logging/logger.js';
import type { TranscriptParser } from '../../src/plugin-api/index.js';
import { normalizeFile, type Normalization, type NormalizeFileOptions } from '../../src/transcripts/normalize-file.js';

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
  /** Null where somebody forgot it. */
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

/** A file through the whole pipeline, with every parser of the plugin. */
export const normalizeWith = (bytes: Uint8Array, options: Omit<NormalizeFileOptions, 'parsers'> = {}): Normalization =>
  normalizeFile(bytes, { ...options, parsers });

export const normalizeSample = ({ file, expected }: Sample, bytes: Uint8Array): Normalization =>
  normalizeWith(bytes, { ...expected?.options, fileName: file });

export type Ready = Extract<Normalization, { outcome: 'NORMALIZED' }>;

/** What a reader sees of a call: who said what, when, in which role. */
export const seen = ({ transcript: { participants, turns } }: Ready) =>
  turns.map(({ participant, startMs, endMs, text }) => {
    const person = participants[participant];
    return { speaker: person?.speakerLabel, role: person?.role, startMs, endMs, text };
  });

/** Samples of a text kind that are read as one call, each with what is read of it. */
export const readable: readonly (Sample & { readonly ready: Ready; readonly text: string })[] = samples.flatMap(
  (sample) => {
    if (/\.(?:docx|zip|pdf)$/.test(sample.file)) return [];
    const ready = normalizeSample(sample, sample.bytes);
    return ready.outcome === 'NORMALIZED' ? [{ ...sample, ready, text: sample.bytes.toString('utf8') }] : [];
  },
);
