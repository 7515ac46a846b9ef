import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the server of a home folder answers. */
interface ServerNote {
  readonly url: string;
  readonly pid: number;
}

const fileOf = (home: string): string => join(home, 'server.json');

/** Leaves word of a running server for other commands on the same folder. */
export const writeServerNote = async (home: string, url: string): Promise<void> => {
  await mkdir(home, { recursive: true });
  const note: ServerNote = { url, pid: process.pid };
  await writeFile(fileOf(home), `${JSON.stringify(note)}\n`);
};

export const removeServerNote = async (home: string): Promise<void> => {
  await rm(fileOf(home), { force: true });
};

/** Whether a Debrief answers there, asked for a second at most. */
export const answersAt = async (url: string): Promise<boolean> => {
  try {
    const response = await fetch(new URL('/livez', url), { signal: AbortSignal.timeout(1_000) });
    const body = (await response.json()) as { name?: unknown };
    return body.name === 'debrief';
  } catch {
    // No answer, or one that is not ours: the note is of a server that has ended.
    return false;
  }
};

/** URL of the server that runs on this home folder, or null. */
export const findServer = async (home: string): Promise<string | null> => {
  try {
    const { url } = JSON.parse(await readFile(fileOf(home), 'utf8')) as ServerNote;
    return (await answersAt(url)) ? url : null;
  } catch {
    return null;
  }
};
