import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { underLock } from './start-lock.js';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'debrief-lock-'));
  file = join(folder, 'start.lock');
});

afterEach(() => rmSync(folder, { recursive: true }));

it('lets one at a time in, also after a failure, and leaves nothing behind', async () => {
  let inside = 0;
  const enter = (fails: boolean) =>
    underLock(file, async () => {
      inside += 1;
      await new Promise(setImmediate);
      const seen = inside;
      inside -= 1;
      if (fails) throw new Error('failed');
      return seen;
    }).catch(() => 'failed');
  expect(await Promise.all([enter(false), enter(true), enter(false)])).toEqual([1, 'failed', 1]);
  expect(readdirSync(folder)).toEqual([]);
});

it('takes over from a process that is gone, and from a number used again', async () => {
  const gone = spawn('true');
  await once(gone, 'exit');
  for (const holder of [`${gone.pid ?? 0} 1`, `${process.pid} 1`, '']) {
    writeFileSync(file, holder);
    expect(await underLock(file, () => Promise.resolve('in'))).toBe('in');
    expect(existsSync(file)).toBe(false);
  }
});
