import type { TranscriptMetric } from '../../plugin-api/transcript.js';
import type { CurrentNormalization } from '../current-normalization.js';
import { type Correction, correctNormalization } from '../normalizing/correct-normalization.js';
import { readFile, type FileReading, type FileTools, type ReadFileOptions } from '../normalizing/read-file.js';
import type { SpeakerCorrection } from '../transcript.entity.js';

/** Reads files, usually in another thread, so that a long file blocks nothing else. */
export interface Normalizer {
  /**
   * @throws AppError PARSER_FAILED where a parser threw, with the original stack in its cause; TIMEOUT for a file that takes too long and
   * UNAVAILABLE where the thread died of it: both are retryable
   */
  read(bytes: Uint8Array, options: ReadFileOptions): Promise<FileReading>;
  close(): Promise<void>;
}

/** Applies corrections to a normalization, usually in another thread, so that a long call blocks nothing else. */
export interface Corrector {
  /** @throws AppError TIMEOUT or UNAVAILABLE; both are retryable */
  correct(normalization: CurrentNormalization, corrections: readonly SpeakerCorrection[]): Promise<Correction>;
  close(): Promise<void>;
}

/** Reads in the caller's thread and blocks it: for tools and tests. */
export const inlineNormalizer = (tools: FileTools): Normalizer => ({
  read: (bytes, options) => new Promise((resolve) => resolve(readFile(bytes, options, tools))),
  close: () => Promise.resolve(),
});

/** Corrects in the caller's thread and blocks it: for tools and tests. */
export const inlineCorrector = (metrics: readonly TranscriptMetric[]): Corrector => ({
  correct: (normalization, corrections) =>
    new Promise((resolve) => resolve(correctNormalization(normalization, corrections, metrics))),
  close: () => Promise.resolve(),
});
