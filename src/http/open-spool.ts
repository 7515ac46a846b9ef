import { createHash, randomUUID } from 'node:crypto';
import { open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RandomAccessBytes } from '../transcripts/uploads/read-archive.js';

/** Bytes that arrived, on disk. */
export interface Spooled extends RandomAccessBytes {
  /** SHA-256, hex. */
  readonly sha256: string;
  /** The first bytes, up to 4. */
  readonly head: Uint8Array;
  /** All of them. */
  readonly read: () => Promise<Buffer>;
}

/** Holds what an upload brings until all of it is there: on disk, so that memory stays flat whatever is sent. */
export interface Spool {
  /**
   * Takes bytes as they come. Where they are more than their limit, which may depend on how they begin, nothing of them is kept and the
   * answer is null; what is left of the source is not read.
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

/** A spool in a file that has no name any more once it is open: it is gone with the process, however that ends. */
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
