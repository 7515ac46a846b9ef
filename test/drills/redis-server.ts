import { spawn, spawnSync } from 'node:child_process';
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

/** A throwaway Redis on a free local port that evicts nothing and saves nothing. */
export const startRedis = async (): Promise<RedisServer> => {
  if (!hasRedis()) throw new Error(MISSING);
  const folder = mkdtempSync(join(tmpdir(), 'debrief-redis-'));
  const port = await freePort();
  const settings = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction'];
  const child = spawn('redis-server', ['--port', String(port), '--dir', folder, ...settings]);
  await new Promise<void>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => text.includes('Ready to accept') && resolve());
    child.once('exit', (code) => reject(new Error(`redis-server ended with ${code}`)));
  });
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
