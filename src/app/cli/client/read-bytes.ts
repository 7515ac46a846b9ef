import { createReadStream } from 'node:fs';
import { MAX_FILE_BYTES } from '../../../transcripts/file-limits.js';
import { CallError } from './call-error.js';
import { checkReadable, unreadable } from './check-readable.js';

const readUpToLimit = async (name: string, source: AsyncIterable<Uint8Array>, most: number): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > most) {
      const message = `${name} is larger than ${most / 1024 / 1024} MiB. Split it, or export text without audio.`;
      throw new CallError('PAYLOAD_TOO_LARGE', message);
    }
  }
  return Buffer.concat(chunks);
};

/**
 * A file's bytes; `-` is the standard input. Never holds more than the limit of a file.
 * @throws CallError FILE_UNREADABLE, PAYLOAD_TOO_LARGE
 */
export const readBytes = async (path: string, most: number = MAX_FILE_BYTES): Promise<Buffer> => {
  await checkReadable(path);
  const source: AsyncIterable<Uint8Array> = path === '-' ? process.stdin : createReadStream(path);
  try {
    return await readUpToLimit(path === '-' ? 'The standard input' : path, source, most);
  } catch (error) {
    throw error instanceof CallError ? error : unreadable(path, error);
  }
};
