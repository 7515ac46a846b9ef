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
  renameSync,
  writeFileSync,
  chownSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { AppError } from '../../errors/app-error.js';
import { spawnSync } from 'node:child_process';

/** The account the embedded server runs as. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

const idOf = (name: string, flag: '-u' | '-g'): number | null => {
  const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8', timeout: 5_000 });
  return status === 0 ? Number.parseInt(stdout, 10) : null;
};

const account = (name: string): ServerUser | null => {
  const uid = idOf(name, '-u');
  const gid = idOf(name, '-g');
  return uid === null || gid === null || uid === 0 ? null : { uid, gid };
};

const ownerOf = (folder: string): ServerUser | null => {
  const stat = statSync(folder, { throwIfNoEntry: false });
  return stat === undefined || stat.uid === 0 ? null : { uid: stat.uid, gid: stat.gid };
};

/** Whether PostgreSQL must run as another user, because it refuses root. */
export const isRoot = (): boolean => process.getuid?.() === 0;

/**
 * Null where the server runs as ourselves. Root runs it as the owner of the data (an ordinary user's folder
 * stays that user's), else as `postgres`, else as `nobody`; a number without an account will not do for initdb.
 */
export const serverUser = (data: string): ServerUser | null =>
  isRoot() ? (ownerOf(data) ?? account('postgres') ?? account('nobody')) : null;

/** Gives a file or folder to the server's user. */
export const giveTo = (user: ServerUser | null, path: string): void => {
  if (user !== null) chownSync(path, user.uid, user.gid);
};

/** Whether the user can enter the folder by its whole path. Asked of a process of theirs: ACLs and mounts count too. */
export const canEnter = (user: ServerUser | null, folder: string): boolean =>
  spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...user, cwd: '/', timeout: 5_000 }).status === 0;

/** Where an embedded server lives. */
export interface ServerPlace {
  /** `<home>/postgres`: log, lock and the note of where the data lies. */
  readonly folder: string;
  /** Holds `data`; the same as `folder` unless the server's user cannot reach that. */
  readonly location: string;
  readonly data: string;
  readonly user: ServerUser | null;
  /** Below this, binaries may be placed for every user to run. */
  readonly binariesBase: string;
}

/** Socket paths end at 107 bytes; some tools end earlier. */
const SOCKET_PATH_LIMIT = 100;
const SYSTEM_FOLDER = '/var/lib/debrief';

const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);

const unreadable = (folder: string, cause: unknown): AppError =>
  new AppError(
    'DATA_FOLDER_UNREADABLE',
    `The data folder ${folder} cannot be made, read or written; give it to the user that runs Debrief, or choose another folder.`,
    { cause },
  );

/** A folder that every user may enter, whatever the umask. */
const openFolder = (path: string): string => {
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o755);
  return path;
};

const noteOf = (folder: string): string => join(folder, 'location');

/** A folder of its own: one that is there already belongs to an earlier clone at the same path, whose secret is gone. */
const freshFolder = (folder: string, systemFolder: string): string => {
  const name = join(systemFolder, shortHash(folder));
  let free = name;
  for (let number = 2; existsSync(free); number += 1) free = `${name}-${number}`;
  return free;
};

/** The earlier choice first, so that a renamed clone keeps its data. */
const apart = (folder: string, systemFolder: string): string => {
  const note = noteOf(folder);
  if (existsSync(note)) return openFolder(readFileSync(note, 'utf8').trim());
  openFolder(systemFolder);
  const location = openFolder(freshFolder(folder, systemFolder));
  // Data of a time when the folder could be entered moves along.
  if (existsSync(join(folder, 'data'))) renameSync(join(folder, 'data'), join(location, 'data'));
  writeFileSync(note, `${location}\n`);
  return location;
};

const placeAt = (folder: string, location: string, binariesBase: string): ServerPlace => {
  const data = join(location, 'data');
  return { folder, location, data, user: serverUser(data), binariesBase };
};

const locate = (folder: string, systemFolder: string): ServerPlace => {
  if (!isRoot()) return placeAt(folder, folder, folder);
  const near = placeAt(folder, folder, systemFolder);
  const isNear = !existsSync(noteOf(folder)) && canEnter(near.user, folder);
  return isNear ? near : placeAt(folder, apart(folder, systemFolder), systemFolder);
};

/** Makes `<home>/postgres` where it is missing. @throws AppError DATA_FOLDER_UNREADABLE */
export const serverFolder = (home: string): string => {
  const folder = resolve(home, 'postgres');
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return realpathSync(folder);
  } catch (cause) {
    throw unreadable(folder, cause);
  }
};

/**
 * Chooses where the server of `folder` lives; call under the start lock. Root's server runs as an unprivileged user:
 * where that user cannot enter the folder, the data goes to one of its own below `systemFolder`.
 * @throws AppError DATA_FOLDER_UNREADABLE
 */
export const serverPlace = (folder: string, systemFolder = SYSTEM_FOLDER): ServerPlace => {
  try {
    return locate(folder, systemFolder);
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
