import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../errors/app-error.js';
import type { PostgresBinaries } from './postgres-binaries.js';
import type { ServerUser } from './server-place.js';

/** What a running server notes in `postmaster.pid`. */
export interface Postmaster {
  readonly pid: number;
  readonly socketFolder: string;
  readonly status: string;
}

export interface LaunchOptions {
  readonly binaries: PostgresBinaries;
  readonly data: string;
  readonly socketFolder: string;
  readonly user: ServerUser | null;
  readonly logFile: string;
  readonly settings: Readonly<Record<string, string>>;
}

const PAUSE_MS = 15;
/** Recovery after a crash included. */
const START_LIMIT_MS = 60_000;

const pidFile = (data: string): string => join(data, 'postmaster.pid');

/** Null where no server has noted itself, or has not yet finished its note. */
export const readPostmaster = (data: string): Postmaster | null => {
  try {
    const [pid, , , , socketFolder, , , status] = readFileSync(pidFile(data), 'utf8').split('\n');
    return pid
      ? { pid: Number.parseInt(pid, 10), socketFolder: socketFolder ?? '', status: status?.trim() ?? '' }
      : null;
  } catch {
    // No file: no server runs there.
    return null;
  }
};

const signal = (pid: number, name: NodeJS.Signals | 0): boolean => {
  try {
    return process.kill(pid, name);
  } catch {
    // There is no such process any more, or it is not ours to signal.
    return false;
  }
};

const runsPostgresIn = (pid: number, data: string): boolean => {
  try {
    const isServer = basename(readlinkSync(`/proc/${pid}/exe`)).startsWith('postgres');
    return isServer && readlinkSync(`/proc/${pid}/cwd`) === data;
  } catch {
    // No such process, or one of another user: in both cases not our server.
    return false;
  }
};

const isNamedPostgres = (pid: number): boolean =>
  spawnSync('ps', ['-p', String(pid), '-o', 'comm='], { encoding: 'utf8', timeout: 5_000 }).stdout.includes('postgres');

// Not by signal 0 alone: a zombie child, and another program with the id of a dead server, would count as alive.
const isPostgres = (pid: number, data: string): boolean =>
  process.platform === 'linux' ? runsPostgresIn(pid, data) : isNamedPostgres(pid);

/** The noted server, if the process of that number is a PostgreSQL at work in this folder. */
export const livePostmaster = (data: string): Postmaster | null => {
  const noted = readPostmaster(data);
  return noted !== null && isPostgres(noted.pid, data) ? noted : null;
};

const hasOrphans = (data: string): boolean =>
  process.platform === 'linux' &&
  readdirSync('/proc').some((entry) => /^\d+$/.test(entry) && isPostgres(Number(entry), data));

/**
 * Removes the note of a server that is gone, where its number now belongs to another process (the usual thing after a
 * container restart): PostgreSQL would refuse to start. Backends that outlived their server keep the note in place.
 */
export const removeStaleNote = (data: string): void => {
  const noted = readPostmaster(data);
  if (noted === null || isPostgres(noted.pid, data) || !signal(noted.pid, 0) || hasOrphans(data)) return;
  rmSync(pidFile(data), { force: true });
};

/** The last lines of a log, for people. */
const lastLines = (logFile: string, count = 6): string => {
  try {
    return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
  } catch {
    // The log only illustrates an error that is reported anyway.
    return '';
  }
};

const failure = (logFile: string, what: string): AppError =>
  new AppError(
    'EMBEDDED_POSTGRES_FAILED',
    `The embedded PostgreSQL ${what}. Its log (${logFile}) ends with:\n${lastLines(logFile)}`,
  );

const asArguments = (settings: Readonly<Record<string, string>>): string[] =>
  Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

const LOG_LIMIT_BYTES = 5_000_000;

const openLog = (logFile: string): number => {
  const isLong = (statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT_BYTES;
  return openSync(logFile, isLong ? 'w' : 'a', 0o600);
};

/** In a process group of its own, so that Ctrl-C in the terminal reaches us and not the server. */
const spawnServer = ({ binaries, data, socketFolder, user, logFile, settings }: LaunchOptions) => {
  const log = openLog(logFile);
  const options = { listen_addresses: '', unix_socket_directories: socketFolder, ...settings };
  const child = spawn(join(binaries.folder, 'bin', 'postgres'), ['-D', data, ...asArguments(options)], {
    cwd: data,
    detached: true,
    stdio: ['ignore', log, log],
    env: { LC_ALL: 'C', PATH: process.env.PATH },
    ...user,
  });
  closeSync(log);
  child.unref();
  return child;
};

/**
 * Starts a server and waits until it takes connections. It lives on when this process ends.
 * @throws AppError EMBEDDED_POSTGRES_FAILED with the end of its log
 */
export const launch = async (options: LaunchOptions): Promise<Postmaster> => {
  const child = spawnServer(options);
  const ended: string[] = [];
  child.once('exit', (code, by) => ended.push(`ended at its start (${by ?? code ?? '?'})`));
  child.once('error', (error) => ended.push(`could not be run (${error.message})`));
  const until = Date.now() + START_LIMIT_MS;
  while (Date.now() < until) {
    if (ended[0] !== undefined) throw failure(options.logFile, ended[0]);
    const noted = readPostmaster(options.data);
    if (noted?.pid === child.pid && noted?.status === 'ready') return noted;
    await sleep(PAUSE_MS);
  }
  if (child.pid !== undefined) signal(child.pid, 'SIGINT');
  throw failure(options.logFile, 'did not get ready in time');
};

const isGoneBy = async (data: string, pid: number, limitMs: number): Promise<boolean> => {
  const until = Date.now() + limitMs;
  while (isPostgres(pid, data)) {
    if (Date.now() > until) return false;
    await sleep(PAUSE_MS);
  }
  return true;
};

/** Fast shutdown, then an immediate one where that takes too long: data is safe in both. */
export const halt = async (data: string, { pid }: Postmaster, limitMs = 15_000): Promise<void> => {
  if (!signal(pid, 'SIGINT') || (await isGoneBy(data, pid, limitMs))) return;
  signal(pid, 'SIGQUIT');
  if (await isGoneBy(data, pid, 5_000)) return;
  throw new AppError('EMBEDDED_POSTGRES_FAILED', `The embedded PostgreSQL (process ${pid}) does not stop.`);
};
