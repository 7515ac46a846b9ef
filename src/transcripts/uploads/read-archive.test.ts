import { expect, test } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { readArchive, type RandomAccessBytes } from './read-archive.js';

const archive = Buffer.from(zipSync({ 'a.txt': strToU8('Rep: so? '.repeat(100)) }));

/** The archive on a disk that fails once `broken` says so. */
const onDisk = (broken: () => boolean): RandomAccessBytes => ({
  byteLength: archive.byteLength,
  readAt: (buffer, position) =>
    broken()
      ? Promise.reject(Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO', syscall: 'read' }))
      : Promise.resolve(archive.copy(buffer, 0, position)),
});

test('a disk that fails is no fault of the archive: the failure passes, and nothing is refused', async () => {
  await expect(readArchive(onDisk(() => true))).rejects.toMatchObject({ code: 'EIO' });
  let broken = false;
  const [file] = (await readArchive(onDisk(() => broken))) ?? [];
  broken = true;
  const unpack = async () => {
    for await (const _ of file?.open() ?? []);
  };
  await expect(unpack()).rejects.toMatchObject({ code: 'EIO' });
});
