import { constants, createReadStream } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { CallError, errorFacts } from './call-error.js';
import { MAX_FILE_BYTES } from '../../../transcripts/file-limits.js';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'you may not read it',
  EPERM: 'you may not read it',
  ENOTDIR: 'a part of the path is not a folder',
};

/** An error of the file system, explained for a person: FILE_UNREADABLE. */
export const unreadable = (path: string, error: unknown): CallError => {
  const { code, message } = errorFacts(error);
  const reason = REASONS[code ?? ''] ?? message;
  return new CallError('FILE_UNREADABLE', `${path} cannot be read: ${reason}.`, { cause: error });
};

/**
 * Checks that a file can be read, without reading it. `-`, the standard input, always can.
 * @throws CallError FILE_UNREADABLE
 */
export const checkReadable = async (path: string): Promise<void> => {
  if (path === '-') return;
  const stats = await stat(path).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  if (stats.isDirectory()) {
    const example = `${path.replace(/\/+$/, '')}/*.vtt`;
    throw new CallError('FILE_UNREADABLE', `${path} is a folder. Name the files in it, for example ${example}.`);
  }
  await access(path, constants.R_OK).catch((error: unknown) => {
    throw unreadable(path, error);
  });
};

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
 * Bytes of a file; `-` is the standard input. Stops reading at the limit.
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
