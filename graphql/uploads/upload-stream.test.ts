import { expect, test } from '@jest/globals';
import type { UploadRow } from '../../src/transcripts/uploads/upload-reads.js';
import type { LiveContext } from '../context.js';
import { uploadStream } from './upload-stream.js';

/** An upload to which nothing happens: no event comes, and the bus has its subscribers look all the same. */
const openStream = () => {
  const row = { status: 'ACCEPTING' as UploadRow['status'], sequence: 7, files: 20, counts: {} };
  let look = (): void => undefined;
  const reads = { read: () => Promise.resolve([{ ...row, accepted: 10, duplicates: 0, refused: 0 }]) };
  const context = {
    scope: { organizationId: 'organization', reads },
    bus: {
      subscribe: (_organization: string, onChange: () => void) => {
        look = onChange;
        return () => undefined;
      },
    },
    signal: new AbortController().signal,
  } as unknown as LiveContext;
  return { row, look: () => look(), stream: uploadStream(context, '00000000-0000-7000-8000-000000000000', null) };
};

test.each(['INTERRUPTED', 'EXPIRED'] as const)('tells of the end that time brings: %s', async (end) => {
  const { row, look, stream } = openStream();
  expect((await stream.next()).value).toMatchObject({ status: 'ACCEPTING', done: false });
  const next = stream.next();
  look();
  await new Promise(setImmediate);
  row.status = end;
  look();
  expect((await next).value).toMatchObject({ status: end, sequence: 7, done: true });
  expect(await stream.next()).toEqual({ done: true, value: undefined });
});
