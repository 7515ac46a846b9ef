import { spawnSync } from 'node:child_process';
import { chownSync, statSync } from 'node:fs';

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

/** Whether PostgreSQL must be run as somebody else, because it refuses root. */
export const isRoot = (): boolean => process.getuid?.() === 0;

/**
 * Null where the server runs as ourselves. Root runs it as whoever owns the data already (an ordinary user's folder
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
