import { crc32, inflateRawSync } from 'node:zlib';
import type { ErrorCode } from '../../errors/error-codes.js';
import { wordText } from './word-text.js';
import { packedBytes, readZipDirectory, type ZipEntry } from './zip-directory.js';

export type DocxReading =
  | { readonly outcome: 'TEXT'; readonly text: string }
  | { readonly outcome: 'REFUSED'; readonly code: ErrorCode; readonly message: string };

/** Largest `document.xml` that is unpacked. */
export const MAX_DOCX_XML_BYTES = 50 * 1024 * 1024;
const MAX_ENTRIES = 2_000;
/**
 * How many times its packed size the document may have. Word's repetitive markup reaches 30 in ordinary small files; the maximum of deflate is
 * 1,032, which only bombs approach. Above 5 MB, where unpacking becomes expensive, the bound is strict: 7 hours of speech are about 3 MB.
 */
const MAX_RATIO = 200;
const LARGE_XML_BYTES = 5 * 1024 * 1024;
const MAX_LARGE_RATIO = 20;

/** SharePoint numbers the part (`word/document2.xml`). */
const DOCUMENT = /^word\/document\d?\.xml$/;
const ARCHIVE = /\.(?:zip|7z|rar|gz|tgz|jar)$/i;
const OUTSIDE = /^[/\\]|^[a-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)/i;

const refuse = (code: ErrorCode, message: string): DocxReading => ({ outcome: 'REFUSED', code, message });
const damaged = (what: string): DocxReading =>
  refuse('FORMAT_INVALID', `The Word document is damaged: ${what}. Open it in Word, save it again and upload that.`);
const unsafe = (what: string): DocxReading =>
  refuse('ARCHIVE_REFUSED', `The Word document was not opened: ${what}. Save the transcript as .txt and upload that.`);

function checkNames(entries: readonly ZipEntry[]): DocxReading | null {
  if (entries.some(({ name }) => ARCHIVE.test(name))) return unsafe('it holds another archive');
  return entries.some(({ name }) => OUTSIDE.test(name)) ? unsafe('it holds names that lead out of it') : null;
}

function checkSizes({ compressedSize, size, encrypted, method }: ZipEntry): DocxReading | null {
  if (encrypted) return unsafe('it is encrypted');
  if (method !== 0 && method !== 8) return unsafe('it is packed by an unknown method');
  if (size > MAX_DOCX_XML_BYTES)
    return unsafe(`its text is ${size} bytes, the limit is ${MAX_DOCX_XML_BYTES} (50 MiB)`);
  const ratio = size / Math.max(1, compressedSize);
  return ratio > MAX_RATIO || (size > LARGE_XML_BYTES && ratio > MAX_LARGE_RATIO)
    ? unsafe(`it would grow ${Math.round(ratio)} times when unpacked`)
    : null;
}

const isTooLarge = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';

/** Unpacks at most the declared size, whatever the data would give. */
function unpack(packed: Uint8Array, { method, size, crc32: expected }: ZipEntry): Uint8Array | DocxReading {
  try {
    const unpacked = method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(1, size) });
    if (unpacked.length !== size) return damaged('its text has another size than it declares');
    return crc32(unpacked) === expected ? unpacked : damaged('its checksum is wrong');
  } catch (error) {
    return isTooLarge(error) ? unsafe('it holds more than it declares') : damaged('its text cannot be unpacked');
  }
}

const isUtf16 = (bytes: Uint8Array): boolean => bytes[0] === 0xff && bytes[1] === 0xfe;

function decodeXmlBytes(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(isUtf16(bytes) ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Not in its encoding; the caller refuses the document.
    return null;
  }
}

function readXml(bytes: Uint8Array): DocxReading {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return unsafe('it holds another archive');
  const xml = decodeXmlBytes(bytes);
  if (xml === null) return damaged('its text is not UTF-8');
  // Word writes neither; entities can expand without bound or refer to other files.
  if (/<!(?:DOCTYPE|ENTITY)/i.test(xml)) return unsafe('it declares XML entities');
  const text = wordText(xml);
  return text === null ? damaged('its XML is malformed') : { outcome: 'TEXT', text };
}

function readDocument(bytes: Uint8Array, entry: ZipEntry): DocxReading {
  const refused = checkSizes(entry);
  if (refused) return refused;
  const packed = packedBytes(bytes, entry);
  if (!packed) return damaged('it was cut off or put together wrongly');
  const unpacked = unpack(packed, entry);
  return unpacked instanceof Uint8Array ? readXml(unpacked) : unpacked;
}

/**
 * Extracts the text of a Word document (.docx), laid out as `TranscriptSource.container` says. Null for any other ZIP archive. Synchronous and
 * pure; unpacks the main part only, after a check of its declared sizes, and never throws.
 */
export function readDocx(bytes: Uint8Array): DocxReading | null {
  const entries = readZipDirectory(bytes, MAX_ENTRIES);
  if (entries === null || entries === 'TOO_MANY') {
    if (!Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes('word/document')) return null;
    return entries === null
      ? damaged('it was cut off or its directory cannot be read')
      : unsafe(`it holds more than ${MAX_ENTRIES} files`);
  }
  const documents = entries.filter(({ name }) => DOCUMENT.test(name));
  const [document] = documents;
  if (!document) return null;
  if (documents.length > 1) return damaged('it holds several texts');
  return checkNames(entries) ?? readDocument(bytes, document);
}
