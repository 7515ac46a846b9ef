import { AppError } from '../errors/app-error.js';
import { beginsAsZip, readArchive, type ArchivedFile } from '../transcripts/uploads/read-archive.js';
import { arrived, inMebibytes, refused, tooLarge, type UploadedFile } from '../transcripts/uploads/new-upload.js';
import type { Spool, Spooled } from './open-spool.js';

/** Largest archive, packed. */
export const MAX_ARCHIVE_BYTES = 50 * 1024 * 1024;
/** Limit for the unpacked size of all archives of an upload. */
const MAX_UNPACKED_BYTES = 100 * 1024 * 1024;
/** Limit for the unpacked size in relation to the packed one: text shrinks to a tenth, a bomb to a thousandth. */
const MAX_GROWTH = 20;
/** Every archive may unpack to this size, however small it is. */
const FREE_BYTES = 1024 * 1024;
/** Most files of an upload. */
export const MAX_FILES = 1_000;

/** What is left of the limits of an upload. */
export interface Allowance {
  readonly maxFileBytes: number;
  unpackedBytes: number;
}

export const fullAllowance = (maxFileBytes: number): Allowance => ({ maxFileBytes, unpackedBytes: MAX_UNPACKED_BYTES });

const archiveRefused = (message: string): AppError => new AppError('ARCHIVE_REFUSED', message);

const bomb = (): AppError =>
  archiveRefused(
    `Unpacked, an archive may have ${MAX_GROWTH} times its size, and all of them ${inMebibytes(MAX_UNPACKED_BYTES)}. Split it.`,
  );

const fileOf = (fileName: string, { sha256, byteLength, read }: Spooled): UploadedFile =>
  arrived({ fileName, sha256, byteLength, read });

/** Passes bytes on, and fails once they exceed the limit. */
async function* counted(source: AsyncIterable<Uint8Array>, left: { bytes: number }): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    left.bytes -= chunk.byteLength;
    if (left.bytes < 0) throw bomb();
    yield chunk;
  }
}

const unpackFile = async (
  spool: Spool,
  file: ArchivedFile,
  most: number,
  left: { bytes: number },
): Promise<UploadedFile> => {
  const { name, byteLength, refusal } = file;
  if (refusal) return refused(name, refusal);
  if (byteLength > most) return refused(name, tooLarge(most));
  try {
    const spooled = await spool.append(counted(file.open(), left), () => most);
    if (!spooled) return refused(name, tooLarge(most));
    if (!beginsAsZip(spooled.head) || (await readArchive(spooled)) === null) return fileOf(name, spooled);
    return refused(name, archiveRefused('It is an archive in an archive. Unpack it first.'));
  } catch (error) {
    if (error instanceof AppError && left.bytes >= 0) return refused(name, error);
    throw error;
  }
};

const unpackAll = async (
  spool: Spool,
  archive: Spooled,
  files: readonly ArchivedFile[],
  allowance: Allowance,
): Promise<UploadedFile[]> => {
  if (files.length === 0) throw archiveRefused('The archive holds no file.');
  if (files.length > MAX_FILES)
    throw archiveRefused(`An archive may hold ${MAX_FILES} files; this one has ${files.length}. Split it.`);
  const room = Math.min(allowance.unpackedBytes, Math.max(MAX_GROWTH * archive.byteLength, FREE_BYTES));
  const left = { bytes: room };
  const unpacked: UploadedFile[] = [];
  try {
    for (const file of files) unpacked.push(await unpackFile(spool, file, allowance.maxFileBytes, left));
  } finally {
    allowance.unpackedBytes -= room - Math.max(0, left.bytes);
  }
  return unpacked;
};

/**
 * Receives one file: returns the file, the files of the archive that it is, or its refusal. An archive is recognized by its content, not by
 * its name.
 */
export const receiveFile = async (
  spool: Spool,
  fileName: string,
  source: AsyncIterable<Uint8Array>,
  allowance: Allowance,
): Promise<UploadedFile[]> => {
  const { maxFileBytes } = allowance;
  const limitOf = (head: Uint8Array): number => (beginsAsZip(head) ? MAX_ARCHIVE_BYTES : maxFileBytes);
  try {
    const spooled = await spool.append(source, limitOf);
    if (!spooled) return [refused(fileName, tooLarge(maxFileBytes))];
    const files = beginsAsZip(spooled.head) ? await readArchive(spooled) : null;
    if (files) return await unpackAll(spool, spooled, files, allowance);
    return [spooled.byteLength > maxFileBytes ? refused(fileName, tooLarge(maxFileBytes)) : fileOf(fileName, spooled)];
  } catch (error) {
    if (error instanceof AppError && error.code === 'ARCHIVE_REFUSED') return [refused(fileName, error)];
    throw error;
  }
};
