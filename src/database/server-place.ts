import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../errors/app-error.js';
import { canEnter, giveTo, isRoot, type ServerUser, serverUser } from './server-user.js';

/** Where an embedded server lives. */
export interface ServerPlace {
  /** `<home>/postgres`: log, lock and the note of where the data lies. */
  readonly folder: string;
  /** Holds `data`; the same as `folder` unless the server's user cannot reach that. */
  readonly location: string;
  readonly data: string;
  readonly user: ServerUser | null;
  /** Below this, binaries may be placed for everybody to run. */
  readonly binariesBase: string;
}

/** Socket paths end at 107 bytes; some tools end earlier. */
const SOCKET_PATH_LIMIT = 100;
const SYSTEM_FOLDER = '/var/lib/debrief';

const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);

const unreadable = (folder: string, cause: unknown): AppError =>
  new AppError(
    'DATA_FOLDER_UNREADABLE',
    `The data folder ${folder} cannot be read and written; give it to the user that runs Debrief, or choose another folder.`,
    { cause },
  );

/** A folder that everybody may enter, whatever the umask. */
const openFolder = (path: string): string => {
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o755);
  return path;
};

const noteOf = (folder: string): string => join(folder, 'location');

/** Earlier choice first, so that a renamed clone keeps its data. */
const apart = (folder: string, systemFolder: string): string => {
  const note = noteOf(folder);
  if (existsSync(note)) return readFileSync(note, 'utf8').trim();
  return join(systemFolder, shortHash(folder));
};

const locate = (folder: string, systemFolder: string): ServerPlace => {
  const user = serverUser(join(folder, 'data'));
  if (!isRoot()) return { folder, location: folder, data: join(folder, 'data'), user, binariesBase: folder };
  if (!existsSync(noteOf(folder)) && canEnter(user, folder)) {
    return { folder, location: folder, data: join(folder, 'data'), user, binariesBase: systemFolder };
  }
  const location = apart(folder, systemFolder);
  openFolder(systemFolder);
  openFolder(location);
  writeFileSync(noteOf(folder), `${location}\n`);
  const data = join(location, 'data');
  return { folder, location, data, user: serverUser(data), binariesBase: systemFolder };
};

/**
 * Chooses the folders for `home`. Root's server runs as an unprivileged user: where that user cannot enter `home`, the
 * data goes to a folder of its own below `systemFolder`. @throws AppError DATA_FOLDER_UNREADABLE
 */
export const serverPlace = (home: string, systemFolder = SYSTEM_FOLDER): ServerPlace => {
  const folder = join(home, 'postgres');
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return locate(realpathSync(folder), systemFolder);
  } catch (cause) {
    throw unreadable(folder, cause);
  }
};

// PostgreSQL reads the setting as a list: commas and quotes would need care, and so would spaces in an URL.
const isPlain = (path: string): boolean => /^[\w./+@~-]+$/.test(path);
const fits = (folder: string): boolean => Buffer.byteLength(join(folder, '.s.PGSQL.5432')) < SOCKET_PATH_LIMIT;

const isOurs = (path: string, user: ServerUser | null): boolean => {
  const stat = lstatSync(path);
  return stat.isDirectory() && stat.uid === (user?.uid ?? process.getuid?.());
};

/** Folder of the server's socket, for its user alone; a short one under the temporary folder where the path is too long. */
export const socketFolder = (location: string, user: ServerUser | null): string => {
  const near = join(location, 'run');
  const path = fits(near) && isPlain(near) ? near : join(tmpdir(), `debrief-${shortHash(location)}`);
  if (!existsSync(path)) {
    mkdirSync(path, { mode: 0o700 });
    chmodSync(path, 0o700);
    giveTo(user, path);
  }
  if (!isOurs(path, user)) throw unreadable(path, new Error('owned by another user'));
  return path;
};
