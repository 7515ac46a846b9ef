import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ParticipantRole } from '../../src/plugin-api/index.js';
import {
  normalizeFile,
  type Normalization,
  type NormalizeFileOptions,
} from '../../src/transcripts/normalizing/normalize-file.js';

/** What a sample must become; stands beside it as `<name>.expected.json`. */
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
  /** Null where the sidecar is missing. */
  readonly expected: Expected | null;
}

const SIDECAR = '.expected.json';

/** `deepgram-diarized.json` has `deepgram-diarized.expected.json`; two files of one stem share none. */
const sidecarOf = (fileName: string): string => fileName.replace(/\.[^.]+$/, SIDECAR);

/** Every sample of a folder with what it must become, by name. */
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

/** What a sample became, in the words of its sidecar. */
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

/** Reads a sample as an upload would be, with what its sidecar says of the organization. */
export const readSample = (
  { fileName, bytes, expected }: Sample,
  parsers: NormalizeFileOptions['parsers'],
): Normalization => {
  const options = expected !== null && 'options' in expected ? expected.options : {};
  return normalizeFile(bytes, { ...options, fileName, parsers });
};

/** The expectation in the form of `summarize`. */
export const expectationOf = (expected: Expected): Expected => {
  if (!('warnings' in expected)) return expected;
  const { options: _options, ...rest } = expected;
  return { ...rest, warnings: rest.warnings.toSorted() };
};
