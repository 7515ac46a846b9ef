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

async function timeFile(root: string, file: string): Promise<InspectTime> {
  const started = performance.now();
  const { stdout } = await run(process.execPath, [join(root, 'bin/debrief.js'), 'inspect', '--json', file], {
    maxBuffer: 256 * MIB,
    timeout: 120_000,
  });
  const seconds = (performance.now() - started) / 1000;
  const { turns } = JSON.parse(stdout) as { turns: readonly unknown[] };
  if (turns.length === 0) throw new Error(`no turns were read from ${file}`);
  return { megabytes: (await stat(file)).size / MIB, seconds, turns: turns.length };
}

/** Wall time of `debrief inspect --json`, the start of the process included, on a small and a large file. */
export async function timeInspect(root: string, folder: string): Promise<InspectTime[]> {
  const times: InspectTime[] = [];
  for (const [kind, megabytes] of [
    ['vtt', 1],
    ['teams', 5],
  ] as const) {
    const file = join(folder, `inspect-${megabytes}.vtt`);
    await writeFile(file, generateCaptions(kind, megabytes * MIB).text);
    times.push(await timeFile(root, file));
  }
  return times;
}
