import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from './config.js';

interface SampleNote {
  readonly file: string;
  readonly title: string;
  readonly rep?: string;
  readonly company?: string;
}

/** A bundled synthetic call, as a user would upload it. */
export interface SampleCall {
  readonly fileName: string;
  readonly bytes: Buffer;
  readonly fields: Readonly<Record<string, string>>;
}

const folder = (): string => join(packageRoot(), 'client-examples', 'sample-calls');

const readOne = async ({ file, title, rep, company }: SampleNote): Promise<SampleCall> => ({
  fileName: file,
  bytes: await readFile(join(folder(), file)),
  fields: {
    title,
    idempotencyKey: `sample-call-${file}`,
    ...(rep ? { rep } : {}),
    ...(company ? { company } : {}),
  },
});

export const readSampleCalls = async (): Promise<readonly SampleCall[]> => {
  const notes = JSON.parse(await readFile(join(folder(), 'samples.json'), 'utf8')) as readonly SampleNote[];
  return Promise.all(notes.map(readOne));
};
