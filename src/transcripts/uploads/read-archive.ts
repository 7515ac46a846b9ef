import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { fromRandomAccessReaderPromise, getFileNameLowLevel, RandomAccessReader, validateFileName } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { AppError } from '../../errors/app-error.js';

/** Bytes on disk, of which any range can be read. */
export interface RandomAccessBytes {
  readonly byteLength: number;
  /** Fills the buffer from a position; fewer bytes only at the end. @returns how many */
  readAt(buffer: Uint8Array, position: number): Promise<number>;
}

/** A file in an archive. */
export interface ArchivedFile {
  /** With its folders, as the archive says. */
  readonly name: string;
  /** Unpacked size, as the archive says; `open` never gives more. */
  readonly byteLength: number;
  /** Why it cannot be unpacked, where the directory tells. */
  readonly refusal: AppError | null;
  /** Unpacks it, piece by piece. @throws AppError ARCHIVE_REFUSED for damaged data */
  open(): AsyncIterable<Uint8Array>;
}

/** Most entries of an archive, folders counted too. */
const MAX_ENTRIES = 2_000;
const MAX_NAME_BYTES = 4_096;
const CHUNK = 64 * 1024;
const SYMLINK = 0o120000;
const FILE_TYPE = 0o170000;
const MADE_ON_UNIX = 3;

const refusal = (message: string, cause?: unknown): AppError => new AppError('ARCHIVE_REFUSED', message, { cause });

/** A failure of the disk, not of the archive: everything else that yauzl and zlib throw is about the bytes. */
const isSystemError = (error: unknown): boolean => error instanceof Error && 'syscall' in error;

/** An entry of this name marks an Office or OpenDocument file, which is one file although it is a ZIP archive. */
const DOCUMENT_PARTS = new Set(['[Content_Types].xml', 'mimetype']);
const JUNK = /(^|\/)(__MACOSX\/|\.DS_Store$|\._[^/]*$|Thumbs\.db$|desktop\.ini$)/i;

async function* rangeOf(bytes: RandomAccessBytes, start: number, end: number): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end;) {
    const buffer = Buffer.allocUnsafe(Math.min(CHUNK, end - at));
    const count = await bytes.readAt(buffer, at);
    if (count === 0) return;
    yield buffer.subarray(0, count);
    at += count;
  }
}

class RangeReader extends RandomAccessReader {
  constructor(private readonly bytes: RandomAccessBytes) {
    super();
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(rangeOf(this.bytes, start, end), { objectMode: false });
  }
}

/** Many programs write UTF-8 names without the flag that says so. */
const nameOf = ({ generalPurposeBitFlag, fileNameRaw, extraFields }: Entry): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(fileNameRaw).replaceAll('\\', '/');
  } catch {
    // Not UTF-8: the code page of the ZIP specification, or the extra field for the name.
    return getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
  }
};

const isSymlink = ({ versionMadeBy, externalFileAttributes }: Entry): boolean =>
  versionMadeBy >>> 8 === MADE_ON_UNIX && ((externalFileAttributes >>> 16) & FILE_TYPE) === SYMLINK;

const refusalOf = (entry: Entry, name: string): AppError | null => {
  if (name.includes('\0') || validateFileName(name) !== null) {
    return refusal('Its path leads out of the archive. Pack the files again with plain names.');
  }
  if (isSymlink(entry)) return refusal('It is a link and not a file. Pack the file itself.');
  if (entry.isEncrypted()) return refusal('It is protected by a password. Pack it without one.');
  if (entry.canDecodeFileData()) return null;
  return refusal('It is packed by a method that is not read here. Pack it as an ordinary ZIP archive.');
};

/** zlib unpacks in threads of its own; this one passes the pieces on. */
async function* unpack(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  let checksum = 0;
  try {
    const stream = await zip.openReadStreamPromise(entry);
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      checksum = crc32(chunk, checksum);
      yield chunk;
    }
  } catch (error) {
    if (isSystemError(error)) throw error;
    throw refusal('It is damaged in the archive. Pack it again.', error);
  }
  if (checksum !== entry.crc32) throw refusal('It is damaged in the archive. Pack it again.');
}

const asFile = (zip: ZipFile, entry: Entry, name: string): ArchivedFile => ({
  name,
  byteLength: entry.uncompressedSize,
  refusal: refusalOf(entry, name),
  open: () => unpack(zip, entry),
});

const listEntries = async (zip: ZipFile): Promise<Entry[]> => {
  if (zip.entryCount > MAX_ENTRIES) throw refusal(`The archive has more than ${MAX_ENTRIES} entries. Split it.`);
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) {
    if (entry.fileNameLength > MAX_NAME_BYTES) throw refusal('The archive has names of more than 4 KiB.');
    entries.push(entry);
  }
  return entries;
};

/** Whether bytes with this beginning are a ZIP archive, also an empty one. */
export const beginsAsZip = (head: Uint8Array): boolean =>
  head[0] === 0x50 && head[1] === 0x4b && ((head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6));

/**
 * The files of a ZIP archive, in its order, without folders and files that operating systems add; null for a Word document or the like, which is
 * one file. Unpacks nothing.
 * @throws AppError ARCHIVE_REFUSED where it cannot be read
 */
export const readArchive = async (bytes: RandomAccessBytes): Promise<readonly ArchivedFile[] | null> => {
  try {
    const options = { lazyEntries: true, decodeStrings: false, validateEntrySizes: true, autoClose: false };
    const zip = await fromRandomAccessReaderPromise(new RangeReader(bytes), bytes.byteLength, options);
    const entries = (await listEntries(zip)).map((entry) => ({ entry, name: nameOf(entry) }));
    if (entries.some(({ name }) => DOCUMENT_PARTS.has(name))) return null;
    const files = entries.filter(({ name }) => !name.endsWith('/') && !JUNK.test(name));
    return files.map(({ entry, name }) => asFile(zip, entry, name));
  } catch (error) {
    if (error instanceof AppError || isSystemError(error)) throw error;
    throw refusal('The ZIP archive cannot be read: it is cut off or damaged. Pack it again.', error);
  }
};
