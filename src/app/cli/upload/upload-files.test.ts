import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { CallError } from '../client/call-error.js';
import type { Client, FileToUpload, UploadAnswer } from '../client/client.js';
import { uploadFiles } from './upload-files.js';
import { FILE_SPLIT, TRANSCRIPT_STATES, uploadOutcomes } from './upload-outcomes.js';
import { uploadPaths } from './upload-paths.js';
import { uploadSummary } from './upload-result.js';
import { PLAIN } from '../test-support.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'upload-'));
  await mkdir(join(folder, 'b', '.git'), { recursive: true });
  for (const name of ['z.txt', 'a.vtt', '.hidden', 'b/c.srt', 'b/.git/config']) {
    await writeFile(join(folder, name), `Rep: ${name}`);
  }
  await symlink(folder, join(folder, 'b', 'loop'));
  await symlink(join(folder, 'a.vtt'), join(folder, 'b', 'link.vtt'));
});
afterAll(() => rm(folder, { recursive: true }));

const here = (path: string): string => relative(folder, path);

it('finds files in folders by name, follows no link to a folder, and reports what it skips', async () => {
  const found = await uploadPaths([folder, join(folder, 'z.txt'), join(folder, 'gone')]);
  expect(found.files.map(here)).toEqual(['a.vtt', 'b/c.srt', 'b/link.vtt', 'z.txt']);
  expect(found.skipped.map(here)).toEqual(['.hidden', 'b/.git', 'b/loop']);
  expect(found.unreadable).toMatchObject([{ error: { code: 'FILE_UNREADABLE' } }]);
  expect((await uploadPaths([join(folder, '.hidden')])).files.map(here)).toEqual(['.hidden']);
});

const taken = (fileName: string, change: object = {}): UploadAnswer => ({
  upload: { id: `upload of ${fileName}` },
  files: [{ fileName, transcript: { id: fileName }, duplicate: false, error: null, ...change }],
});

const busy = new CallError('QUOTA_EXCEEDED', 'Later.', { retryable: true, retryAfterMs: 7_000 });
const reset = new CallError('UNAVAILABLE', 'Gone.', { retryable: true });

const clientOf = (upload: (file: FileToUpload) => Promise<UploadAnswer>, query?: Client['query']): Client => ({
  url: 'http://fake',
  upload,
  query: query ?? (() => Promise.reject(new Error('not asked'))),
});

const quiet = { fields: { score: 'false' }, signal: new AbortController().signal, onProgress: () => undefined };

describe('uploadFiles', () => {
  it('tries again under one key, as long as the server asks, and four at a time', async () => {
    const seen: FileToUpload[] = [];
    const pauses: number[] = [];
    let [atOnce, most] = [0, 0];
    const four = Promise.withResolvers<undefined>();
    const faults = [busy, reset];
    const client = clientOf(async (file) => {
      most = Math.max(most, (atOnce += 1));
      if (atOnce === 4) four.resolve(undefined);
      // The first three wait for the fourth, so that none ends before a fifth could start.
      await four.promise;
      await new Promise(setImmediate);
      atOnce -= 1;
      seen.push(file);
      const fault = faults.shift();
      if (fault) throw fault;
      return taken(file.fileName);
    });
    const paths = (await uploadPaths([folder])).files;
    const files = [...paths, ...paths];
    const pause = (ms: number): Promise<void> => {
      pauses.push(ms);
      return Promise.resolve();
    };
    const results = await uploadFiles(client, files, { ...quiet, pause });
    expect(results.map(({ file }) => file)).toEqual(files);
    expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set(['accepted']));
    expect(most).toBe(4);
    expect(pauses.toSorted((a, b) => a - b)).toEqual([expect.any(Number), 7_000]);
    expect(new Set(seen.map(({ fields }) => fields.idempotencyKey)).size).toBe(files.length);
    expect(seen).toHaveLength(files.length + 2);
    expect(seen[0]?.fields).toMatchObject({ score: 'false' });
  });

  it('tells of a refusal as of a file, of an outage as of a failure, and of an archive by its files', async () => {
    const answers: Record<string, () => Promise<UploadAnswer>> = {
      'a.vtt': () => Promise.reject(new CallError('TRANSCRIPT_EMPTY', 'Nothing in it.')),
      'c.srt': () => Promise.reject(reset),
      'link.vtt': () =>
        Promise.resolve({
          upload: { id: 'u' },
          files: [
            ...taken('in/1.txt', { duplicate: true }).files,
            {
              fileName: 'in/2.txt',
              transcript: null,
              duplicate: false,
              error: { code: 'ARCHIVE_REFUSED', message: 'No.' },
            },
          ],
        }),
      'z.txt': () => Promise.resolve(taken('z.txt')),
    };
    let pauses = 0;
    const pause = (): Promise<void> => Promise.resolve(void (pauses += 1));
    const client = clientOf(({ fileName }) => answers[fileName]!());
    const results = await uploadFiles(client, (await uploadPaths([folder])).files, { ...quiet, pause });
    expect(results.map(({ file, outcome, error }) => [here(file), outcome, error?.code ?? null])).toEqual([
      ['a.vtt', 'refused', 'TRANSCRIPT_EMPTY'],
      ['b/c.srt', 'failed', 'UNAVAILABLE'],
      ['b/link.vtt: in/1.txt', 'known', null],
      ['b/link.vtt: in/2.txt', 'refused', 'ARCHIVE_REFUSED'],
      ['z.txt', 'accepted', null],
    ]);
    expect(pauses).toBe(7);
  });
});

describe('uploadOutcomes and summary', () => {
  it('waits until all are read, and lists the worst last', async () => {
    const states: Record<string, string[]> = {
      good: ['QUEUED', 'NORMALIZING', 'READY'],
      many: ['SPLIT'],
      held: ['HELD'],
      bad: ['NORMALIZING', 'REFUSED'],
    };
    const client = clientOf(
      () => Promise.reject(new Error('not asked')),
      <Data>(document: string, { ids, id, after }: Readonly<Record<string, unknown>> = {}): Promise<Data> => {
        if (document === FILE_SPLIT) {
          expect([id, after]).toEqual(['u', '0']);
          return Promise.resolve({ upload: { files: { edges: [{ node: { splitInto: 3 } }] } } } as Data);
        }
        const nodes = (ids as string[]).map((one) => {
          const list = states[one] ?? [];
          const status = (list.length > 1 ? list.shift() : list[0]) ?? 'QUEUED';
          return {
            id: one,
            status,
            error: status === 'REFUSED' ? { code: 'FORMAT_INVALID', message: 'Nobody.' } : null,
          };
        });
        return Promise.resolve({ nodes } as Data);
      },
    );
    const results = Object.keys(states).map((id, position) => ({
      ...{ file: `${id}.txt`, outcome: 'accepted' as const, transcriptId: id, calls: null, error: null },
      ...{ uploadId: 'u', position },
    }));
    const options = { pause: () => Promise.resolve(), limitMs: 1_000, now: () => 0, onProgress: () => undefined };
    const ended = await uploadOutcomes(client, results, options);
    expect(uploadSummary(ended, PLAIN)).toEqual([
      'file      outcome   why',
      '────────  ────────  ────────────────────────',
      'good.txt  accepted',
      'many.txt  split     split into 3 calls',
      'held.txt  held',
      'bad.txt   refused   Nobody. (FORMAT_INVALID)',
      '',
      '1 accepted, 1 split, 1 held, 1 refused',
    ]);
  });

  it.each(Object.entries({ TRANSCRIPT_STATES, FILE_SPLIT }))('%s fits the schema', (_name, document) => {
    const schema = buildSchema(readFileSync(new URL('../../../../graphql/schema.graphql', import.meta.url), 'utf8'));
    expect(validate(schema, parse(document))).toEqual([]);
  });
});
