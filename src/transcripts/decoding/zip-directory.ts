/** One entry as the directory at the end of a ZIP archive describes it, not checked against the data. */
export interface ZipEntry {
  readonly name: string;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly encrypted: boolean;
  readonly crc32: number;
  readonly compressedSize: number;
  readonly size: number;
  /** Position of its local header. */
  readonly offset: number;
}

const END_SIGNATURE = 0x06054b50;
const CENTRAL_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_LENGTH = 22;
const CENTRAL_LENGTH = 46;
const LOCAL_LENGTH = 30;
const MAX_COMMENT = 65_535;

/** Position of the record that ends the archive, or -1. Its comment must reach exactly to the end of the file. */
function findEnd(view: DataView): number {
  const lowest = Math.max(0, view.byteLength - END_LENGTH - MAX_COMMENT);
  for (let at = view.byteLength - END_LENGTH; at >= lowest; at -= 1) {
    if (
      view.getUint32(at, true) === END_SIGNATURE &&
      at + END_LENGTH + view.getUint16(at + 20, true) === view.byteLength
    )
      return at;
  }
  return -1;
}

function readCentral(bytes: Uint8Array, view: DataView, at: number): ZipEntry | null {
  if (at + CENTRAL_LENGTH > bytes.length || view.getUint32(at, true) !== CENTRAL_SIGNATURE) return null;
  const nameEnd = at + CENTRAL_LENGTH + view.getUint16(at + 28, true);
  if (nameEnd > bytes.length) return null;
  return {
    name: Buffer.from(bytes.subarray(at + CENTRAL_LENGTH, nameEnd)).toString('latin1'),
    method: view.getUint16(at + 10, true),
    encrypted: (view.getUint16(at + 8, true) & 1) === 1,
    crc32: view.getUint32(at + 16, true),
    compressedSize: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    offset: view.getUint32(at + 42, true),
  };
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The entries of a ZIP archive, `TOO_MANY` where there are more than `limit`, or null where the directory is damaged (ZIP64 included). Unpacks nothing. */
export function readZipDirectory(bytes: Uint8Array, limit: number): readonly ZipEntry[] | 'TOO_MANY' | null {
  if (bytes.length < END_LENGTH) return null;
  const view = viewOf(bytes);
  const end = findEnd(view);
  if (end < 0) return null;
  const count = view.getUint16(end + 10, true);
  if (count > limit) return 'TOO_MANY';
  const entries: ZipEntry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let index = 0; index < count; index += 1) {
    const entry = readCentral(bytes, view, at);
    if (!entry) return null;
    entries.push(entry);
    at += CENTRAL_LENGTH + entry.name.length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/** The entry's packed bytes; null where its local header is missing or names another file, or the data is cut off. */
export function packedBytes(bytes: Uint8Array, entry: ZipEntry): Uint8Array | null {
  const view = viewOf(bytes);
  const { offset } = entry;
  if (offset + LOCAL_LENGTH > bytes.length || view.getUint32(offset, true) !== LOCAL_SIGNATURE) return null;
  const nameEnd = offset + LOCAL_LENGTH + view.getUint16(offset + 26, true);
  const name = Buffer.from(bytes.subarray(offset + LOCAL_LENGTH, nameEnd)).toString('latin1');
  const start = nameEnd + view.getUint16(offset + 28, true);
  if (name !== entry.name || start + entry.compressedSize > bytes.length) return null;
  return bytes.subarray(start, start + entry.compressedSize);
}
