import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where the server of a home folder answers. */
export interface ServerNote {
  readonly url: string;
  readonly pid: number;
  /** Its home folder. */
  readonly home: string;
}

const MOST_NOTES = 50;

/** The user's own folder, so that nobody else can name a server to whom our key would be sent. */
const sharedFolder = (): string =>
  join(process.env.XDG_STATE_HOME ?? join(homedir(), '.local', 'state'), 'debrief', 'servers');

const sharedFile = (home: string): string =>
  join(sharedFolder(), `${createHash('sha256').update(home).digest('hex').slice(0, 16)}.json`);

const ownFile = (home: string): string => join(home, 'server.json');

/**
 * Leaves word of a running server: in its home folder for commands on the same one, and among the user's for commands that
 * are called elsewhere.
 */
export const writeServerNote = async (home: string, url: string): Promise<void> => {
  const note: ServerNote = { url, pid: process.pid, home };
  const text = `${JSON.stringify(note)}\n`;
  await mkdir(home, { recursive: true });
  await writeFile(ownFile(home), text);
  try {
    await mkdir(sharedFolder(), { recursive: true, mode: 0o700 });
    await writeFile(sharedFile(home), text, { mode: 0o600 });
  } catch {
    // A user without a writable home, as in a container: commands find the server by its own folder or by --url.
  }
};

export const removeServerNote = async (home: string): Promise<void> => {
  await Promise.all([rm(ownFile(home), { force: true }), rm(sharedFile(home), { force: true })]);
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

const readNote = async (file: string): Promise<ServerNote | null> => {
  try {
    const note = JSON.parse(await readFile(file, 'utf8')) as ServerNote;
    return (await answersAt(note.url)) ? note : null;
  } catch {
    // No note, or one that cannot be read: no server is known.
    return null;
  }
};

/** URL of the server that runs on this home folder, or null. */
export const findServer = async (home: string): Promise<string | null> => (await readNote(ownFile(home)))?.url ?? null;

/** The user's running servers on other home folders. */
export const otherServers = async (home: string): Promise<ServerNote[]> => {
  const names = await readdir(sharedFolder()).catch(() => []);
  const notes = await Promise.all(names.slice(0, MOST_NOTES).map((name) => readNote(join(sharedFolder(), name))));
  return notes.filter((note) => note !== null).filter((note) => note.home !== home);
};
