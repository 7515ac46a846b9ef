import { execFile } from 'node:child_process';
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { generateCaptions } from './generate-captions.js';

const run = promisify(execFile);
const MIB = 1024 * 1024;

export interface InspectTime {
  readonly megabytes: number;
  readonly seconds: number;
  readonly turns: number;
}

async function inspect(root: string, file: string): Promise<{ seconds: number; turns: number }> {
  const started = performance.now();
  const { stdout } = await run(process.execPath, [join(root, 'bin/debrief.js'), 'inspect', '--json', file], {
    maxBuffer: 256 * MIB,
    timeout: 120_000,
  });
  const seconds = (performance.now() - started) / 1000;
  const { turns } = JSON.parse(stdout) as { turns: readonly unknown[] };
  if (turns.length === 0) throw new Error(`no turns were read from ${file}`);
  return { seconds, turns: turns.length };
}

async function timeFile(root: string, file: string): Promise<InspectTime> {
  const runs = [await inspect(root, file), await inspect(root, file), await inspect(root, file)];
  const [, median] = runs.toSorted((a, b) => a.seconds - b.seconds);
  const megabytes = (await stat(file)).size / MIB;
  return { megabytes, seconds: median?.seconds ?? NaN, turns: median?.turns ?? 0 };
}

const FILES = [
  ['vtt', 1],
  ['teams', 5],
] as const;

/** Wall time of `debrief inspect --json` on a small and a large file, including the start of the process: the median of 3 runs after a warm-up that fills the cache of compiled code. */
export async function timeInspect(root: string, folder: string): Promise<InspectTime[]> {
  const times: InspectTime[] = [];
  for (const [kind, megabytes] of FILES) {
    const file = join(folder, `inspect-${megabytes}.vtt`);
    await writeFile(file, generateCaptions(kind, megabytes * MIB).text);
    if (times.length === 0) await inspect(root, file);
    times.push(await timeFile(root, file));
  }
  return times;
}
