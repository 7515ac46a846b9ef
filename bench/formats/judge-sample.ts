import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ParticipantRole } from '../../src/plugin-api/index.js';
import {
  normalizeFile,
  type Normalization,
  type NormalizeFileOptions,
} from '../../src/transcripts/normalizing/normalize-file.js';

/** The expected result of a sample, in the file `<name>.expected.json` beside it. */
export type Expected =
  | {
      readonly format: string;
      readonly turns: number;
      readonly speakers: number;
      readonly roles: Readonly<Record<string, ParticipantRole>>;
      readonly firstStartMs: number | null;
      readonly lastEndMs: number | null;
      readonly warnings: readonly string[];
      readonly options?: Pick<NormalizeFileOptions, 'ownDomains' | 'ownCompany' | 'rep' | 'customer'>;
    }
  | { readonly format: string; readonly calls: number }
  | { readonly format: null; readonly code: string };

export interface Sample {
  readonly fileName: string;
  readonly bytes: Buffer;
  /** Null if there is no sidecar file. */
  readonly expected: Expected | null;
}

const SIDECAR = '.expected.json';

/** `deepgram-diarized.json` has `deepgram-diarized.expected.json`; no two samples differ in their extension only. */
const sidecarOf = (fileName: string): string => fileName.replace(/\.[^.]+$/, SIDECAR);

/** Every sample of a folder with its expected result, by name. */
export const readSamples = (folder: string): Sample[] => {
  const names = readdirSync(folder);
  return names
    .filter((name) => !name.endsWith(SIDECAR))
    .map((fileName) => ({
      fileName,
      bytes: readFileSync(join(folder, fileName)),
      expected: names.includes(sidecarOf(fileName))
        ? (JSON.parse(readFileSync(join(folder, sidecarOf(fileName)), 'utf8')) as Expected)
        : null,
    }));
};

/** The result of a sample, in the format of its sidecar. */
export const summarize = (result: Normalization): Expected => {
  if (result.outcome === 'REFUSED') return { format: null, code: result.code };
  if (result.outcome === 'SPLIT') return { format: result.format, calls: result.calls.length };
  const { participants, turns } = result.transcript;
  const ends = turns.flatMap(({ endMs }) => (endMs === null ? [] : [endMs]));
  return {
    format: result.format,
    turns: turns.length,
    speakers: participants.length,
    roles: Object.fromEntries(participants.map(({ speakerLabel, role }) => [speakerLabel, role])),
    firstStartMs: turns[0]?.startMs ?? null,
    lastEndMs: ends.length === 0 ? null : Math.max(...ends),
    warnings: result.warnings.map(({ code }) => code).toSorted(),
  };
};

/** Reads a sample like an upload, with the options of its sidecar. */
export const readSample = (
  { fileName, bytes, expected }: Sample,
  parsers: NormalizeFileOptions['parsers'],
): Normalization => {
  const options = expected !== null && 'options' in expected ? expected.options : {};
  return normalizeFile(bytes, { ...options, fileName, parsers });
};

/** The expected result in the format of `summarize`. */
export const expectationOf = (expected: Expected): Expected => {
  if (!('warnings' in expected)) return expected;
  const { options: _options, ...rest } = expected;
  return { ...rest, warnings: rest.warnings.toSorted() };
};
