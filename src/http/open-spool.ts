import { createHash, randomUUID } from 'node:crypto';
import { open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RandomAccessBytes } from '../transcripts/uploads/read-archive.js';

/** One file in the spool. */
export interface Spooled extends RandomAccessBytes {
  /** SHA-256, hex. */
  readonly sha256: string;
  /** The first bytes, up to 4. */
  readonly head: Uint8Array;
  /** Reads the whole file. */
  readonly read: () => Promise<Buffer>;
}

/** Holds the files of an upload on disk until the upload is complete, so that memory use does not depend on its size. */
export interface Spool {
  /**
   * Writes a source to the spool. If it is larger than its limit, which may depend on its first bytes, nothing is kept, the rest of the
   * source is not read, and the result is null.
   */
  append(source: AsyncIterable<Uint8Array>, limitOf: (head: Uint8Array) => number): Promise<Spooled | null>;
  close(): Promise<void>;
}

const HEAD = 4;

type Handle = Awaited<ReturnType<typeof open>>;

const regionOf = (handle: Handle, start: number, byteLength: number): RandomAccessBytes & Pick<Spooled, 'read'> => {
  const readAt = async (buffer: Uint8Array, position: number): Promise<number> => {
    const length = Math.max(0, Math.min(buffer.byteLength, byteLength - position));
    return length === 0 ? 0 : (await handle.read(buffer, 0, length, start + position)).bytesRead;
  };
  return {
    byteLength,
    readAt,
    read: async () => {
      const buffer = Buffer.allocUnsafeSlow(byteLength);
      for (let at = 0; at < byteLength;) {
        const count = await readAt(buffer.subarray(at), at);
        if (count === 0) throw new Error('The spool ended early.');
        at += count;
      }
      return buffer;
    },
  };
};

const writeAll = async (handle: Handle, chunk: Uint8Array, position: number): Promise<void> => {
  for (let at = 0; at < chunk.byteLength;) {
    at += (await handle.write(chunk, at, chunk.byteLength - at, position + at)).bytesWritten;
  }
};

/** A spool in an unlinked temporary file: the system removes it when the process ends, also after a crash. */
export const openSpool = async (): Promise<Spool> => {
  const path = join(tmpdir(), `debrief-upload-${randomUUID()}`);
  const handle = await open(path, 'wx+', 0o600);
  await unlink(path);
  let end = 0;
  return {
    append: async (source, limitOf) => {
      const hash = createHash('sha256');
      let head = Buffer.alloc(0);
      let size = 0;
      for await (const chunk of source) {
        if (head.length < HEAD) head = Buffer.concat([head, chunk.subarray(0, HEAD - head.length)]);
        if (size + chunk.byteLength > limitOf(head)) return null;
        hash.update(chunk);
        await writeAll(handle, chunk, end + size);
        size += chunk.byteLength;
      }
      const start = end;
      end += size;
      return { ...regionOf(handle, start, size), sha256: hash.digest('hex'), head };
    },
    close: () => handle.close(),
  };
};
