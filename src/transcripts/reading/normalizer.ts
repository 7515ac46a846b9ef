import { readFile, type FileReading, type FileTools, type ReadFileOptions } from '../normalizing/read-file.js';

/** Reads files, somewhere where it holds up nobody. */
export interface Normalizer {
  /**
   * @throws AppError TIMEOUT for a file that takes too long, UNAVAILABLE where the reader died of it; both may be tried again
   */
  read(bytes: Uint8Array, options: ReadFileOptions): Promise<FileReading>;
  close(): Promise<void>;
}

/** Reads in the caller's own thread, which waits meanwhile: for tools and tests. */
export const inlineNormalizer = (tools: FileTools): Normalizer => ({
  read: (bytes, options) => Promise.resolve(readFile(bytes, options, tools)),
  close: () => Promise.resolve(),
});
