import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../errors/app-error.js';
import { codeOf } from '../database-error.js';

const PAUSE_MS = 25;
/** Longer than the longest start or stop takes. */
const WAIT_MS = 150_000;

/** When a process began, so that a number used again is not taken for the process that had it; empty where unknown. */
const beginOf = (pid: number): string => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    // No /proc on this system, or no such process: the id alone identifies it.
    return '';
  }
};

const identity = (pid: number): string => `${pid} ${beginOf(pid)}`;

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
};

const holderOf = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Released meanwhile.
    return null;
  }
};

const isAbandoned = (holder: string): boolean => {
  const pid = Number.parseInt(holder, 10);
  return !isAlive(pid) || identity(pid) !== holder;
};

/** Takes the file by a link, which is made complete or not at all. */
const tryTake = (file: string): boolean => {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, identity(process.pid), { mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch {
    // Another process holds it; the caller waits and tries again.
    return false;
  } finally {
    rmSync(draft, { force: true });
  }
};

/** Moved aside before it is removed: should another have taken it meanwhile, it is put back. */
const removeAbandoned = (file: string, holder: string): void => {
  const aside = `${file}.${process.pid}.aside`;
  try {
    renameSync(file, aside);
    if (holderOf(aside) !== holder) linkSync(aside, file);
  } catch {
    // Another process removed it first; the caller tries again.
  } finally {
    rmSync(aside, { force: true });
  }
};

const take = async (file: string): Promise<void> => {
  const until = Date.now() + WAIT_MS;
  while (!tryTake(file)) {
    const holder = holderOf(file);
    if (holder !== null && isAbandoned(holder)) removeAbandoned(file, holder);
    else if (Date.now() < until) await sleep(PAUSE_MS);
    else
      throw new AppError('EMBEDDED_POSTGRES_FAILED', `Another process (${holder ?? '?'}) holds ${file} for too long.`);
  }
};

const mine = new Map<string, Promise<unknown>>();

const whileTaken = async <T>(file: string, work: () => Promise<T>): Promise<T> => {
  await take(file);
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
};

/** Runs `work` while nothing else, in this process or another, runs work under the same file. */
export const underLock = <T>(file: string, work: () => Promise<T>): Promise<T> => {
  const before = mine.get(file) ?? Promise.resolve();
  // The caller of the work before gets its error.
  const run = before.catch(() => undefined).then(() => whileTaken(file, work));
  mine.set(file, run);
  const forget = (): void => {
    if (mine.get(file) === run) mine.delete(file);
  };
  void run.then(forget, forget);
  return run;
};
