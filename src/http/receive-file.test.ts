import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import { randomBytes } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { strToU8, zipSync, type Zippable } from 'fflate';
import type { UploadedFile } from '../transcripts/uploads/new-upload.js';
import { openSpool, type Spool } from './open-spool.js';
import { fullAllowance, receiveFile } from './receive-file.js';

const MEBIBYTE = 1024 * 1024;
let spool: Spool;

beforeEach(async () => {
  spool = await openSpool();
});
afterEach(() => spool.close());

const receive = (name: string, bytes: Uint8Array, maxFileBytes = 10 * MEBIBYTE): Promise<UploadedFile[]> =>
  receiveFile(spool, name, Readable.from([bytes.subarray(0, 3), bytes.subarray(3)]), fullAllowance(maxFileBytes));

/** Contents by file name, or the code of the refusal. */
const shown = async (files: readonly UploadedFile[]): Promise<Record<string, string>> =>
  Object.fromEntries(
    await Promise.all(
      files.map(async (file) => [
        file.fileName,
        file.refusal
          ? file.refusal.code
          : Buffer.from(await file.read())
              .toString('latin1')
              .slice(0, 40),
      ]),
    ),
  ) as Record<string, string>;

const call = (n: number): Uint8Array => strToU8(`Rep: How is number ${n}?\nCustomer: It is well, thank you.`);
const pack = (files: Zippable, level: 0 | 6 | 9 = 6): Uint8Array => zipSync(files, { level });

/** Changes the first entry in the directory of an archive, at an offset of the entry. */
const inDirectory = (archive: Uint8Array, change: (view: DataView, at: number) => void): Uint8Array => {
  const bytes = Buffer.from(archive);
  const at = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
  change(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), at);
  return bytes;
};

describe('a file', () => {
  it('arrives with its bytes and their hash', async () => {
    const [file] = await receive('a.txt', call(1));
    expect(file).toMatchObject({
      fileName: 'a.txt',
      byteLength: call(1).length,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it.each([
    ['empty', new Uint8Array(0), 100, 'TRANSCRIPT_EMPTY'],
    ['a byte too large', new Uint8Array(101), 100, 'PAYLOAD_TOO_LARGE'],
    ['as large as may be', Buffer.alloc(100, 'x'), 100, 'x'.repeat(40)],
    ['a Word document that is too large', pack({ '[Content_Types].xml': randomBytes(200) }), 100, 'PAYLOAD_TOO_LARGE'],
  ])('%s', async (_what, bytes, limit, expected) => {
    expect(Object.values(await shown(await receive('f', bytes, limit)))).toEqual([expected]);
  });

  it.each([
    ['a Word document', { '[Content_Types].xml': call(1), 'word/document.xml': call(2) }],
    ['an OpenDocument text', { mimetype: strToU8('application/vnd.oasis.opendocument.text'), 'content.xml': call(1) }],
  ])('%s is one file and no archive', async (_what, parts) => {
    expect(await receive('x.zip', pack(parts))).toMatchObject([{ fileName: 'x.zip', refusal: null }]);
  });
});

describe('an archive', () => {
  it('is read as its files, recognized by content, without folders and files of the operating system', async () => {
    const archive = pack({
      week: { 'b.vtt': call(1), 'Größe.txt': call(2), '.DS_Store': call(3), '._b.vtt': call(3) },
      __MACOSX: { 'b.vtt': call(4) },
      'stored.txt': [call(5), { level: 0 }],
      empty: {},
    });
    const files = await shown(await receive('calls.txt', archive));
    expect(Object.keys(files)).toEqual(['week/b.vtt', 'week/Größe.txt', 'stored.txt']);
    expect(files['week/Größe.txt']).toMatch(/^Rep: How is number 2/);
    expect(files['stored.txt']).toMatch(/^Rep: How is number 5/);
  });

  it('is refused entry by entry, with the good ones kept', async () => {
    const unix = (mode: number) => ({ os: 3, attrs: mode << 16 });
    const archive = pack({
      'good.txt': call(1),
      'empty.txt': new Uint8Array(0),
      'large.txt': Buffer.alloc(2_000, 'Rep: so?\n'),
      '../up.txt': call(2),
      'a/../../up.txt': call(2),
      '/etc/passwd': call(3),
      'C:\\boot.ini': call(4),
      'link.txt': [strToU8('/etc/passwd'), unix(0o120777)],
      'inner.zip': pack({ 'x.txt': call(5) }),
      'word.docx': pack({ '[Content_Types].xml': call(6) }),
    });
    expect(await shown(await receive('calls.zip', archive, 1_000))).toEqual({
      'good.txt': expect.stringMatching(/number 1/),
      'empty.txt': 'TRANSCRIPT_EMPTY',
      'large.txt': 'PAYLOAD_TOO_LARGE',
      '../up.txt': 'ARCHIVE_REFUSED',
      'a/../../up.txt': 'ARCHIVE_REFUSED',
      '/etc/passwd': 'ARCHIVE_REFUSED',
      'C:/boot.ini': 'ARCHIVE_REFUSED',
      'link.txt': 'ARCHIVE_REFUSED',
      'inner.zip': 'ARCHIVE_REFUSED',
      'word.docx': expect.stringMatching(/^PK/),
    });
  });

  const one = pack({ 'a.txt': Buffer.from('Rep: one? '.repeat(50)), 'b.txt': call(2) });
  it.each([
    ['a password', inDirectory(one, (view, at) => view.setUint16(at + 8, 1, true)), 'password'],
    ['a strange method', inDirectory(one, (view, at) => view.setUint16(at + 10, 14, true)), 'method'],
    ['a wrong checksum', inDirectory(one, (view, at) => view.setUint32(at + 16, 7, true)), 'damaged'],
    ['a size that is a lie', inDirectory(one, (view, at) => view.setUint32(at + 24, 3, true)), 'damaged'],
    ['data outside of the file', inDirectory(one, (view, at) => view.setUint32(at + 42, 5, true)), 'damaged'],
  ])('refuses an entry with %s and accepts the other', async (_what, archive, words) => {
    const files = await receive('x.zip', archive);
    expect(files).toMatchObject([
      { fileName: 'a.txt', refusal: { code: 'ARCHIVE_REFUSED', message: expect.stringContaining(words) } },
      { fileName: 'b.txt', refusal: null },
    ]);
  });

  it.each([
    ['cut off', one.subarray(0, one.length - 10), /cut off or damaged/],
    ['without a directory', Buffer.concat([Buffer.from('PK\u0003\u0004'), randomBytes(500)]), /cut off or damaged/],
    ['empty', zipSync({}), /holds no file/],
    [
      'of 1,001 files',
      pack(Object.fromEntries(Array.from({ length: 1_001 }, (_, n) => [`${n}`, call(n)])), 0),
      /1000 files/,
    ],
    [
      'of 2,001 folders',
      pack(Object.fromEntries(Array.from({ length: 2_001 }, (_, n) => [`${n}/`, new Uint8Array(0)])), 0),
      /2000 entries/,
    ],
  ])('that is %s is refused as a whole', async (_what, archive, words) => {
    expect(await receive('x.zip', archive)).toMatchObject([
      { fileName: 'x.zip', refusal: { code: 'ARCHIVE_REFUSED', message: expect.stringMatching(words) } },
    ]);
  });
});

it('that is damaged anywhere is refused or read, and never throws', async () => {
  const archive = pack({
    'a.txt': call(1),
    'b/c.txt': Buffer.from('Rep: so? '.repeat(100)),
    'd.docx': pack({ e: call(2) }),
  });
  for (let at = 0; at < archive.length; at += 1) {
    const flipped = Buffer.from(archive);
    flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8));
    const files = await receive('x.zip', flipped);
    expect(files.length).toBeGreaterThan(0);
  }
});

describe('a bomb', () => {
  /** Many entries in the directory, all of which share the data of one: 40 kB that unpack to 4 GB. */
  const overlapping = (entries: number, size: number): Uint8Array => {
    const packed = deflateRawSync(Buffer.alloc(size));
    const head = Buffer.alloc(31);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(8, 8);
    head.writeUInt16LE(1, 26);
    head.write('x', 30);
    const directory = Array.from({ length: entries }, () => {
      const entry = Buffer.alloc(47);
      entry.writeUInt32LE(0x02014b50, 0);
      entry.writeUInt16LE(8, 10);
      entry.writeUInt32LE(packed.length, 20);
      entry.writeUInt32LE(size, 24);
      entry.writeUInt16LE(1, 28);
      entry.write('x', 46);
      return entry;
    });
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(entries, 8);
    end.writeUInt16LE(entries, 10);
    end.writeUInt32LE(entries * 47, 12);
    end.writeUInt32LE(head.length + packed.length, 16);
    return Buffer.concat([head, packed, ...directory, end]);
  };

  it.each([
    ['that repeats one entry', overlapping(420, 9_999_999)],
    ['of one entry that says so', pack({ 'zeros.txt': new Uint8Array(30 * MEBIBYTE) }, 9)],
    [
      'of one entry that says nothing of it',
      inDirectory(pack({ 'zeros.txt': new Uint8Array(30 * MEBIBYTE) }, 9), (view, at) =>
        view.setUint32(at + 24, 9_000_000, true),
      ),
    ],
    ['in a bomb', pack({ 'x.zip': overlapping(420, 9_999_999) }, 9)],
  ])('%s is refused, in no time and no memory', async (_what, archive) => {
    expect(archive.length).toBeLessThan(64 * 1024);
    const [began, memory] = [process.cpuUsage(), process.memoryUsage().rss];
    const files = await receive('bomb.zip', archive);
    expect(files.map(({ refusal }) => refusal?.code)).toEqual([
      expect.stringMatching(/ARCHIVE_REFUSED|PAYLOAD_TOO_LARGE/),
    ]);
    const { user, system } = process.cpuUsage(began);
    // Processor time: other processes may use the machine.
    expect((user + system) / 1_000).toBeLessThan(2_000);
    // Leaves room for garbage that is not collected yet: 4 GB would be detected.
    expect(process.memoryUsage().rss - memory).toBeLessThan(128 * MEBIBYTE);
  });

  it('spread over several archives of an upload counts as one', async () => {
    const archive = pack({ 'a.txt': randomBytes(MEBIBYTE), 'b.txt': call(1) }, 0);
    const allowance = { ...fullAllowance(10 * MEBIBYTE), unpackedBytes: 1.5 * MEBIBYTE };
    const send = () => receiveFile(spool, 'x.zip', Readable.from([archive]), allowance);
    expect((await send()).filter(({ refusal }) => refusal === null)).toHaveLength(2);
    expect(await send()).toMatchObject([{ refusal: { code: 'ARCHIVE_REFUSED' } }]);
  });
});
