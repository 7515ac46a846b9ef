import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Where the throwaway server lives; root's server user must be able to enter it. */
export const base = process.getuid?.() === 0 ? '/tmp' : tmpdir();
export const prefix = 'debrief-test-';

const isAlive = (pid) => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
};

const serverIn = (folder) => {
  try {
    return Number.parseInt(readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8'), 10);
  } catch {
    return null;
  }
};

/** Ends the server of the folder, if one was started, and removes the folder. */
export const discard = async (folder) => {
  const pid = serverIn(folder);
  if (pid !== null && isAlive(pid)) {
    process.kill(pid, 'SIGQUIT'); // its data is thrown away: no time is spent on saving it
    for (let tries = 0; isAlive(pid) && tries < 500; tries += 1) await sleep(10);
  }
  rmSync(folder, { recursive: true, force: true });
};

/** Folders of runs that were killed before their teardown. */
export const discardAbandoned = async () => {
  for (const name of readdirSync(base).filter((entry) => entry.startsWith(prefix))) {
    const owner = Number.parseInt(name.slice(prefix.length), 10);
    if (Number.isInteger(owner) && !isAlive(owner)) await discard(join(base, name)).catch(() => undefined);
  }
};
