import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';

export interface RedisServer {
  readonly url: string;
  /** Forgets everything, as a Redis without persistence does when it dies. */
  flush(): Promise<void>;
  configure(name: string, value: string): Promise<void>;
  stop(): Promise<void>;
}

/** Whether the machine has the binary. CI installs it and must not pass without: there the suite runs, and fails. */
export const hasRedis = (): boolean => spawnSync('redis-server', ['--version']).status === 0;

export const MISSING =
  'redis-server is not installed, so the queue on Redis is NOT tested here. Install the package redis-server.';

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

const command = async (port: number, ...words: string[]): Promise<void> => {
  const redis = new Redis(port, '127.0.0.1', { maxRetriesPerRequest: 1 });
  await redis.call(...(words as [string, ...string[]]));
  redis.disconnect();
};

const SETTINGS = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction'];
const TRIES = 5;

/** Somebody else may have taken the free port by the time that Redis asks for it: then another one is tried. */
const launch = async (folder: string, left = TRIES): Promise<{ child: ChildProcess; port: number }> => {
  const port = await freePort();
  const child = spawn('redis-server', ['--port', String(port), '--dir', folder, ...SETTINGS]);
  const isUp = await new Promise<boolean>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => text.includes('Ready to accept') && resolve(true));
    child.once('exit', () => resolve(false));
  });
  if (isUp) return { child, port };
  if (left <= 1) throw new Error(`redis-server ended with ${child.exitCode}`);
  return launch(folder, left - 1);
};

/** A throwaway Redis on a free local port that evicts nothing and saves nothing. */
export const startRedis = async (): Promise<RedisServer> => {
  if (!hasRedis()) throw new Error(MISSING);
  const folder = mkdtempSync(join(tmpdir(), 'debrief-redis-'));
  const { child, port } = await launch(folder);
  return {
    url: `redis://127.0.0.1:${port}`,
    flush: () => command(port, 'flushall'),
    configure: (name, value) => command(port, 'config', 'set', name, value),
    stop: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
