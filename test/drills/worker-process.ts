import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/app/config.js';
import { underLock } from '../../src/database/embedded/start-lock.js';
import type { TestDatabase } from '../support/database.js';
import { testFolder } from '../support/test-server.js';

const build = (): Promise<void> => {
  const { stdout } = spawnSync('npx', ['tsc', '-b', 'tsconfig.build.json'], { encoding: 'utf8' });
  if (!existsSync('dist/src/app/cli.js')) throw new Error(`the build failed:\n${stdout}`);
  return Promise.resolve();
};

/**
 * Brings `dist` up to date, as the launcher runs it: one test file at a time, so that nobody starts what is half written.
 * Half of another's edit may not compile; what was emitted counts.
 */
export const buildDist = (): Promise<void> => underLock(join(testFolder(), 'dist.lock'), build);

export interface WorkerProcess {
  readonly pid: number;
  /** Sends the signal and answers how the process ended. */
  end(signal: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** What it wrote to stdout and stderr. */
  said(): string;
}

const hear = (child: ChildProcess): (() => string) => {
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => chunks.push(text));
  }
  return () => chunks.join('');
};

/** A `debrief worker` of its own on this database, judged by the endpoint at `openAiUrl`. Resolves when it works. */
export const startWorkerProcess = async (
  { ownerUrl, secret }: TestDatabase,
  env: Readonly<Record<string, string>>,
): Promise<WorkerProcess> => {
  const home = mkdtempSync(join(tmpdir(), 'debrief-drill-'));
  const child = spawn(process.execPath, ['bin/debrief.js', 'worker'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: ownerUrl,
      DEBRIEF_SECRET: secret,
      DEBRIEF_HOME: home,
      DEBRIEF_WIRE: readConfig().wire,
      ...env,
    },
  });
  const said = hear(child);
  const ended = once(child, 'exit').then(([code, signal]) => {
    rmSync(home, { recursive: true, force: true });
    return { code: code as number | null, signal: signal as NodeJS.Signals | null };
  });
  const working = new Promise<void>((resolve) => {
    child.stdout.on('data', () => said().includes('Working') && resolve());
  });
  await Promise.race([
    working,
    ended.then(({ code }) => {
      throw new Error(`the worker ended with ${code}: ${said()}`);
    }),
  ]);
  return {
    pid: child.pid ?? 0,
    said,
    end: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
};
