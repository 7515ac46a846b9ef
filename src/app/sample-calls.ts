import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileToScore } from './cli/score/score-files.js';
import { packageRoot } from './config.js';

interface SampleNote {
  readonly file: string;
  readonly title: string;
  readonly rep?: string;
  readonly company?: string;
}

const folder = (): string => join(packageRoot(), 'client-examples', 'sample-calls');

const readOne = async ({ file, title, rep, company }: SampleNote): Promise<FileToScore> => ({
  path: file,
  bytes: await readFile(join(folder(), file)),
  fields: {
    title,
    idempotencyKey: `sample-call-${file}`,
    ...(rep ? { rep } : {}),
    ...(company ? { company } : {}),
  },
});

/** The bundled synthetic calls, as a user would upload them. */
export const readSampleCalls = async (): Promise<readonly FileToScore[]> => {
  const notes = JSON.parse(await readFile(join(folder(), 'samples.json'), 'utf8')) as readonly SampleNote[];
  return Promise.all(notes.map(readOne));
};
